package workspace

import (
	"context"
	"sync/atomic"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/internal/engine"
	"spoor/store"
	"spoor/store/model"
	"spoor/tui/screen"
	"spoor/tui/task"
	"spoor/tui/term"
)

// remeasured is another snapshot with everything that follows from it, made outside the event loop.
type remeasured struct {
	engine.Snapshot
	judgement
	against       engine.BaselineSource
	verdicts      map[string]store.Verdict
	replaced      Replaced
	verdictsGiven int           // verdicts given until it was begun
	note          screen.Action // what is said of it
}

// Replaced tells the screens that other users are under them: who holds rows has to find them again. It comes
// before [Changed].
type Replaced struct {
	Before *analysis.Matrix // that the rows held until now are of
	rows   []int32          // by row of it: the row now, -1 for a user who is no longer there
}

// Row is where a row is now, -1 if its user is no longer there.
func (r Replaced) Row(was int32) int32 { return r.rows[was] }

// All are the rows of users who are still there, in the order that they had.
func (r Replaced) All(were []int32) []int32 {
	now := make([]int32, 0, len(were))
	for _, row := range were {
		if r.rows[row] >= 0 {
			now = append(now, r.rows[row])
		}
	}
	return now
}

// remeasureRequest is what the measuring under way is for.
type remeasureRequest struct {
	how  engine.MeasureSettings
	note func(before, now engine.Snapshot) screen.Action
	done *atomic.Int32 // percent of the events that are read again, -1 before it is known
}

// remeasure measures the users in a window, with what has come in since and as the rules in force want it, and puts
// them under the open screens once they are judged. Until then the screens stay as they are. note makes what is said
// when it is done; it is called outside the event loop.
func (w *Workspace) remeasure(window analysis.Window, note func(before, now engine.Snapshot) screen.Action) tea.Cmd {
	if w.Users == nil {
		return nil
	}
	done := new(atomic.Int32)
	done.Store(-1)
	how := engine.MeasureSettings{Window: window, Saved: w.Saved.MeasureOptions, Now: w.Rules.MeasureOptions}
	w.wanted = remeasureRequest{how, note, done}
	source, before, from, heard := w.Source, w.Snapshot, w.judgeInput(), w.VerdictsGiven
	run := w.remeasuring.Start(w.Ctx, w.Pauses.Measuring, func(ctx context.Context) (l remeasured, err error) {
		l.verdictsGiven = heard
		l.Snapshot, err = engine.Measure(ctx, source, before, how,
			func(read, total int64) { done.Store(int32(100 * read / max(total, 1))) })
		if err != nil {
			return l, err
		}
		if l.verdicts, err = source.Verdicts(ctx); err != nil {
			return l, err
		}
		l.against = from.against.ForUsers(engine.Suspicious(l.verdicts))
		l.judgement = judgeInput{Snapshot: l.Snapshot, against: l.against, saved: from.saved, rules: from.rules,
			verdicts: l.verdicts}.judge()
		l.replaced = Replaced{before.Users, followed(before.Users, l.Users)}
		l.note = note(before, l.Snapshot)
		return l, nil
	})
	return tea.Batch(run, w.tellProgress(remeasureProgress{done}))
}

// ReadAhead reads what users are measured by, where somebody may be about to want other measures. What is wrong with
// the case is said when it is measured.
func (w *Workspace) ReadAhead() tea.Cmd {
	of, ok := w.Source.(AheadReader)
	if !ok || w.remeasuring.Running() || w.ahead.Running() {
		return nil
	}
	how, window := w.Rules.MeasureOptions, w.Window
	return w.ahead.Start(w.Ctx, 0, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, of.ReadAhead(ctx, how, window)
	})
}

// remeasureProgress asks again how far the measuring is.
type remeasureProgress struct{ done *atomic.Int32 }

// tellProgress draws the progress of the measuring from time to time while it is under way.
func (w *Workspace) tellProgress(of remeasureProgress) tea.Cmd {
	if !w.remeasuring.Running() || w.wanted.done != of.done {
		return nil
	}
	ctx, pause := w.Ctx, w.Pauses.telling
	return func() tea.Msg {
		if !task.Sleep(ctx, pause) {
			return nil
		}
		return of
	}
}

