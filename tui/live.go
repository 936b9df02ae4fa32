package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"spoor/store"
	"spoor/tui/term"
)

// Watch tells cheaply how far a case has come: a *store.Watch.
type Watch interface {
	Watermark(ctx context.Context) (store.Watermark, error)
	Close() error
}

// watchEvery is how often the case is looked at for what is new. It costs one statement that reads the head of the
// file.
const watchEvery = time.Second

// watch tells how far the case has come, whenever somebody has added to it, until the context ends. Where nothing is
// new nothing is told, so that nothing is drawn. A look that fails is made again at the next turn.
func watch(ctx context.Context, source Case, every time.Duration, tell func(store.Watermark)) error {
	w, err := source.Watch(ctx)
	if err != nil {
		return err
	}
	var told store.Watermark
	for sleep(ctx, every) {
		if at, err := w.Watermark(ctx); err == nil && at != told {
			told = at
			tell(at)
		}
	}
	return w.Close()
}

// arrivedAt says how far the case has come.
type arrivedAt store.Watermark

// fresh is how many events have come in that are not on screen yet.
func (w *workspace) fresh() int64 {
	if w.users == nil {
		return 0
	}
	return max(w.latest.Events-w.at.Events, 0)
}

// receive measures what is new and puts it under the screens; while that is under way it gives up instead.
func (w *workspace) receive() (action, tea.Cmd) {
	switch {
	case !w.ready():
		return nil, nil
	case w.remeasuring.running:
		return w.giveUp()
	}
	return nil, w.remeasure(w.window, received)
}

// received says what a look has brought.
func received(before, now snapshot) action {
	if n := now.at.Events - before.at.Events; n > 0 {
		return say(term.Good, term.Plural(n, "event")+" brought in")
	}
	return say(term.Plain, "nothing is new")
}

// liveWords say that there is something new, or that it is being measured; "" for neither.
func (w *workspace) liveWords() string {
	switch n, done := w.fresh(), w.wanted.done; {
	case w.remeasuring.running && done.Load() >= 0:
		return "measuring " + term.Count(int(done.Load())) + " %"
	case w.remeasuring.running:
		return "measuring…"
	case n > 0:
		return "new: " + term.Count(n)
	}
	return ""
}
