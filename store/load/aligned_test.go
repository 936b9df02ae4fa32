package load

import "testing"

func TestAlignedTablesBecomeObjects(t *testing.T) {
	converts(t, []conversionTest{
		{
			"column -t, with an empty value and a number to the right",
			"TIME                  USER  EVENT  BYTES  ITEM\n" +
				"2026-03-01T10:00:00Z  ann   view       7  page one\n" +
				"2026-03-01T10:00:01Z        buy    12345  b\n",
			"\n" + `{"TIME":"2026-03-01T10:00:00Z","USER":"ann","EVENT":"view","BYTES":"7","ITEM":"page one"}` + "\n" +
				`{"TIME":"2026-03-01T10:00:01Z","EVENT":"buy","BYTES":"12345","ITEM":"b"}` + "\n",
		},
		{
			"sqlcmd, with names that have one blank between them",
			"\ntime                user event\n------------------- ---- -----\n2026-03-01 10:00:00 ann  view \n" +
				"2026-03-01 10:00:01 NULL buy\n\n(2 rows affected)\n",
			"\n\n\n" + `{"time":"2026-03-01 10:00:00","user":"ann","event":"view"}` + "\n" +
				`{"time":"2026-03-01 10:00:01","event":"buy"}` + "\n",
		},
		{
			"PowerShell, whose lines are as long as the names",
			"\nTime                User  Event\n----                ----  -----\n2026-03-01 10:00:00 ann   view\n" +
				"2026-03-01 10:00:01 bobby buy\n\n",
			"\n\n\n" + `{"Time":"2026-03-01 10:00:00","User":"ann","Event":"view"}` + "\n" +
				`{"Time":"2026-03-01 10:00:01","User":"bobby","Event":"buy"}` + "\n",
		},
		{
			"letters of more than one byte",
			"TIME                  USER   EVENT\n2026-03-01T10:00:00Z  Jörg   view\n2026-03-01T10:00:01Z  Zoë Ö  buy\n",
			"\n" + `{"TIME":"2026-03-01T10:00:00Z","USER":"Jörg","EVENT":"view"}` + "\n" +
				`{"TIME":"2026-03-01T10:00:01Z","USER":"Zoë Ö","EVENT":"buy"}` + "\n",
		},
	})
}

func TestWhatIsNoAlignedTable(t *testing.T) {
	convertsNone(t,
		"",
		"time  user  event\n",
		"time  user  event\n2026-03-01T10:00:00Z ann view\n2026-03-01T10:00:01Z bob buy\n",
		"Server  starts  now\nall is well with it, so far\nand it goes on\n",
		"ann  pts/0  192.0.2.1  Sun Mar  1 10:00:00 2026\nbob  pts/1  192.0.2.2  Sun Mar  1 10:00:00 2026\n",
		"time,  user,  event\nx   y   z\n",
	)
}

// TestLinesThatAreNotAlignedStay has a value behind the sample that reaches into the next column.
func TestLinesThatAreNotAlignedStay(t *testing.T) {
	table := aligned{names: []string{"a", "b"}, starts: []int{0, 4}, skip: 1}
	if got := string(table.record([]byte("abcdef"), 2)); got != "abcdef" {
		t.Error(got)
	}
	if got := string(table.record([]byte("abc def"), 2)); got != `{"a":"abc","b":"def"}` {
		t.Error(got)
	}
}
