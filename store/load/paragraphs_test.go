package load

import (
	"strings"
	"testing"
)

func TestParagraphsBecomeObjects(t *testing.T) {
	first, second := `{"time":"2026-03-01T10:00:00Z","user":"ann"}`, `{"time":"2026-03-01T10:00:01Z","user":"bob"}`
	stars := strings.Repeat("*", 27)
	converts(t, []conversionTest{
		{
			"MySQL's \\G, in whose values lines look like fields",
			stars + " 1. row " + stars + "\n time: 2026-03-01T10:00:00Z\n user: ann\nuser: eve\n note: NULL\n" +
				stars + " 2. row " + stars + "\n time: 2026-03-01T10:00:01Z\n user: bob\n",
			"\n\n\n\n" + first + "\n\n\n" + second + "\n",
		},
		{
			"\\x of psql",
			"-[ RECORD 1 ]--------------\ntime | 2026-03-01T10:00:00Z\nuser | ann\n" +
				"-[ RECORD 2 ]---\ntime | 2026-03-01T10:00:01Z\nuser | bob",
			"\n\n" + first + "\n\n\n" + second + "\n",
		},
		{
			"FreeRADIUS, detail",
			"Sun Mar  1 10:00:00 2026\n\tUser-Name = \"ann\"\n\tTimestamp = 1772359200\n\n" +
				"Sun Mar  1 10:00:01 2026\n\tUser-Name = \"bob\"\n",
			"\n\n" + `{"time":"Sun Mar  1 10:00:00 2026","User-Name":"ann","Timestamp":"1772359200"}` + "\n\n\n" +
				`{"time":"Sun Mar  1 10:00:01 2026","User-Name":"bob"}` + "\n",
		},
		{
			"a list of YAML",
			"# events\n- time: 2026-03-01T10:00:00Z\n  user: \"a: \\\"b\\\"\"\n  client:\n    ip: 192.0.2.1\n" +
				"- time: 2026-03-01T10:00:01Z # later\n  user: 'o''neil'\n  item: null\n",
			"# events\n\n\n\n" + `{"time":"2026-03-01T10:00:00Z","user":"a: \"b\"","client.ip":"192.0.2.1"}` + "\n\n\n" +
				`{"time":"2026-03-01T10:00:01Z","user":"o'neil"}` + "\n",
		},
		{
			"documents of YAML",
			"---\ntime: 2026-03-01T10:00:00Z\nuser: ann\n---\ntime: 2026-03-01T10:00:01Z\nuser: bob\n",
			"\n\n" + first + "\n\n\n" + second + "\n",
		},
	})
}
