package report

import (
	"math"
	"strings"
	"testing"
	"time"

	"spoor/store"
)

// TestSourceTable works out the lines of a rotated log, a stream without events and a log that lost lines.
func TestSourceTable(t *testing.T) {
	march := time.Date(2003, 3, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	table := Sources([]store.Source{
		{ID: 1, Path: "/logs/access.log", Format: "combined", State: store.Complete, Bytes: 3 << 19, Lines: 10, Events: 7,
			Rejects: 2, Blank: 1,
			First: march, Last: march + 2*3_600_000, ZoneAssumed: true, Encoding: "euc-kr"},
		{ID: 2, Path: "-", State: store.Loading, Lines: 1, Rejects: 1},
		{ID: 3, Path: "/logs/access.log", Format: "combined", State: store.Complete, Lines: 5, Events: 3, First: march,
			Last: march},
	}, time.UTC)
	want := []string{
		"access.log 10 7 2 1 adds up complete combined 2003-03-01 2003-03-01 1.5 3.5 1 of 2 assumed euc-kr /logs/access.log",
		"- 1 0 1 0 adds up loading  – – 0.0 –   utf-8 -",
		"access.log 5 3 0 0 2 missing complete combined 2003-03-01 2003-03-01 0.0 – 2 of 2  utf-8 /logs/access.log",
	}
	for i, row := range table.Rows {
		var cells []string
		for j, cell := range row {
			cells = append(cells, table.Columns[j].Text(cell))
		}
		if got := strings.Join(cells, " "); got != want[i] {
			t.Errorf("line %d is\n%s\nnot\n%s", i, got, want[i])
		}
	}
	if x := rate(&store.Source{}); !math.IsNaN(x) {
		t.Errorf("nothing has a rate of %v", x)
	}
}
