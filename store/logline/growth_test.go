package logline

import (
	"strings"
	"testing"
)

// TestColumnsThatCome reads tables that get another column in their middle where it is plain which value is which,
// and no others.
func TestColumnsThatCome(t *testing.T) {
	const head = "time,user,page,ip\n2026-02-01 10:00:00,kim,/a,192.0.2.1\n2026-02-01 10:00:01,lee,/b,192.0.2.2\n"
	for _, test := range []struct {
		what, log string
		users     string // and pages
	}{
		{"at the end",
			head + "2026-02-01 10:00:02,kim,/c,192.0.2.1,phone\n2026-02-01 10:00:03,lee,/d,192.0.2.2,\n" +
				"2026-02-01 10:00:04,lee,/d,192.0.2.2,tv\n",
			"kim/a lee/b kim/c lee/d lee/d"},
		{"in the middle, with a header",
			head + "time,device,user,page,ip\n2026-02-01 10:00:02,tv,kim,/c,192.0.2.1\n", "kim/a lee/b kim/c"},
		{"in the middle, without a header", head + "2026-02-01 10:00:02,tv,kim,/c,192.0.2.1\n",
			"kim/a lee/b"},
		{"at the end of words",
			"time,ip,user,page\n2026-02-01 10:00:00,192.0.2.1,kim,a\n2026-02-01 10:00:02,192.0.2.1,kim,b,phone\n", "kima"},
	} {
		lines := sampleLines(test.log)
		f, err := Detect(lines, Options{Now: readingDay})
		if err != nil {
			t.Errorf("%s: %v", test.what, err)
			continue
		}
		p := NewParser(f.Unheaded(), Options{Now: readingDay})
		var got []string
		for _, line := range lines {
			var e Event
			if p.Parse(line, &e) == OK {
				got = append(got, string(e.User)+string(e.Item))
			}
		}
		if strings.Join(got, " ") != test.users {
			t.Errorf("%s: %q as %s", test.what, got, f.Name)
		}
		if want := len(got) > 2; p.ColumnsChange() != want {
			t.Errorf("%s: columns change: %v", test.what, !want)
		}
	}
}

func sampleLines(log string) (lines [][]byte) {
	for line := range strings.Lines(log) {
		lines = append(lines, []byte(strings.TrimSuffix(line, "\n")))
	}
	return lines
}
