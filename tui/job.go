package tui

import (
	"context"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/store"
	"spoor/store/model"
	"spoor/tui/term"
)

// job is one reading of all events of the case, which takes about half a second for a million of them. Screens share
// its result, which is kept until what it was read of changes.
type job[T any] struct {
	result  *T
	of      scanKey // that the result was read at
	from    scanKey // that is being read, or was last
	reading task[*T]
	shown   progress
	failure error // of the last reading
}

// scanKey is what the result of a scan depends on.
type scanKey struct {
	at      store.Watermark
	window  analysis.Window
	timeout time.Duration

	conditions string // that are asked for
}

// progress is how many events have been read, of how many.
type progress struct{ done, total int64 }

// jobProgress brings how far a scan is.
type jobProgress[T any] struct {
	from       *job[T]
	generation uint64
	latest     *atomic.Pointer[progress] // written by the scan
}

// start reads, after a delay, unless that is done or under way. A result that is there is still used while it is read anew.
func (s *job[T]) start(w *workspace, delay time.Duration, now scanKey,
	read func(ctx context.Context, told func(done, total int64)) (*T, error)) tea.Cmd {
	if s.from == now && (s.reading.running || s.failure != nil) || s.result != nil && s.of == now {
		return nil
	}
	s.from, s.shown, s.failure = now, progress{}, nil
	latest := new(atomic.Pointer[progress])
	latest.Store(&progress{})
	reading := s.reading.start(w.ctx, delay, func(ctx context.Context) (*T, error) {
		return read(ctx, func(done, total int64) { latest.Store(&progress{done, total}) })
	})
	return tea.Batch(reading, w.tick(jobProgress[T]{s, s.reading.generation, latest}))
}

// tick brings a message after a while.
func (w *workspace) tick(msg tea.Msg) tea.Cmd {
	return tea.Tick(w.pauses.telling, func(time.Time) tea.Msg { return msg })
}

// take takes the result of the scan, or how far it is, and reports whether the message was one of them and whether it
// brought a result.
func (s *job[T]) take(w *workspace, msg tea.Msg) (mine, done bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case loaded[*T]:
		if !s.reading.accept(msg) {
			return true, false, nil
		}
		if s.failure = msg.err; msg.err == nil {
			s.result, s.of = msg.value, s.from
		}
		return true, true, nil
	case jobProgress[T]:
		if msg.from != s || msg.generation != s.reading.generation || !s.reading.running {
			return true, false, nil
		}
		s.shown = *msg.latest.Load()
		return true, false, w.tick(msg)
	}
	return false, false, nil
}

// stop ends a reading that nobody waits for any more. One that failed may be tried again.
func (s *job[T]) stop() {
	s.reading.stop()
	s.failure = nil
}

// draw says how far the reading is, or why there is none.
func (s *job[T]) draw(a term.Area) {
	if s.failure != nil {
		a.Line(0).Data(term.Warning, " the events can't be read: "+s.failure.Error())
		return
	}
	title := a.Line(0)
	title.Own(term.Dim, " reading the events…")
	if s.shown.total == 0 {
		return
	}
	title.Own(term.Plain, "  "+term.Count(s.shown.done)+" of "+term.Count(s.shown.total))
	title.Own(term.Dim, "   esc stops")
	bar := a.Line(2).Indented(1)
	width := min(progressWidth, a.W-10)
	bar.Within(width).Bar(term.Chart, float64(s.shown.done)/float64(s.shown.total), width)
	bar.MoveTo(width + 1)
	bar.Within(7).OwnRight(term.Strong, s.percent())
}

// percent is how far the reading is, in words; "…" where that is not known yet.
func (s *job[T]) percent() string {
	if s.shown.total == 0 {
		return "…"
	}
	return term.Percent(int(s.shown.done), int(s.shown.total))
}

// jobs are those that the screens of a case share.
type jobs struct {
	pivots   job[model.Pivots]
	timeline job[model.Timeline]
	matching job[matches]
	overview job[model.Overview]
}

// readPivots asks for the items, addresses and agents of the window on screen.
func (w *workspace) readPivots() tea.Cmd {
	source, window, timeout := w.source, w.Users.Window, w.Users.Timeout
	return w.pivots.start(w, 0, scanKey{at: w.At, window: window, timeout: timeout},
		func(ctx context.Context, told func(done, total int64)) (*model.Pivots, error) {
			return source.Pivots(ctx, window, timeout, told)
		})
}

// readTimeline asks for what happened over the time of the whole case.
func (w *workspace) readTimeline() tea.Cmd {
	source, timeout := w.source, w.Users.Timeout
	return w.timeline.start(w, 0, scanKey{at: w.At, timeout: timeout},
		func(ctx context.Context, told func(done, total int64)) (*model.Timeline, error) {
			return source.Timeline(ctx, timeout, told)
		})
}

// scanned takes what concerns the scans; mine is false for all other messages.
func (w *workspace) scanned(msg tea.Msg) (mine bool, news []tea.Msg, cmd tea.Cmd) {
	mine, done, cmd := w.pivots.take(w, msg)
	if !mine {
		mine, done, cmd = w.timeline.take(w, msg)
	}
	if !mine {
		mine, done, cmd = w.matching.take(w, msg)
	}
	if !mine {
		mine, done, cmd = w.overview.take(w, msg)
	}
	if done {
		news = []tea.Msg{workChanged{}}
	}
	return mine, news, cmd
}
