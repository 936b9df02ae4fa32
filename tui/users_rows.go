package tui

import (
	tea "charm.land/bubbletea/v2"

	"spoor/internal/report"
	"spoor/tui/term"
)

// export writes the list as it is filtered and sorted now.
func (u *users) export() (action, tea.Cmd) {
	if !u.work.ready() || len(u.rows) == 0 {
		return say(term.Plain, "the list is empty; there is nothing to export"), nil
	}
	if len(u.work.marks) > 0 {
		return u.exportMarked(), nil
	}
	from, rows, zone := u.work.judged(), u.rows, u.work.clock.Location()
	if u.among != nil {
		among, here := u.among, u.here
		return cover(newExport("users of "+among.kind.one,
			func() *report.Table { return among.table(from, here, rows, zone) })), nil
	}
	return cover(newExport("users",
		func() *report.Table { return report.Users(from.judgement(), rows, zone, report.Whole) })), nil
}

// exportMarked writes those who are marked to a file.
func (u *users) exportMarked() action {
	from, rows, zone := u.work.judged(), u.work.markedRows(), u.work.clock.Location()
	return cover(newExport("marked users", func() *report.Table { return report.Users(from.judgement(), rows, zone, report.Whole) }))
}

func (u *users) grid() *term.Grid { return &u.list }

func (u *users) pending() bool {
	return u.arranging.running() || u.waits && u.work.readingEvents() || u.work.pending()
}

func (u *users) subject() (row int, address string, ok bool) {
	row, ok = u.row()
	if u.among != nil && u.among.kind == &addressPivot {
		address = u.among.key
	}
	return row, address, ok
}

// row is the row of the matrix under the cursor.
func (u *users) row() (int, bool) {
	if u.list.Cursor() >= len(u.rows) {
		return 0, false
	}
	return int(u.rows[u.list.Cursor()]), true
}

func (u *users) verdictMenu(note bool) action {
	row, ok := u.row()
	switch {
	case len(u.work.marks) > 0:
		return cover(newVerdictMenuOfMany(u.work, note))
	case !ok:
		return nil
	}
	return cover(newVerdictMenu(u.work, row, note))
}
