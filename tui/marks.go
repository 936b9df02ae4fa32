package tui

import (
	"fmt"
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"spoor/internal/engine"
	"spoor/internal/report"
	"spoor/store"
	"spoor/tui/term"
)

// marks are the users that somebody has marked to do something with all of them, by number. They are the same on every
// list of users. Like verdicts they are replaced, not changed, since tasks read them.
type marks map[int32]bool

// marked reports whether the user in a row of the matrix is marked.
func (j judged) marked(row int32) bool { return j.marks[j.users.ID[row]] }

// mark marks the user under the cursor, or takes the mark off, and goes on to the next.
func (u *users) mark() (action, tea.Cmd) {
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
func (u *users) markRange() (action, tea.Cmd) {
	from := slices.IndexFunc(u.rows, func(row int32) bool { return u.work.Users.ID[row] == u.markedLast })
	if from < 0 || !u.work.marks[u.markedLast] {
		return say(term.Plain, "mark the first user of the range with space"), nil
	}
	to := u.list.Cursor()
	u.work.marks = maps.Clone(u.work.marks)
	for _, row := range u.rows[min(from, to) : max(from, to)+1] {
		u.work.marks[u.work.Users.ID[row]] = true
	}
	return u.remarked()
}

// markAll marks everybody in the list, or nobody of it where all are.
func (u *users) markAll() (action, tea.Cmd) {
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

func (u *users) unmark() (action, tea.Cmd) {
	u.work.marks = marks{}
	return u.remarked()
}

// remarked says how many users are marked, and makes the list anew where it goes by that.
func (u *users) remarked() (action, tea.Cmd) {
	words := term.Plural(len(u.work.marks), "user") + " marked; m, M, e, y and your own commands take all of them, U forgets them"
	if len(u.work.marks) == 0 {
		words = "nobody is marked"
	}
	if !u.want.filter.goesByMarks() {
		return say(term.Plain, words), u.settle()
	}
	return say(term.Plain, words), u.arrange()
}

// goesByMarks reports whether the filter has the word marked.
func (f filter) goesByMarks() bool { return slices.ContainsFunc(f.words, isMarked) }

func isMarked(word string) bool { return word == "marked" }

// markedRows are the rows of those who are marked, ranked.
func (w *workspace) markedRows() (rows []int32) {
	for _, row := range w.now.Order {
		if w.marks[w.Users.ID[row]] {
			rows = append(rows, row)
		}
	}
	return rows
}

// markedWords say in the footer of a list of users how many are marked.
func (a *app) markedWords() string {
	if _, ok := a.top().(*users); !ok || len(a.work.marks) == 0 {
		return ""
	}
	return "✓ " + term.Count(len(a.work.marks)) + "  "
}

// newVerdictMenuOfMany lets a person say one thing of all who are marked.
func newVerdictMenuOfMany(w *workspace, note bool) *menu {
	users := slices.Sorted(maps.Keys(w.marks))
	var items []item
	for _, label := range store.Labels {
		act := w.giveMany(users, label, "")
		if note {
			act = cover(newNote("Why "+label+"?", "", func(text string) action { return w.giveMany(users, label, text) }))
		}
		items = append(items, item{label, labelHelp[label], act})
	}
	return newMenu("Verdict on the "+term.Plural(len(users), "user")+" who are marked", items)
}

// giveMany writes down one verdict on many users. Those on whom somebody else has said something meanwhile are left out.
func (w *workspace) giveMany(users []int32, label, note string) action {
	given := make([]*writing, len(users))
	for i, user := range users {
		given[i] = &writing{Verdict: store.Verdict{User: user, Label: label, Note: note}}
	}
	return w.writeMany(given)
}

// writeMany writes several verdicts, of which there is one, in one step, after those that were given before.
func (w *workspace) writeMany(given []*writing) action {
	return func(h host) tea.Cmd {
		h.say(term.Dim, "writing "+term.Plural(len(given), "verdict")+"…")
		return w.write(together(given))
	}
}

// wroteMany puts verdicts that have been written under the screens, all at once.
func (w *workspace) wroteMany(h host, given []*writing, failed error) tea.Cmd {
	var batch []*writing
	w.verdicts = maps.Clone(w.verdicts)
	for _, v := range given {
		switch {
		case v.ID == 0:
			continue // it is not written
		case v.Label == noVerdict:
			delete(w.verdicts, v.User)
		default:
			w.verdicts[v.User] = v.Verdict
		}
		w.lastWritten = max(w.lastWritten, v.ID)
		batch = append(batch, v)
	}
	given[0].done = len(batch) > 0
	w.verdictsGiven++
	w.suspicious = engine.Suspicious(w.verdicts)
	if len(batch) > 0 && !batch[0].back {
		batch[0].with = batch[1:]
		w.written = append(w.written, batch[0])
	}
	words := fmt.Sprintf("%s written", term.Plural(len(batch), "verdict"))
	switch left := len(given) - len(batch); {
	case left > 0 && failed != nil:
		h.say(term.Warning, words+", "+term.Count(left)+" not: "+failed.Error())
	case len(batch) > 0 && !batch[0].back:
		h.say(term.Good, words+"; u takes them back")
	default:
		h.say(term.Good, words)
	}
	return tea.Batch(w.judge(), h.broadcast(workChanged{}))
}

// exportMarked writes those who are marked to a file.
func (u *users) exportMarked() action {
	from, rows, zone := u.work.judged(), u.work.markedRows(), u.work.clock.Location()
	return cover(newExport("marked users", func() *report.Table { return report.Users(from.judgement(), rows, zone, report.Whole) }))
}

// markedCopies are what can be copied of those who are marked.
func (w *workspace) markedCopies() []item {
	rows := w.markedRows()
	if len(rows) == 0 {
		return nil
	}
	keys := make([]string, len(rows))
	for i, row := range rows {
		keys[i] = w.Users.Key[row]
	}
	return []item{{"marked", "the keys of the " + term.Plural(len(rows), "user") + " who are marked, a line each",
		copied("the keys", keys...)}}
}

// runOnMarked runs a command of one's own on each user who is marked, one after the other.
func (a *app) runOnMarked(c OwnCommand) tea.Cmd {
	var commands term.InTurn
	for _, row := range a.work.markedRows() {
		commands = append(commands, shell(a.work.ctx, c.Run, a.work.ownEnvironment(int(row), "")))
	}
	if !c.Background {
		return tea.Exec(commands, func(err error) tea.Msg { return ownDone{c, "", err} })
	}
	a.say(term.Dim, c.Name+" runs on "+term.Plural(len(commands), "user"))
	return func() tea.Msg {
		output := &firstBytes{left: ownOutput}
		commands.SetStdout(output)
		commands.SetStderr(output)
		err := commands.Run()
		return ownDone{c, string(output.text), err}
	}
}
