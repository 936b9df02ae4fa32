package tui

import (
	"fmt"
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"spoor/internal/engine"
	"spoor/store"
	"spoor/tui/screen"
	"spoor/tui/term"
)

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
func newVerdictMenuOfMany(w *workspace, note bool) *screen.Menu {
	users := slices.Sorted(maps.Keys(w.marks))
	var items []screen.Item
	for _, label := range store.Labels {
		act := w.giveMany(users, label, "")
		if note {
			act = screen.Cover(screen.NewNote("Why "+label+"?", "", func(text string) screen.Action { return w.giveMany(users, label, text) }))
		}
		items = append(items, screen.Item{Label: label, Detail: labelHelp[label], Act: act})
	}
	return screen.NewMenu("Verdict on the "+term.Plural(len(users), "user")+" who are marked", items)
}

// giveMany writes down one verdict on many users. Those on whom somebody else has said something meanwhile are left out.
func (w *workspace) giveMany(users []int32, label, note string) screen.Action {
	given := make([]*writing, len(users))
	for i, user := range users {
		given[i] = &writing{Verdict: store.Verdict{User: user, Label: label, Note: note}}
	}
	return w.writeMany(given)
}

// writeMany writes several verdicts, of which there is one, in one step, after those that were given before.
func (w *workspace) writeMany(given []*writing) screen.Action {
	return func(h screen.Host) tea.Cmd {
		h.Say(term.Dim, "writing "+term.Plural(len(given), "verdict")+"…")
		return w.write(together(given))
	}
}

// wroteMany puts verdicts that have been written under the screens, all at once.
func (w *workspace) wroteMany(h screen.Host, given []*writing, failed error) tea.Cmd {
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
		h.Say(term.Warning, words+", "+term.Count(left)+" not: "+failed.Error())
	case len(batch) > 0 && !batch[0].back:
		h.Say(term.Good, words+"; u takes them back")
	default:
		h.Say(term.Good, words)
	}
	return tea.Batch(w.judge(), h.Broadcast(workChanged{}))
}

// markedCopies are what can be copied of those who are marked.
func (w *workspace) markedCopies() []screen.Item {
	rows := w.markedRows()
	if len(rows) == 0 {
		return nil
	}
	keys := make([]string, len(rows))
	for i, row := range rows {
		keys[i] = w.Users.Key[row]
	}
	return []screen.Item{{Label: "marked", Detail: "the keys of the " + term.Plural(len(rows), "user") + " who are marked, a line each",
		Act: screen.Copy("the keys", keys...)}}
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
	a.Say(term.Dim, c.Name+" runs on "+term.Plural(len(commands), "user"))
	return func() tea.Msg {
		output := &firstBytes{left: ownOutput}
		commands.SetStdout(output)
		commands.SetStderr(output)
		err := commands.Run()
		return ownDone{c, string(output.text), err}
	}
}
