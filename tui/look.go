package tui

import (
	"context"
	"math"
	"slices"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/store"
)

// footing is what the screens stand on: the users as they were measured, and how far the case had come by then. None of it is ever
// changed but replaced, since tasks read it.
type footing struct {
	window   analysis.Window // the part of the case's time that is on screen; the zero value is all of it
	at       store.Position
	sources  []store.Source
	whole    *analysis.Matrix // by everything that they did
	users    *analysis.Matrix // by what they did in the window
	segments []analysis.Segment
	measured [analysis.RuleCount]bool // whether anybody has a value
}

// measure makes the footing for a window. What from has measured before is only brought up to date.
func measure(ctx context.Context, source Case, from footing, window analysis.Window) (f footing, err error) {
	f = footing{window: window}
	if f.at, f.whole, err = upToDate(ctx, source, from); err != nil {
		return f, err
	}
	if f.sources, err = source.Sources(ctx); err != nil {
		return f, err
	}
	f.users = f.whole
	if window != (analysis.Window{}) {
		if f.users, err = source.MatrixBetween(ctx, window); err != nil {
			return f, err
		}
	}
	f.segments = analysis.Segments(f.users)
	for r := range f.measured {
		f.measured[r] = slices.ContainsFunc(f.users.X[r], func(x float64) bool { return !math.IsNaN(x) })
	}
	return f, nil
}

// upToDate measures the whole case, and says how far it had come by then. A matrix of an unknown place, as a load gives it, is taken
// only if every event of the case is in it.
func upToDate(ctx context.Context, source Case, from footing) (store.Position, *analysis.Matrix, error) {
	if from.users != nil {
		users, at, err := source.Refresh(ctx, from.whole, from.at)
		return at, users, err
	}
	at, err := source.Position(ctx) // before the matrix is read: what comes in between is measured twice, and not never
	if err != nil || from.whole != nil && events(from.whole) == at.Events {
		return at, from.whole, err
	}
	users, err := source.Matrix(ctx)
	return at, users, err
}

// events is how many events a matrix was measured by.
func events(m *analysis.Matrix) (n int64) {
	for _, of := range m.Events {
		n += int64(of)
	}
	return n
}

// look is another footing with everything that follows from it, made outside the event loop.
type look struct {
	footing
	judgement
	against  standard
	verdicts map[int32]store.Verdict
	replaced replaced
	heard    int    // verdicts given until it was begun
	note     action // what is said of it
}

// replaced tells the screens that other users are under them: who holds rows has to find them again. It comes before workChanged.
type replaced struct {
	before *analysis.Matrix // that the rows held until now are of
	rows   []int32          // by row of it: the row now, -1 for a user who is no longer there
}

// row is where a row is now, -1 if its user is no longer there.
func (r replaced) row(was int32) int32 { return r.rows[was] }

// all are the rows of users who are still there, in the order that they had.
func (r replaced) all(were []int32) []int32 {
	now := make([]int32, 0, len(were))
	for _, row := range were {
		if r.rows[row] >= 0 {
			now = append(now, r.rows[row])
		}
	}
	return now
}

// look measures the users in a window, with what has come in since, and puts them under the open screens once they are judged.
// Until then the screens stay as they are. note makes what is said when it is done; it is called outside the event loop.
func (w *workspace) look(window analysis.Window, note func(before, now footing) action) tea.Cmd {
	if !w.ready() {
		return nil
	}
	source, before, from, heard := w.source, w.footing, w.hearing(), w.heard
	return w.looking.start(w.ctx, 0, func(ctx context.Context) (l look, err error) {
		l.heard = heard
		if l.footing, err = measure(ctx, source, before, window); err != nil {
			return l, err
		}
		if l.verdicts, err = source.Verdicts(ctx); err != nil {
			return l, err
		}
		l.against = from.against.anew(suspicious(l.verdicts))
		l.judgement = hearing{footing: l.footing, against: l.against, saved: from.saved, rules: from.rules, verdicts: l.verdicts}.judge()
		l.replaced = replaced{before.users, followed(before.users, l.users)}
		l.note = note(before, l.footing)
		return l, nil
	})
}

// looked puts a look under the screens. What a person has turned or said meanwhile stands, and is judged at once.
func (w *workspace) looked(msg loaded[look]) (news []tea.Msg, cmd tea.Cmd) {
	if !w.looking.accept(msg) {
		return nil, nil
	}
	if msg.err != nil {
		return nil, func() tea.Msg { return say(warning, "nothing has changed: "+msg.err.Error()) }
	}
	l := &msg.value
	w.judging.stop()
	w.guessing.stop()
	current := l.against.baseline == w.against.baseline && l.now.Set == w.rules
	if l.against.baseline == w.against.baseline {
		w.against = l.against
		w.against.keep(l.judgement)
	} else {
		w.against = w.against.anew(w.against.suspicious)
	}
	w.footing, w.judgement, w.chances = l.footing, l.judgement, map[analysis.RuleSet]chance{}
	if l.heard == w.heard {
		w.verdicts, w.suspicious = l.verdicts, suspicious(l.verdicts)
	}
	if current && l.heard == w.heard {
		cmd = w.guess()
	} else {
		cmd = w.judge()
	}
	return []tea.Msg{l.replaced, workChanged{}}, tea.Batch(cmd, func() tea.Msg { return l.note })
}

// followed says by row of one matrix where its user is in another. Both are in the order of the keys.
func followed(from, to *analysis.Matrix) []int32 {
	rows := make([]int32, from.Len())
	at := 0
	for row, key := range from.Key {
		for at < to.Len() && to.Key[at] < key {
			at++
		}
		rows[row] = -1
		if at < to.Len() && to.Key[at] == key {
			rows[row] = int32(at)
		}
	}
	return rows
}
