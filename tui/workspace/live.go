package workspace

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/internal/engine"
	"spoor/store"
	"spoor/tui/screen"
	"spoor/tui/task"
	"spoor/tui/term"
)

// looksInVain is how many looks at the case fail, one after the other, before that is told: a server that is started
// again, or a writer who takes long, is no news.
const looksInVain = 5

// Follow tells how far the case has come and which verdict is the last, whenever somebody has added to it, and that its
// file is gone or its server can't be reached, and when that is over, until the context ends. Where nothing is new
// nothing is told, so that nothing is drawn.
func Follow(ctx context.Context, source Case, every time.Duration, tell func(tea.Msg)) error {
	w, err := source.Watch(ctx)
	if err != nil {
		return err
	}
	var told store.Watermark
	var verdict int64
	failed := 0
	var away error // that was told
	for task.Sleep(ctx, every) {
		at, err := w.Watermark(ctx)
		if failed++; err == nil {
			failed = 0
		}
		isNews := err == nil || failed >= looksInVain || errors.Is(err, store.ErrGone)
		if isNews && (err == nil) != (away == nil) {
			tell(Presence{err, away})
			away = err
		}
		if err != nil {
			continue
		}
		if at != told {
			told = at
			tell(arrivedAt(at))
		}
		if last := w.LastVerdict(); last != verdict {
			verdict = last
			tell(lastVerdict(last))
		}
	}
	return w.Close()
}

// arrivedAt says how far the case has come.
type arrivedAt store.Watermark

// Presence says that the case can't be reached, or that it can again.
type Presence struct {
	Away error // nil: it can
	Was  error // what was told before
}

// lastVerdict is the ID of the verdict that was given last, by whomever.
type lastVerdict int64

func (p Presence) told() screen.Action {
	if p.Away != nil {
		return screen.Say(term.Warning, p.words())
	}
	return screen.Say(term.Good, p.words())
}

// words say what has become of the case.
func (p Presence) words() string {
	switch {
	case p.Away != nil:
		return p.Away.Error()
	case errors.Is(p.Was, store.ErrGone):
		return "the case file is back"
	}
	return "the case can be read again"
}

// fresh is how many events have come in that are not on screen yet.
func (w *Workspace) fresh() int64 {
	if w.Users == nil {
		return 0
	}
	return max(w.latest.Events-w.At.Events, 0)
}

// Arriving reports whether events have come in that are not on screen yet.
func (w *Workspace) Arriving() bool { return w.fresh() > 0 }

// NotBroughtIn says how many of the events that a screen has read are not yet under the others, "" where there are
// none: what is read of all events is read as of now.
func (w *Workspace) NotBroughtIn(read int64) string {
	if n := read - w.At.Events; n > 0 && w.Window == (analysis.Window{}) {
		return term.Plural(n, "event") + " of these not brought in yet"
	}
	return ""
}

// Receive measures what is new and puts it under the screens; while that is under way it gives up instead.
func (w *Workspace) Receive() (screen.Action, tea.Cmd) {
	switch {
	case !w.Ready():
		return nil, nil
	case w.away != nil:
		return screen.Say(term.Warning, w.away.Error()), nil
	case w.remeasuring.Running():
		return w.GiveUp()
	}
	return nil, w.remeasure(w.Window, received)
}

// received says what the measuring has brought in.
func received(before, now engine.Snapshot) screen.Action {
	if n := now.At.Events - before.At.Events; n > 0 {
		return screen.Say(term.Good, term.Plural(n, "event")+" brought in")
	}
	return screen.Say(term.Plain, "nothing is new")
}

// Live says that there is something new, or that it is being measured, and how that is drawn; "" for neither.
func (w *Workspace) Live() (words string, style term.Style) {
	switch n, done := w.fresh(), w.wanted.done; {
	case errors.Is(w.away, store.ErrGone):
		return "the case file is gone", term.Warning
	case w.away != nil:
		return "the case can't be read", term.Warning
	case w.remeasuring.Running() && done.Load() >= 0:
		return "measuring " + term.Count(int(done.Load())) + " %", term.Good
	case w.remeasuring.Running():
		return "measuring…", term.Good
	case n > 0:
		return "new: " + term.Count(n), term.Good
	}
	return "", term.Plain
}
