package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
)

// task is a piece of work outside the event loop of which only the newest run counts: starting it again cancels the run
// before, and a result that comes late all the same is dropped.
type task[T any] struct {
	generation uint64
	cancel     context.CancelFunc
	runs       bool
	started    time.Time
}

// loaded is the result of a task, on its way to the screen that owns the task.
type result[T any] struct {
	from       *task[T]
	generation uint64
	value      T
	err        error
}

// start runs work: at once, unless it was started less than delay ago. Then it waits for the delay, which keeps a held
// key from starting work that nobody will see. work runs in another goroutine: it may read only what it was given.
func (t *task[T]) start(ctx context.Context, delay time.Duration, work func(context.Context) (T, error)) tea.Cmd {
	t.stop()
	t.generation++
	now := time.Now()
	if now.Sub(t.started) >= delay {
		delay = 0
	}
	t.started = now
	t.runs = true
	ctx, t.cancel = context.WithCancel(ctx) // #nosec G118 -- stop calls it
	mine := result[T]{from: t, generation: t.generation}
	return func() tea.Msg {
		if !sleep(ctx, delay) {
			return nil
		}
		mine.value, mine.err = work(ctx)
		if ctx.Err() != nil {
			return nil
		}
		return mine
	}
}

// accept reports whether a result is the one that is waited for. It may be asked only once a result.
func (t *task[T]) accept(m result[T]) bool {
	if m.from != t || m.generation != t.generation || !t.runs {
		return false
	}
	t.stop()
	return true
}

// running reports whether a run is under way.
func (t *task[T]) running() bool { return t.runs }

// stop cancels the run that is under way.
func (t *task[T]) stop() {
	if t.cancel != nil {
		t.cancel()
		t.cancel = nil
	}
	t.runs = false
}

// sleep waits and reports whether the context is still alive.
func sleep(ctx context.Context, d time.Duration) bool {
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
