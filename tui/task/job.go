package task

import (
	"context"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"spoor/tui/term"
)

// Job is a task that takes long enough to tell how far it is. Its result is kept until what it was made of, which a key
// stands for, is another.
type Job[K comparable, T any] struct {
	Result  *T
	Of      K     // that the result was read at
	Failure error // of the last reading
	from    K     // that is being read, or was last
	reading Task[*T]
	shown   progress
}

// TellEvery is often enough to see something move and seldom enough for a slow line.
const TellEvery = 200 * time.Millisecond

// progress is how many events have been read, of how many.
type progress struct{ done, total int64 }

// jobProgress brings how far a job is.
type jobProgress[K comparable, T any] struct {
	from       *Job[K, T]
	generation uint64
	pause      time.Duration             // until it is told again
	latest     *atomic.Pointer[progress] // written by the job
}

// Start reads, after a delay, unless that is done or under way, and tells how far it is after each pause. A result that
// is there is still used while it is read anew, by whoever does not ask for what is Current.
func (s *Job[K, T]) Start(ctx context.Context, delay, pause time.Duration, now K,
	read func(ctx context.Context, told func(done, total int64)) (*T, error)) tea.Cmd {
	if s.Result != nil && s.Of == now {
		s.Stop() // nobody waits for another any more
		s.from = now
		return nil
	}
	if s.from == now && (s.Running() || s.Failure != nil) {
		return nil
	}
	s.from, s.shown, s.Failure = now, progress{}, nil
	latest := new(atomic.Pointer[progress])
	latest.Store(&progress{})
	reading := s.reading.Start(ctx, delay, func(ctx context.Context) (*T, error) {
		return read(ctx, func(done, total int64) { latest.Store(&progress{done, total}) })
	})
	return tea.Batch(reading, jobProgress[K, T]{s, s.reading.generation, pause, latest}.again())
}

// Current is the result of what was asked for last, nil until it is there: what was read before does not go with what
// is on screen now.
func (s *Job[K, T]) Current() *T {
	if s.Of != s.from {
		return nil
	}
	return s.Result
}

// again brings the message once more after the pause.
func (p jobProgress[K, T]) again() tea.Cmd {
	return tea.Tick(p.pause, func(time.Time) tea.Msg { return p })
}

// Running reports whether it is being read.
func (s *Job[K, T]) Running() bool { return s.reading.Running() }

// Take takes the result of the job, or how far it is, and reports whether the message was one of them and whether it
// brought a result.
func (s *Job[K, T]) Take(msg tea.Msg) (mine, done bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case Result[*T]:
		if !s.reading.Accept(msg) {
			return true, false, nil
		}
		if s.Failure = msg.Err; msg.Err == nil {
			s.Result, s.Of = msg.Value, s.from
		}
		return true, true, nil
	case jobProgress[K, T]:
		if msg.from != s || msg.generation != s.reading.generation || !s.Running() {
			return true, false, nil
		}
		s.shown = *msg.latest.Load()
		return true, false, msg.again()
	}
	return false, false, nil
}

// Stop ends a reading that nobody waits for any more. One that failed may be tried again.
func (s *Job[K, T]) Stop() {
	s.reading.Stop()
	s.Failure = nil
}

// Draw says how far the reading is, or why there is none.
func (s *Job[K, T]) Draw(a term.Area) {
	if s.Failure != nil {
		a.Line(0).Data(term.Warning, " the events can't be read: "+s.Failure.Error())
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
	width := min(ProgressWidth, a.W-10)
	bar.Within(width).Bar(term.Chart, float64(s.shown.done)/float64(s.shown.total), width)
	bar.MoveTo(width + 1)
	bar.Within(7).OwnRight(term.Strong, s.Percent())
}

// Percent is how far the reading is, in words; "…" where that is not known yet.
func (s *Job[K, T]) Percent() string {
	if s.shown.total == 0 {
		return "…"
	}
	return term.Percent(int(s.shown.done), int(s.shown.total))
}

// ProgressWidth is how wide the bar gets at most.
const ProgressWidth = 60
