package workspace

import (
	"fmt"
	"maps"

	tea "charm.land/bubbletea/v2"

	"spoor/internal/engine"
	"spoor/store"
	"spoor/tui/screen"
	"spoor/tui/term"
)

// NewVerdictMenuOfMany lets a person say one thing of all who are marked.
func NewVerdictMenuOfMany(w *Workspace, note bool) *screen.Menu {
	users := w.markedKeys()
	var items []screen.Item
	for _, label := range store.Labels {
		act := w.giveMany(users, label, "")
		if note {
			act = screen.Cover(screen.NewNote("Why "+label+"?", "",
				func(text string) screen.Action { return w.giveMany(users, label, text) }))
		}
		items = append(items, screen.Item{Label: label, Detail: labelHelp[label], Act: act})
	}
	return screen.NewMenu("Verdict on the "+WhoAreMarked(len(users)), items)
}

// WhoAreMarked are so many marked users.
func WhoAreMarked(n int) string {
	if n == 1 {
		return "user who is marked"
	}
	return term.Plural(n, "user") + " who are marked"
}

// markedKeys are the keys of those who are marked, whether they did anything in the window or not.
func (w *Workspace) markedKeys() []string {
	keys := make([]string, 0, w.Marks.Len())
	for row, key := range w.Whole.Key {
		if w.Marks.HasRow(w.Whole, int32(row)) {
			keys = append(keys, key)
		}
	}
	if len(keys) == w.Marks.Len() {
		return keys
	}
	for row, key := range w.Users.Key { // somebody came between the one and the other
		if _, known := w.Whole.Row(key); !known && w.Marks.HasRow(w.Users, int32(row)) {
			keys = append(keys, key)
		}
	}
	return keys
}

// giveMany writes down one verdict on many users. Those on whom somebody else has said something meanwhile are left
// out.
func (w *Workspace) giveMany(users []string, label, note string) screen.Action {
	given := make([]*writing, len(users))
	for i, user := range users {
		given[i] = &writing{Verdict: store.Verdict{User: user, Label: label, Note: note}}
	}
	return w.writeMany(given)
}

// writeMany writes several verdicts, of which there is one, in one step, after those that were given before.
func (w *Workspace) writeMany(given []*writing) screen.Action {
	return func(h screen.Host) tea.Cmd {
		h.Say(term.Dim, "writing "+term.Plural(len(given), "verdict")+"…")
		return w.write(together(given))
	}
}

// wroteMany puts verdicts that have been written under the screens, all at once.
func (w *Workspace) wroteMany(h screen.Host, given []*writing, failed error) tea.Cmd {
	var batch []*writing
	w.Verdicts = maps.Clone(w.Verdicts)
	for _, v := range given {
		switch {
		case v.ID == 0:
			continue // it is not written
		case v.Label == noVerdict:
			delete(w.Verdicts, v.User)
		default:
			w.Verdicts[v.User] = v.Verdict
		}
		w.lastWritten = max(w.lastWritten, v.ID)
		w.putBack(v)
		batch = append(batch, v)
	}
	given[0].done = len(batch) > 0
	w.VerdictsGiven++
	w.suspicious = engine.Suspicious(w.Verdicts)
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
		h.Say(given[0].saidAs(), given[0].andSince(words))
	}
	return tea.Batch(w.Judge(), h.Broadcast(Changed{}))
}
