package relay

import "testing"

const accessLine = `192.0.2.1 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 7 "-" "UA"`

func TestSyslog(t *testing.T) {
	tests := []struct{ line, at, rest string }{
		{"<34>Oct 11 22:14:15 mymachine su[7]: 'su root' failed: x", "Oct 11 22:14:15", "'su root' failed: x"},
		{"Jan  3 09:47:02 veridian sudo: timstack : TTY", "Jan  3 09:47:02", "timstack : TTY"},
		{"2024-06-03T10:00:00.123+09:00 host nginx:  x", "2024-06-03T10:00:00.123+09:00", "x"},
		{"2024-06-03T10:00:00Z heroku[router]: at=info", "2024-06-03T10:00:00Z", "at=info"},
		{`Jan  3 09:47:02 h app: @cee: {"a":1}`, "Jan  3 09:47:02", `{"a":1}`},
		{"<165>1 2003-10-11T22:14:15.003Z m.example su - ID47 - \uFEFF'su root'", "2003-10-11T22:14:15.003Z", "'su root'"},
		{`<165>1 2003-10-11T22:14:15.003Z m ev 7 ID47 [a@1 b="c\]\"d]"][e f="g"] x [y]`, "2003-10-11T22:14:15.003Z", "x [y]"},
		{"<165>1 - m ev 7 ID47 -", "", ""},
		{"267 <158>1 2026-03-01T10:00:00+00:00 host heroku router - at=info", "2026-03-01T10:00:00+00:00", "at=info"},
		{"Nov 2 15:40:14 web1 sshd[8]: x", "Nov 2 15:40:14", "x"},
		{"Mar 01 10:00:00.123456 web1 sshd[8]: x", "Mar 01 10:00:00.123456", "x"},
		{"Mar  1 2026 10:00:00 web1 sshd[8]: x", "Mar  1 2026 10:00:00", "x"},
		{`<189>date=2026-03-01 time=10:00:00 user="ann"`, "", `date=2026-03-01 time=10:00:00 user="ann"`},
		{`<134>1 2026-03-01T10:00:00Z fw CP 7 - [action:"Accept"; src:"192.0.2.1"]`,
			"2026-03-01T10:00:00Z", `[action:"Accept"; src:"192.0.2.1"]`},
		{"Sun 2026-03-01 10:00:00 UTC web1 sshd[8]: x", "2026-03-01 10:00:00 UTC", "x"},
	}
	for _, test := range tests {
		at, rest, ok := Syslog([]byte(test.line))
		if !ok || string(at) != test.at || string(rest) != test.rest {
			t.Errorf("%s: %q, %q, %v", test.line, at, rest, ok)
		}
	}
	for _, line := range []string{
		"", "x", "<34>", "<x>Oct 11 22:14:15 h t: x", "Oct 11 22:14:15 h", "Oct 11 22:14:15 h t x",
		"Oxt 11 22:14:15 h t: x", "Mar 24 14:26:01 --- last message repeated 2 times ---",
		"2024-06-03 10:00:00 h t: x", "<165>1 2003-10-11T22:14:15.003Z m su", `<165>1 - m ev 7 ID47 [a b="c] x`,
		`<165>1 - m ev 7 ID47 [a b="c"]x`, accessLine,
	} {
		if _, _, ok := Syslog([]byte(line)); ok {
			t.Errorf("%q has the prefix", line)
		}
	}
}

func TestTagless(t *testing.T) {
	for line, want := range map[string][2]string{
		"<34>Oct 11 22:14:15 fw date=x":                       {"Oct 11 22:14:15", "date=x"},
		"<166>Mar 01 2026 10:00:05: %ASA-6-605005: permitted": {"Mar 01 2026 10:00:05", "%ASA-6-605005: permitted"},
		"Mar 01 2026 10:00:05 asa : %ASA-6-605005: permitted": {"Mar 01 2026 10:00:05", ": %ASA-6-605005: permitted"},
	} {
		at, rest, ok := Tagless([]byte(line))
		if !ok || string(at) != want[0] || string(rest) != want[1] {
			t.Errorf("%s: %q, %q, %v", line, at, rest, ok)
		}
	}
	for _, line := range []string{
		"", "Oct 11 22:14:15", "Oct 11 22:14:15 fw: x", "2026-03-01T10:00:00Z fw x", accessLine,
	} {
		if _, _, ok := Tagless([]byte(line)); ok {
			t.Errorf("%q has the prefix", line)
		}
	}
}
