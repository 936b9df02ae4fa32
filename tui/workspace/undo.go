package workspace

import (
	"cmp"
	"slices"

	tea "charm.land/bubbletea/v2"

	"spoor/store"
	"spoor/tui/screen"
	"spoor/tui/term"
)

// TakeVerdictBack gives the user of the last verdict that was given here the one that stood before, or all users of
// those that were given at once. The history keeps both. Whoever has been judged by others since keeps what they said.
// What is still being written is taken back when it is.
func (w *Workspace) TakeVerdictBack() (screen.Action, tea.Cmd) {
	if n := len(w.writing); n > 0 {
		w.writing = append(w.writing, &writing{back: true, undoes: w.writing[n-1]})
		return screen.Say(term.Plain, "what was said last is being written, and is then taken back"), nil
	}
	if len(w.written) == 0 {
		return screen.Say(term.Plain, "no verdict was given here that could be taken back"), nil
	}
	back, since := w.lastBack()
	if back == nil {
		return screen.Say(term.Warning, since), nil
	}
	return nil, w.write(back)
}

// lastBack is what takes back what was written last, nil where there is nothing. since says who has judged its users
// since, "" for nobody.
func (w *Workspace) lastBack() (back *writing, since string) {
	if len(w.written) == 0 {
		return nil, ""
	}
	last := w.written[len(w.written)-1]
	w.written = w.written[:len(w.written)-1]
	var given []*writing
	for _, v := range last.all() {
		if now := w.standing(v.User); now.ID != v.stands() {
			since = cmp.Or(since, sinceWords(v.User, now))
			continue
		}
		again := v.before
		again.User, again.Label = v.User, cmp.Or(again.Label, noVerdict)
		given = append(given, &writing{Verdict: again, back: true, again: v.before})
	}
	if len(given) == 0 {
		return nil, since
	}
	given[0].since = since
	return together(given), since
}

// stands is the ID of the verdict that stands once this one is written: 0 where it takes another back.
func (v *writing) stands() int64 {
	if v.Label == noVerdict {
		return 0
	}
	return v.ID
}

// standing is the verdict that stands on a user; where it was only put back here, the one that stood before. Its ID is
// 0 for none.
func (w *Workspace) standing(user string) store.Verdict {
	now := w.Verdicts[user]
	if before, ok := w.again[now.ID]; ok {
		return before
	}
	return now
}

// putBack remembers which verdict one stands for that puts it back: whoever gave that may still take it back.
func (w *Workspace) putBack(v *writing) {
	if !v.back || v.ID == 0 {
		return
	}
	if w.again == nil {
		w.again = map[int64]store.Verdict{}
	}
	stood, ok := w.again[v.again.ID]
	if !ok {
		stood = v.again
	}
	w.again[v.ID] = stood
}

// sinceWords say who has judged a user since, so that it can't be taken back.
func sinceWords(user string, now store.Verdict) string {
	return cmp.Or(now.Author, "somebody") + " has said " + cmp.Or(now.Label, noVerdict) + " of " + user +
		" since; m changes that"
}

// andSince adds who has judged others since to what is said.
func (v *writing) andSince(words string) string {
	if v.since == "" {
		return words
	}
	return words + "; " + v.since
}

// saidAs is how that is drawn.
func (v *writing) saidAs() term.Style {
	if v.since != "" {
		return term.Warning
	}
	return term.Good
}

// undoNext puts what takes a verdict back in the place of those next in line that ask for it. Where what they were to
// undo could not be written there is nothing to do.
func (w *Workspace) undoNext() {
	for len(w.writing) > 0 && w.writing[0].undoes != nil {
		of := w.writing[0].undoes
		w.writing = w.writing[1:]
		if !of.back && !of.done {
			continue
		}
		if back, _ := w.lastBack(); back != nil {
			w.sign(back)
			w.writing = slices.Insert(w.writing, 0, back)
		}
	}
}