// remeasuredWords is what is said where only the rules wanted other measures, which is nothing: the figures say it.
func remeasuredWords(engine.Snapshot, engine.Snapshot) screen.Action { return nil }

// applyRemeasured puts what was measured under the screens. What a person has turned or said meanwhile stands, and is
// judged at once.
func (w *Workspace) applyRemeasured(msg task.Result[remeasured]) (news []tea.Msg, cmd tea.Cmd) {
	if !w.remeasuring.Accept(msg) {
		return nil, nil
	}
	if msg.Err != nil {
		return []tea.Msg{Changed{}},
			tea.Batch(w.takeBack(), func() tea.Msg { return screen.Say(term.Warning, "nothing has changed: "+msg.Err.Error()) })
	}
	l := &msg.Value
	w.judging.Stop()
	w.guessing.Stop()
	current := l.against.Baseline == w.Against.Baseline && l.Now.Set == w.Rules
	if l.against.Baseline == w.Against.Baseline {
		w.Against = l.against
		w.Against.Keep(l.judgement.Now.Set, l.judgement.JudgeNow, l.judgement.Before)
	} else {
		w.Against = w.Against.ForUsers(w.Against.Suspicious)
	}
	w.Snapshot, w.judgement, w.chances, w.Otherwise = l.Snapshot, l.judgement, map[analysis.RuleSet]chance{}, nil
	if l.verdictsGiven == w.VerdictsGiven {
		w.Verdicts, w.suspicious = l.verdicts, engine.Suspicious(l.verdicts)
	}
	if current && l.verdictsGiven == w.VerdictsGiven {
		cmd = w.guess()
	} else {
		cmd = w.Judge()
	}
	return []tea.Msg{l.replaced, Changed{}}, tea.Batch(cmd, func() tea.Msg { return l.note })
}

// GiveUp stops the measuring that is under way.
func (w *Workspace) GiveUp() (screen.Action, tea.Cmd) {
	w.remeasuring.Stop()
	return screen.Say(term.Plain, "stopped; nothing has changed"), w.takeBack()
}

// takeBack lets the rules measure as the users on screen are measured, where they wanted other measures in vain.
func (w *Workspace) takeBack() tea.Cmd {
	if w.Rules.MeasureOptions == w.Users.Measuring {
		return nil
	}
	w.Rules = w.Rules.MeasuredAs(w.Users)
	return w.Judge()
}

// Tracks reads what a user did in the window, cut into sessions as the users on screen are measured.
func (w *Workspace) Tracks() func(ctx context.Context, user string) (*model.Track, error) {
	source, window, timeout, own := w.Source, w.Window, w.Users.Timeout, w.Whole.Timeout
	return func(ctx context.Context, user string) (*model.Track, error) {
		track, err := source.Track(ctx, user)
		if err != nil || window == (analysis.Window{}) && timeout == own {
			return track, err
		}
		if window != (analysis.Window{}) {
			track.Restrict(window)
		}
		track.Cut(timeout)
		return track, nil
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

// OwnRules are the rules of one's own that the users on screen are measured by.
func (w *Workspace) OwnRules() analysis.OwnRules {
	if w.Users == nil {
		return analysis.OwnRules{}
	}
	return w.Users.Measuring.Own
}

// LookAt measures the users by what they did in a window, and says so.
func (w *Workspace) LookAt(window analysis.Window) tea.Cmd { return w.remeasure(window, windowed) }

// windowed says which part of the time is on screen.
func windowed(_, now engine.Snapshot) screen.Action {
	if now.Window == (analysis.Window{}) {
		return screen.Say(term.Good, "all of the case's time again: "+term.Plural(now.Users.Len(), "user"))
	}
	return screen.Say(term.Good, term.Plural(now.Users.Len(), "user")+" in this time; W looks at all of it again")
}

// Visits are those by row, for users who are still there.
func (r Replaced) Visits(were map[int32]model.Visit) map[int32]model.Visit {
	if were == nil {
		return nil
	}
	now := make(map[int32]model.Visit, len(were))
	for row, visit := range were {
		if r.Row(row) >= 0 {
			now[r.Row(row)] = visit
		}
	}
	return now
}
