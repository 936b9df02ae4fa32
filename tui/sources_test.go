package tui

import (
	"slices"
	"strings"
	"testing"

	"spoor/store"
	"spoor/tui/workspace"
)

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
	a.work.Sources = []store.Source{{ID: 1, Path: "a.log"}}
	drain(a, a.Broadcast(workspace.Changed{}))
	press(a, "enter")
	if !strings.Contains(a.note, "every line of it") || len(a.stack) != 2 {
		t.Errorf("a source without rejects leads to %s: %q", crumbs(a), a.note)
	}
}
