package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"spoor/store/model"
	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/workspace"
)

// mark marks the user under the cursor, or takes the mark off, and goes on to the next.
func (u *users) mark() (screen.Action, tea.Cmd) {
	row, ok := u.row()
	if !ok {
		return nil, nil
	}
	users, marks := u.work.Users, u.work.Marks.Clone()
	if marks.HasRow(users, int32(row)) {
		marks.RemoveRow(users, int32(row))
	} else {
		marks.AddRow(users, int32(row))
	}
	u.work.Marks, u.markedLast = marks, users.Key[row]
	u.list.Do(term.MoveDown)
	return u.remarked()
}

// markRange marks everybody from the user that was marked last to the one under the cursor.
func (u *users) markRange() (screen.Action, tea.Cmd) {
	if _, ok := u.row(); !ok {
		return nil, nil
	}
	users, from := u.work.Users, -1
	if last, there := users.Row(u.markedLast); there && u.work.Marks.HasRow(users, int32(last)) {
		from = slices.Index(u.rows, int32(last))
	}
	if from < 0 {
		return screen.Say(term.Plain, "mark the first user of the range with space"), nil
	}
	to, marks := u.list.Cursor(), u.work.Marks.Clone()
	for _, row := range u.rows[min(from, to) : max(from, to)+1] {
		marks.AddRow(users, int32(row))
	}
	u.work.Marks = marks
	return u.remarked()
}

// markAll marks everybody in the list, or nobody of it where all are.
func (u *users) markAll() (screen.Action, tea.Cmd) {
	users, now, all := u.work.Users, u.work.Marks.Clone(), true
	for place := range u.list.Length() {
		row := u.rows[u.list.Row(place)]
		all = all && now.HasRow(users, row)
		now.AddRow(users, row)
	}
	if all {
		for place := range u.list.Length() {
			now.RemoveRow(users, u.rows[u.list.Row(place)])
		}
	}
	u.work.Marks = now
	return u.remarked()
}

func (u *users) unmark() (screen.Action, tea.Cmd) {
	u.work.Marks = model.UserSet{}
	return u.remarked()
}

// remarked says how many users are marked, and makes the list anew if its filter goes by that.
func (u *users) remarked() (screen.Action, tea.Cmd) {
	words := term.Plural(u.work.Marks.Len(), "user") +
		" marked; m, M, e, y and your own commands take all of them, U forgets them"
	if u.work.Marks.Len() == 0 {
		words = "nobody is marked"
	}
	if !u.want.Filter.GoesByMarks() {
		return screen.Say(term.Plain, words), u.settle()
	}
	return screen.Say(term.Plain, words), u.arrange()
}

// markedRows are the rows of those who are marked, ranked.
func markedRows(w *workspace.Workspace) (rows []int32) {
	for _, row := range w.Now.Order {
		if w.Marks.HasRow(w.Users, row) {
			rows = append(rows, row)
		}
	}
	return rows
}

// markedCopies are what can be copied of those who are marked.
func markedCopies(w *workspace.Workspace) []screen.Item {
	rows := markedRows(w)
	if len(rows) == 0 {
		return nil
	}
	keys := make([]string, len(rows))
	for i, row := range rows {
		keys[i] = w.Users.Key[row]
	}
	return []screen.Item{{Label: "marked",
		Detail: "the keys of the " + workspace.WhoAreMarked(len(rows)) + ", a line each",
		Act:    screen.Copy("the keys", keys...)}}
}
