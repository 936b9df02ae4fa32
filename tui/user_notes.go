package tui

import (
	"spoor/internal/report"
	"spoor/store"
)

// verdict is line i of the verdicts, the newest first.
func (u *user) verdict(i int) store.Verdict { return u.about.Verdicts[len(u.about.Verdicts)-1-i] }

// drawNotes writes the history of verdicts.
func (u *user) drawNotes(a area) {
	if len(u.about.Verdicts) == 0 {
		a.line(0).own(dim, " no verdict yet; m gives one, M with a note")
	}
	u.lists[notesTab].draw(a)
}

// noteColumns are the columns of the history of verdicts.
func (u *user) noteColumns() []column {
	return []column{
		{title: "verdict", width: 10, cell: func(p pen, row int) { p.data(plain, u.verdict(row).Label) }},
		{title: "when", width: 24, rank: 2, cell: func(p pen, row int) { p.own(dim, u.work.clock.full(u.verdict(row).At)) }},
		{title: "by", width: 10, rank: 1, cell: func(p pen, row int) { p.data(dim, u.verdict(row).Author) }},
		{title: "note", width: 10, stretch: true, cell: func(p pen, row int) { p.data(plain, u.verdict(row).Note) }},
	}
}

// noteTable is the history of verdicts as a file holds it.
func (u *user) noteTable() *report.Table {
	t := &report.Table{Title: "verdicts", Columns: []report.Column{{Name: "verdict"}, {Name: "at"}, {Name: "author"}, {Name: "note"}}}
	for i := range u.about.Verdicts {
		v := u.verdict(i)
		t.Rows = append(t.Rows, []report.Cell{v.Label, u.work.clock.at(v.At), v.Author, v.Note})
	}
	return t
}
