package tui

import (
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/userlist"
	"spoor/tui/workspace"
)

// mark marks the user under the cursor, or takes the mark off, and goes on to the next.
func (u *users) mark() (screen.Action, tea.Cmd) {
	row, ok := u.row()
	if !ok {
		return nil, nil
	}
	user := u.work.Users.Key[row]
	u.work.Marks = maps.Clone(u.work.Marks)
	if u.work.Marks[user] {
		delete(u.work.Marks, user)
	} else {
		u.work.Marks[user] = true
	}
	u.markedLast = user
	u.list.Do(term.MoveDown)
	return u.remarked()
}

// markRange marks everybody from the user that was marked last to the one under the cursor.
func (u *users) markRange() (screen.Action, tea.Cmd) {
	from := slices.IndexFunc(u.rows, func(row int32) bool { return u.work.Users.Key[row] == u.markedLast })
	if from < 0 || !u.work.Marks[u.markedLast] {
		return screen.Say(term.Plain, "mark the first user of the range with space"), nil
	}
	to := u.list.Cursor()
	u.work.Marks = maps.Clone(u.work.Marks)
	for _, row := range u.rows[min(from, to) : max(from, to)+1] {
		u.work.Marks[u.work.Users.Key[row]] = true
	}
	return u.remarked()
}

// markAll marks everybody in the list, or nobody of it where all are.
func (u *users) markAll() (screen.Action, tea.Cmd) {
	now, all := maps.Clone(u.work.Marks), true
	for place := range u.list.Length() {
		user := u.work.Users.Key[u.rows[u.list.Row(place)]]
		all = all && now[user]
		now[user] = true
	}
	if all {
		for place := range u.list.Length() {
			delete(now, u.work.Users.Key[u.rows[u.list.Row(place)]])
		}
	}
	u.work.Marks = now
	return u.remarked()
}

func (u *users) unmark() (screen.Action, tea.Cmd) {
	u.work.Marks = userlist.Marks{}
	return u.remarked()
}

// remarked says how many users are marked, and makes the list anew where it goes by that.
func (u *users) remarked() (screen.Action, tea.Cmd) {
	words := term.Plural(len(u.work.Marks), "user") +
		" marked; m, M, e, y and your own commands take all of them, U forgets them"
	if len(u.work.Marks) == 0 {
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
		if w.Marks[w.Users.Key[row]] {
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
		Detail: "the keys of the " + term.Plural(len(rows), "user") + " who are marked, a line each",
		Act:    screen.Copy("the keys", keys...)}}
}
