package tui

import (
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/userlist"
)

// mark marks the user under the cursor, or takes the mark off, and goes on to the next.
func (u *users) mark() (screen.Action, tea.Cmd) {
	row, ok := u.row()
	if !ok {
		return nil, nil
	}
	user := u.work.Users.ID[row]
	u.work.marks = maps.Clone(u.work.marks)
	if u.work.marks[user] {
		delete(u.work.marks, user)
	} else {
		u.work.marks[user] = true
	}
	u.markedLast = user
	u.list.Do(term.MoveDown)
	return u.remarked()
}

// markRange marks everybody from the user that was marked last to the one under the cursor.
func (u *users) markRange() (screen.Action, tea.Cmd) {
	from := slices.IndexFunc(u.rows, func(row int32) bool { return u.work.Users.ID[row] == u.markedLast })
	if from < 0 || !u.work.marks[u.markedLast] {
		return screen.Say(term.Plain, "mark the first user of the range with space"), nil
	}
	to := u.list.Cursor()
	u.work.marks = maps.Clone(u.work.marks)
	for _, row := range u.rows[min(from, to) : max(from, to)+1] {
		u.work.marks[u.work.Users.ID[row]] = true
	}
	return u.remarked()
}

// markAll marks everybody in the list, or nobody of it where all are.
func (u *users) markAll() (screen.Action, tea.Cmd) {
	now, all := maps.Clone(u.work.marks), true
	for place := range u.list.Length() {
		user := u.work.Users.ID[u.rows[u.list.Row(place)]]
		all = all && now[user]
		now[user] = true
	}
	if all {
		for place := range u.list.Length() {
			delete(now, u.work.Users.ID[u.rows[u.list.Row(place)]])
		}
	}
	u.work.marks = now
	return u.remarked()
}

func (u *users) unmark() (screen.Action, tea.Cmd) {
	u.work.marks = userlist.Marks{}
	return u.remarked()
}

// remarked says how many users are marked, and makes the list anew where it goes by that.
func (u *users) remarked() (screen.Action, tea.Cmd) {
	words := term.Plural(len(u.work.marks), "user") + " marked; m, M, e, y and your own commands take all of them, U forgets them"
	if len(u.work.marks) == 0 {
		words = "nobody is marked"
	}
	if !u.want.Filter.GoesByMarks() {
		return screen.Say(term.Plain, words), u.settle()
	}
	return screen.Say(term.Plain, words), u.arrange()
}
