package tui

import (
	tea "charm.land/bubbletea/v2"

	"spoor/internal/report"
	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/workspace"
)

// export writes the list as it is filtered and sorted now.
func (u *users) export() (screen.Action, tea.Cmd) {
	if !u.work.Ready() {
		return nil, nil
	}
	if u.work.Marks.Len() > 0 {
		return u.exportMarked(), nil
	}
	from, rows, zone := u.work.Lists(), u.rows, u.work.Clock.Location()
	if u.among != nil {
		among, here := u.among, u.Here
		return screen.Cover(screen.NewExport("users of "+among.One,
			func() *report.Table { return among.Table(from, here, rows, zone) })), nil
	}
	return screen.Cover(screen.NewExport("users",
		func() *report.Table { return report.Users(from.Judgement, rows, zone, report.Whole) })), nil
}

// exportMarked writes those who are marked to a file.
func (u *users) exportMarked() screen.Action {
	from, rows, zone := u.work.Lists(), markedRows(u.work), u.work.Clock.Location()
	return screen.Cover(screen.NewExport("marked users",
		func() *report.Table { return report.Users(from.Judgement, rows, zone, report.Whole) }))
}

func (u *users) Grid() *term.Grid { return &u.list }

func (u *users) Pending() bool {
	return u.arranging.Running() || u.waits && u.readingEvents() || u.work.Pending()
}

func (u *users) Subject() (row int, address string, ok bool) {
	row, ok = u.row()
	if u.among != nil && u.among.Place == "addresses" {
		address = u.among.Key
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

func (u *users) verdictMenu(note bool) screen.Action {
	row, ok := u.row()
	switch {
	case u.work.Marks.Len() > 0:
		return screen.Cover(workspace.NewVerdictMenuOfMany(u.work, note))
	case !ok:
		return nil
	}
	return screen.Cover(workspace.NewVerdictMenu(u.work, row, note))
}
