package tui

import (
	"context"
	"slices"
	"sync/atomic"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/internal/engine"
	"spoor/store"
	"spoor/tui/term"
)

// measureSettings says how the users of a snapshot are measured.
type measureSettings struct {
	window analysis.Window         // the part of the case's time that counts; the zero value is all of it
	saved  analysis.MeasureOptions // of the rules that the case was opened with
	now    analysis.MeasureOptions // of the rules as they are turned
}

// snapshot is what the screens stand on: the users as they were measured, and how far the case had come by then. None
// of it is ever changed but replaced, since tasks read it.
type snapshot struct {
	measureSettings
	at       store.Watermark
	sources  []store.Source
	whole    *analysis.Matrix // the case as it is without a window and without rules
	base     *analysis.Matrix // in the window, as the rules measure that the case was opened with
	users    *analysis.Matrix // in the window, as the rules measure that are in force
	segments []analysis.Segment
	measured [analysis.MostRules]bool // whether anybody has a value
}

// measure makes a snapshot. What from has measured before is only brought up to date. progress is of the events that
// are read again.
func measure(ctx context.Context, source Case, from snapshot, how measureSettings,
	progress func(done, total int64)) (f snapshot, err error) {
	f = snapshot{measureSettings: how}
	if f.at, f.whole, err = upToDate(ctx, source, from, progress); err != nil {
		return f, err
	}
	if f.sources, err = source.Sources(ctx); err != nil {
		return f, err
	}
	if f.base, err = f.measureAs(ctx, source, from, how.saved, progress); err != nil {
		return f, err
	}
	f.users = f.base
	if how.now != how.saved {
		if f.users, err = f.measureAs(ctx, source, from, how.now, progress); err != nil {
			return f, err
		}
	}
	if !slices.Equal(f.base.Key, f.users.Key) { // somebody came between the one and the other
		f.base = f.users
	}
	f.segments = analysis.Segments(f.users)
	for r := range f.users.Rules() {
		f.measured[r] = f.users.Tells(r)
	}
	return f, nil
}

// measureAs measures the users of the window in one way, by what from has already where that serves.
func (f *snapshot) measureAs(ctx context.Context, source Case, from snapshot, measuring analysis.MeasureOptions,
	progress func(done, total int64)) (*analysis.Matrix, error) {
	whole := f.window == (analysis.Window{})
	for _, m := range []*analysis.Matrix{from.base, from.users} {
		switch known := m != nil && m.Measuring == measuring && from.window == f.window; {
		case known && from.at == f.at:
			return m, nil
		case known && whole:
			m, _, err := source.Refresh(ctx, m, from.at)
			return m, err
		}
	}
	if whole && measuring == f.whole.Measuring {
		return f.whole, nil
	}
	return source.MatrixWith(ctx, measuring, f.window, progress)
}

// upToDate measures the whole case, and says how far it had come by then. A matrix of an unknown place, as a load gives
// it, is taken only if every event of the case is in it.
func upToDate(ctx context.Context, source Case, from snapshot, progress func(done, total int64)) (
	store.Watermark, *analysis.Matrix, error) {
	if from.users != nil {
		users, at, err := source.Refresh(ctx, from.whole, from.at)
		return at, users, err
	}
	at, err := source.Watermark(ctx) // before the matrix is read: what comes in between is measured twice, and not never
	if err != nil || from.whole != nil && events(from.whole) == at.Events {
		return at, from.whole, err
	}
	users, err := source.MatrixWith(ctx, analysis.DefaultMeasureOptions(), analysis.Window{}, progress)
	return at, users, err
}

// events is how many events a matrix was measured by.
func events(m *analysis.Matrix) (n int64) {
	for _, of := range m.Events {
		n += int64(of)
	}
	return n
}

// remeasured is another snapshot with everything that follows from it, made outside the event loop.
type remeasured struct {
	snapshot
	judgement
	against       baselineSource
	verdicts      map[int32]store.Verdict
	replaced      caseReplaced
	verdictsGiven int    // verdicts given until it was begun
	note          action // what is said of it
}

// caseReplaced tells the screens that other users are under them: who holds rows has to find them again. It comes
// before workChanged.
type caseReplaced struct {
	before *analysis.Matrix // that the rows held until now are of
	rows   []int32          // by row of it: the row now, -1 for a user who is no longer there
}

// row is where a row is now, -1 if its user is no longer there.
func (r caseReplaced) row(was int32) int32 { return r.rows[was] }

// all are the rows of users who are still there, in the order that they had.
func (r caseReplaced) all(were []int32) []int32 {
	now := make([]int32, 0, len(were))
	for _, row := range were {
		if r.rows[row] >= 0 {
			now = append(now, r.rows[row])
		}
	}
	return now
}

// remeasureRequest is what a look under way is for.
type remeasureRequest struct {
	how  measureSettings
	note func(before, now snapshot) action
	done *atomic.Int32 // percent of the events that are read again, -1 before it is known
}

