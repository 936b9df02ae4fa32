package load

import (
	"bytes"
	"os"
	"slices"
	"testing"

	"spoor/store/logline"
)

// TestHeadersOutliveALoad lets logs grow line by line, with a load after each: what a header has said, even one in the
// middle of the log, holds for the lines behind it.
func TestHeadersOutliveALoad(t *testing.T) {
	const events = `SELECT e.line, e.ts, u.key FROM event e JOIN user u ON u.id = e.user ORDER BY e.line`
	for name, test := range map[string]struct{ log, format string }{
		"CSV": {"time,user,item\n2026-02-01 00:00:00,kim,1\n2026-02-01 00:00:01,lee,2\n" +
			"time,user,item\n2026-02-01 00:00:03,kim,3\n",
			"csv:time,user,item"},
		"TSV": {"\n\ntime\titem\tuser\n2026-02-01 00:00:00\t\tkim\n2026-02-01 00:00:01\t1\tlee\n",
			"tsv:time,item,user"},
		"W3C": {"#Date: 2026-02-01 00:00:00\n#Fields: time c-ip cs-method cs-uri-stem\n" +
			"00:00:00 h GET /x\n00:00:01 i GET /x\n" +
			"#Date: 2026-02-02 00:00:00\n#Fields: cs-method c-ip cs-uri-stem time\n" +
			"GET h /y 00:00:02\nGET i /z 00:00:03\n",
			"w3c:cs-method,c-ip,cs-uri-stem,time,date=2026-02-02"},
	} {
		t.Run(name, func(t *testing.T) {
			whole, grown := newCase(t), newCase(t)
			mustLoad(t, whole, write(t, "a.log", []byte(test.log)))
			path := write(t, "b.log", nil)
			content := []byte(test.log)
			lines := bytes.SplitAfter(content, []byte{'\n'})
			length := 0
			for i, line := range lines[:len(lines)-1] {
				length += len(line)
				check(t, os.WriteFile(path, content[:length], 0o600))
				if i < 3 {
					continue // of the header alone nothing can be told
				}
				mustLoad(t, grown, path)
			}
			want, got := query(t, whole.Path(), events), query(t, grown.Path(), events)
			if len(want) < 2 || !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
			sources, err := grown.Sources(t.Context())
			check(t, err)
			if len(sources) != 1 || sources[0].Format != test.format || sources[0].Rejects != 0 {
				t.Errorf("%+v", sources)
			}
		})
	}
}

// TestUserBy tells users apart by a cookie, and still finds the lines they come from.
func TestUserBy(t *testing.T) {
	log := []byte(`h [01/Feb/2026:00:00:00 +0000] "GET /x HTTP/1.1" s1` + "\n" +
		`i [01/Feb/2026:00:00:01 +0000] "GET /x HTTP/1.1" s1` + "\n")
	by, err := logline.ParseUserBy("cookie:sid")
	check(t, err)
	c := newCase(t)
	path := write(t, "a.log", log)
	_, err = Files(t.Context(), c, []string{path},
		Options{Now: now, Format: `$remote_addr [$time_local] "$request" $cookie_sid`, UserBy: by})
	check(t, err)
	if users := query(t, c.Path(), `SELECT key FROM "user"`); len(users) != 1 {
		t.Errorf("%q", users)
	}
	track, err := c.Track(t.Context(), "s1")
	check(t, err)
	check(t, os.WriteFile(path, append(log, "j [01/Feb/2026:00:00:02 +0000] \"GET /x HTTP/1.1\" s1\n"...), 0o600))
	mustLoad(t, c, path) // goes on in the same way
	if users := query(t, c.Path(), `SELECT key FROM "user"`); len(users) != 1 {
		t.Errorf("%q", users)
	}
	for i, event := range track.Events {
		evidence, err := Original(t.Context(), c, event)
		check(t, err)
		if want := bytes.Split(log, []byte{'\n'})[i]; !bytes.Equal(evidence.Raw, want) {
			t.Errorf("%q, want %q", evidence.Raw, want)
		}
	}
}
