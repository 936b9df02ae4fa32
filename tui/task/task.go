package task

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
)

// Task is a piece of work outside the event loop of which only the newest run counts: starting it again cancels the run
// before, and a result that comes late all the same is dropped.
type Task[T any] struct {
	generation uint64
	cancel     context.CancelFunc
	runs       bool
	started    time.Time
}

// Result is what a run has come to, on its way to the screen that owns the task.
type Result[T any] struct {
	from       *Task[T]
	generation uint64
	Value      T
	Err        error
}

// Start runs work: at once, unless it was started less than delay ago. Then it waits for the delay, which keeps a held
// key from starting work that nobody will see. work runs in another goroutine: it may read only what it was given.
func (t *Task[T]) Start(ctx context.Context, delay time.Duration, work func(context.Context) (T, error)) tea.Cmd {
	t.Stop()
	t.generation++
	now := time.Now()
	if now.Sub(t.started) >= delay {
		delay = 0
	}
	t.started = now
	t.runs = true
	ctx, t.cancel = context.WithCancel(ctx) // #nosec G118 -- stop calls it
	mine := Result[T]{from: t, generation: t.generation}
	return func() tea.Msg {
		if !Sleep(ctx, delay) {
			return nil
		}
		mine.Value, mine.Err = work(ctx)
		if ctx.Err() != nil {
			return nil
		}
		return mine
	}
}

// Accept reports whether a result is the one that is waited for. It may be asked only once a result.
func (t *Task[T]) Accept(m Result[T]) bool {
	if m.from != t || m.generation != t.generation || !t.runs {
		return false
	}
	t.Stop()
	return true
}

// Running reports whether a run is under way.
func (t *Task[T]) Running() bool { return t.runs }

// Stop cancels the run that is under way.
func (t *Task[T]) Stop() {
	if t.cancel != nil {
		t.cancel()
		t.cancel = nil
	}
	t.runs = false
}

// Sleep waits and reports whether the context is still alive.
func Sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
