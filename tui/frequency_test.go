package tui

import (
	"slices"
	"testing"

	"spoor/tui/screen"
	"spoor/tui/term"
)

// TestColumnsThatSayNothingAreNotCounted offers the columns of a list, of which one is a picture, one is empty and one
// begins with empty cells.
func TestColumnsThatSayNothingAreNotCounted(t *testing.T) {
	cell := func(words ...string) func(term.Pen, int) {
		return func(p term.Pen, row int) { p.Data(term.Plain, words[row]) }
	}
	g := &term.Grid{Columns: []term.Column{
		{Title: "name", Width: 5, Cell: cell("kim", "lee", "ahn")},
		{Name: "bar", Width: 5, Picture: true, Cell: func(p term.Pen, _ int) { p.Bar(term.Chart, 1, 5) }},
		{Title: "note", Width: 5, Cell: cell("", "", "")},
		{Title: "gap", Width: 5, Cell: cell("", "+2s", "+3s")},
	}}
	g.Resize(40, 10)
	g.SetLength(3)
	a := shown(t, newFakeCase(), 120, 40)
	drain(a, a.Apply(chooseCounted(a.work, g)))
	var offered []string
	for _, item := range a.overlay.(*screen.Menu).Choices() {
		offered = append(offered, item.Label+": "+item.Detail)
	}
	if want := []string{"name: such as kim", "gap: such as +2s"}; !slices.Equal(offered, want) {
		t.Errorf("offered %q, want %q", offered, want)
	}
}
