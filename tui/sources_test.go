package tui

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"spoor/store"
	"spoor/tui/term"
)

// TestSourceTable works out the lines of a rotated log, a stream without events and a log that lost lines.
func TestSourceTable(t *testing.T) {
	march := caseStart.UnixMilli()
	table := sourceTable([]store.Source{
		{ID: 1, Path: "/logs/access.log", Format: "combined", State: store.Complete, Bytes: 3 << 19, Lines: 10, Events: 7, Rejects: 2, Blank: 1,
			First: march, Last: march + 2*3_600_000, ZoneAssumed: true, Encoding: "euc-kr"},
		{ID: 2, Path: "-", State: store.Loading, Lines: 1, Rejects: 1},
		{ID: 3, Path: "/logs/access.log", Format: "combined", State: store.Complete, Lines: 5, Events: 3, First: march, Last: march},
	}, term.Clock{})
	want := []string{
		"access.log 10 7 2 1 adds up complete combined 2003-03-01 2003-03-01 1.5 3.5 1 of 2 assumed euc-kr /logs/access.log",
		"- 1 0 1 0 adds up loading  <nil> <nil> 0 NaN   utf-8 -",
		"access.log 5 3 0 0 2 missing complete combined 2003-03-01 2003-03-01 0 NaN 2 of 2  utf-8 /logs/access.log",
	}
	for i, row := range table.Rows {
		var cells []string
		for _, cell := range row {
			cells = append(cells, fmt.Sprint(cell))
		}
		if got := strings.Join(cells, " "); got != want[i] {
			t.Errorf("line %d is\n%s\nnot\n%s", i, got, want[i])
		}
	}
	if x := rate(store.Source{}); !math.IsNaN(x) {
		t.Errorf("nothing has a rate of %v", x)
	}
}

func TestSourcesLeadToTheirRejects(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "o", "enter")
	r, ok := a.top().(*rejects)
	if !ok || r.of.ID != 1 || len(r.lines) != 3 || crumbs(a) != "Sources › Rejects of access.log" {
		t.Fatalf("enter leads to %s", crumbs(a))
	}
	want := []store.ReasonCount{{Reason: "no match", Count: 2}, {Reason: "bad timestamp", Count: 1}}
	if !slices.Equal(r.counts, want) {
		t.Errorf("the reasons are %v", r.counts)
	}
	press(a, "esc")
	a.work.sources = []store.Source{{ID: 1, Path: "a.log"}}
	drain(a, a.broadcast(workChanged{}))
	press(a, "enter")
	if !strings.Contains(a.note, "every line of it") || len(a.stack) != 2 {
		t.Errorf("a source without rejects leads to %s: %q", crumbs(a), a.note)
	}
}
