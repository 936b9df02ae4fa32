package task

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"spoor/tui/term"
	"spoor/tui/term/termtest"
)

func TestTaskKeepsTheNewestOnly(t *testing.T) {
	var work Task[int]
	run := func(n int) func() any {
		cmd := work.Start(t.Context(), 0, func(context.Context) (int, error) { return n, nil })
		return func() any { return cmd() }
	}
	first, second := run(1), run(2)
	if msg := first(); msg != nil {
		t.Errorf("a run that was started again brings %v", msg)
	}
	result := second().(Result[int])
	if !work.Accept(result) || result.Value != 2 {
		t.Error("the newest run is not taken")
	}
	if work.Accept(result) {
		t.Error("a result is taken twice")
	}
	var other Task[int]
	if other.Accept(result) {
		t.Error("a result is taken by a task that is not its own")
	}
}

func TestTaskThatIsStoppedWhileItWorks(t *testing.T) {
	var work Task[int]
	cmd := work.Start(t.Context(), 0, func(ctx context.Context) (int, error) {
		work.Stop()
		return 1, ctx.Err()
	})
	if msg := cmd(); msg != nil {
		t.Errorf("it brings %v", msg)
	}
	waiting := work.Start(t.Context(), time.Hour, func(context.Context) (int, error) { return 1, nil })
	work.Stop()
	if msg := waiting(); msg != nil {
		t.Errorf("a run that was stopped before it began brings %v", msg)
	}
}

func TestTaskBringsItsError(t *testing.T) {
	var work Task[int]
	failure := errors.New("no")
	result := work.Start(t.Context(), 0, func(context.Context) (int, error) { return 0, failure })().(Result[int])
	if !work.Accept(result) || result.Err != failure {
		t.Errorf("%v", result)
	}
}

func TestTaskWaitsOnlyWhileItIsStartedAgainAndAgain(t *testing.T) {
	var work Task[int]
	run := func() any {
		return work.Start(t.Context(), time.Hour, func(context.Context) (int, error) { return 1, nil })()
	}
	if run() == nil {
		t.Error("the first run does not begin at once")
	}
	ctx, cancel := context.WithCancel(t.Context())
	again := work.Start(ctx, time.Hour, func(context.Context) (int, error) { return 2, nil })
	cancel()
	if msg := again(); msg != nil {
		t.Errorf("a run that follows soon does not wait, but brings %v", msg)
	}
	work.started = work.started.Add(-time.Hour)
	if run() == nil {
		t.Error("a run after a rest does not begin at once")
	}
}

func TestJobTellsHowFarItIs(t *testing.T) {
	th, err := term.NewTheme("mono", false)
	if err != nil {
		t.Fatal(err)
	}
	canvas := term.NewCanvas(th, 80, 5)
	reading := Job[int, int]{shown: progress{250, 1000}}
	reading.Draw(canvas.Area())
	text := termtest.Text(canvas.String(), 80, 5)
	if !strings.Contains(text, "250 of 1,000   esc stops") || !strings.Contains(text, "25 %") {
		t.Errorf("it says\n%s", text)
	}
}
