package user

import (
	"spoor/internal/report"
	"spoor/store"
	"spoor/tui/screen"
	"spoor/tui/term"
)

// verdict is line i of the verdicts, the newest first.
func (u *user) verdict(i int) store.Verdict { return u.about.Verdicts[len(u.about.Verdicts)-1-i] }

// drawNotes writes the history of verdicts.
func (u *user) drawNotes(a term.Area) {
	if len(u.about.Verdicts) == 0 {
		a.Line(0).Own(term.Dim, " no verdict yet; m gives one, M with a note")
	}
	u.lists[notesTab].Draw(a)
}

// noteColumns are the columns of the history of verdicts.
func (u *user) noteColumns() []term.Column {
	return []term.Column{
		{Title: "verdict", Width: 10, Cell: func(p term.Pen, row int) { p.Data(term.Plain, u.verdict(row).Label) }},
		{Title: "when", Width: 24, Rank: 2,
			Cell: func(p term.Pen, row int) { p.Own(term.Dim, u.work.Clock.DateTime(u.verdict(row).At)) }},
		{Title: "by", Width: 10, Rank: 1, Cell: func(p term.Pen, row int) { p.Data(term.Dim, u.verdict(row).Author) }},
		{Title: "note", Width: 10, Stretch: true,
			Cell: func(p term.Pen, row int) { p.Data(term.Plain, u.verdict(row).Note) }},
	}
}

// openNote shows a verdict's note in full.
func (u *user) openNote(i int) screen.Action {
	v := u.verdict(i)
	if v.Note == "" {
		return screen.Say(term.Plain, "there is no note with this verdict")
	}
	return screen.Cover(screen.NewReader(v.Label+", "+u.work.Clock.DateTime(v.At), v.Note))
}

// noteTable is the history of verdicts as a file holds it.
func (u *user) noteTable() *report.Table {
	newest := make([]store.Verdict, len(u.about.Verdicts))
	for i := range newest {
		newest[i] = u.verdict(i)
	}
	return report.Verdicts(newest, u.work.Clock.Location())
}
