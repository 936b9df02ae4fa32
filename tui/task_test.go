package tui

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestTaskKeepsTheNewestOnly(t *testing.T) {
	var work task[int]
	run := func(n int) func() any {
		cmd := work.start(t.Context(), 0, func(context.Context) (int, error) { return n, nil })
		return func() any { return cmd() }
	}
	first, second := run(1), run(2)
	if msg := first(); msg != nil {
		t.Errorf("a run that was started again brings %v", msg)
	}
	result := second().(result[int])
	if !work.accept(result) || result.value != 2 {
		t.Error("the newest run is not taken")
	}
	if work.accept(result) {
		t.Error("a result is taken twice")
	}
	var other task[int]
	if other.accept(result) {
		t.Error("a result is taken by a task that is not its own")
	}
}

func TestTaskThatIsStoppedWhileItWorks(t *testing.T) {
	var work task[int]
	cmd := work.start(t.Context(), 0, func(ctx context.Context) (int, error) {
		work.stop()
		return 1, ctx.Err()
	})
	if msg := cmd(); msg != nil {
		t.Errorf("it brings %v", msg)
	}
	waiting := work.start(t.Context(), time.Hour, func(context.Context) (int, error) { return 1, nil })
	work.stop()
	if msg := waiting(); msg != nil {
		t.Errorf("a run that was stopped before it began brings %v", msg)
	}
}

func TestTaskBringsItsError(t *testing.T) {
	var work task[int]
	failure := errors.New("no")
	result := work.start(t.Context(), 0, func(context.Context) (int, error) { return 0, failure })().(result[int])
	if !work.accept(result) || result.err != failure {
		t.Errorf("%v", result)
	}
}

func TestTaskWaitsOnlyWhileItIsStartedAgainAndAgain(t *testing.T) {
	var work task[int]
	run := func() any {
		return work.start(t.Context(), time.Hour, func(context.Context) (int, error) { return 1, nil })()
	}
	if run() == nil {
		t.Error("the first run does not begin at once")
	}
	ctx, cancel := context.WithCancel(t.Context())
	again := work.start(ctx, time.Hour, func(context.Context) (int, error) { return 2, nil })
	cancel()
	if msg := again(); msg != nil {
		t.Errorf("a run that follows soon does not wait, but brings %v", msg)
	}
	work.started = work.started.Add(-time.Hour)
	if run() == nil {
		t.Error("a run after a rest does not begin at once")
	}
}