// remeasure measures the users in a window, with what has come in since and as the rules in force want it, and puts
// them under the open screens once they are judged. Until then the screens stay as they are. note makes what is said
// when it is done; it is called outside the event loop.
func (w *workspace) remeasure(window analysis.Window, note func(before, now snapshot) action) tea.Cmd {
	if w.users == nil {
		return nil
	}
	done := new(atomic.Int32)
	done.Store(-1)
	w.wanted = remeasureRequest{measureSettings{window, w.saved.MeasureOptions, w.rules.MeasureOptions}, note, done}
	source, before, how, from, heard := w.source, w.snapshot, w.wanted.how, w.judgeInput(), w.verdictsGiven
	run := w.remeasuring.start(w.ctx, w.pauses.measuring, func(ctx context.Context) (l remeasured, err error) {
		l.verdictsGiven = heard
		l.snapshot, err = measure(ctx, source, before, how,
			func(read, total int64) { done.Store(int32(100 * read / max(total, 1))) })
		if err != nil {
			return l, err
		}
		if l.verdicts, err = source.Verdicts(ctx); err != nil {
			return l, err
		}
		l.against = from.against.forUsers(engine.Suspicious(l.verdicts))
		l.judgement = judgeInput{snapshot: l.snapshot, against: l.against, saved: from.saved, rules: from.rules,
			verdicts: l.verdicts}.judge()
		l.replaced = caseReplaced{before.users, followed(before.users, l.users)}
		l.note = note(before, l.snapshot)
		return l, nil
	})
	return tea.Batch(run, w.tellProgress(remeasureProgress{done}))
}

// remeasureProgress asks for another look at how far a look is.
type remeasureProgress struct{ done *atomic.Int32 }

// tellProgress draws the progress of a look from time to time while it is under way.
func (w *workspace) tellProgress(of remeasureProgress) tea.Cmd {
	if !w.remeasuring.running || w.wanted.done != of.done {
		return nil
	}
	ctx, pause := w.ctx, w.pauses.telling
	return func() tea.Msg {
		if !sleep(ctx, pause) {
			return nil
		}
		return of
	}
}

// remeasuredWords is what is said where only the rules wanted others measures, which is nothing: the figures say it.
func remeasuredWords(snapshot, snapshot) action { return nil }

// applyRemeasured puts a look under the screens. What a person has turned or said meanwhile stands, and is judged at
// once.
func (w *workspace) applyRemeasured(msg loaded[remeasured]) (news []tea.Msg, cmd tea.Cmd) {
	if !w.remeasuring.accept(msg) {
		return nil, nil
	}
	if msg.err != nil {
		return []tea.Msg{workChanged{}},
			tea.Batch(w.takeBack(), func() tea.Msg { return say(term.Warning, "nothing has changed: "+msg.err.Error()) })
	}
	l := &msg.value
	w.judging.stop()
	w.guessing.stop()
	current := l.against.baseline == w.against.baseline && l.now.Set == w.rules
	if l.against.baseline == w.against.baseline {
		w.against = l.against
		w.against.keep(l.judgement)
	} else {
		w.against = w.against.forUsers(w.against.suspicious)
	}
	w.snapshot, w.judgement, w.chances, w.otherwise = l.snapshot, l.judgement, map[analysis.RuleSet]chance{}, nil
	if l.verdictsGiven == w.verdictsGiven {
		w.verdicts, w.suspicious = l.verdicts, engine.Suspicious(l.verdicts)
	}
	if current && l.verdictsGiven == w.verdictsGiven {
		cmd = w.guess()
	} else {
		cmd = w.judge()
	}
	return []tea.Msg{l.replaced, workChanged{}}, tea.Batch(cmd, func() tea.Msg { return l.note })
}

// giveUp ends a look that is under way.
func (w *workspace) giveUp() (action, tea.Cmd) {
	w.remeasuring.stop()
	return say(term.Plain, "stopped; nothing has changed"), w.takeBack()
}

// takeBack lets the rules measure as the users on screen are measured, where they wanted others measures in vain.
func (w *workspace) takeBack() tea.Cmd {
	if w.rules.MeasureOptions == w.users.Measuring {
		return nil
	}
	w.rules = w.rules.MeasuredAs(w.users)
	return w.judge()
}

// tracks reads what a user did, cut into sessions as the users on screen are measured.
func (w *workspace) tracks() func(ctx context.Context, user int32) (*store.Track, error) {
	source, timeout, own := w.source, w.users.Timeout, w.whole.Timeout
	return func(ctx context.Context, user int32) (*store.Track, error) {
		track, err := source.Track(ctx, user)
		if err == nil && timeout != own {
			track.Cut(timeout)
		}
		return track, err
	}
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

// ownRules are the rules of one's own that the users on screen are measured by.
func (w *workspace) ownRules() analysis.OwnRules {
	if w.users == nil {
		return analysis.OwnRules{}
	}
	return w.users.Measuring.Own
}
