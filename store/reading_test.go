package store

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"spoor/analysis"
)

// turnedTo asks for the users by sessions that end after so long, in a part of the time that generated events take.
func turnedTo(ctx context.Context, c *Case, timeout time.Duration, window analysis.Window) (*analysis.Matrix, error) {
	how := analysis.DefaultMeasureOptions()
	how.Timeout = timeout
	return c.MatrixWith(ctx, how, window, nil)
}

// readAhead reads a case ahead for whoever looks at all of it, measured as it usually is.
func readAhead(ctx context.Context, c *Case) error {
	return c.ReadAhead(ctx, analysis.DefaultMeasureOptions(), analysis.Window{})
}

// TestTurnedStepByStep has a case that somebody looks at measure what a case measures that reads everything each time.
func TestTurnedStepByStep(t *testing.T) {
	looked, _ := generatedCase(t, 33, 3000, 700)
	Interactive(looked)
	anew, _ := generatedCase(t, 33, 3000, 700)
	window, err := anew.Window(t.Context())
	check(t, err)
	part := analysis.Window{From: window.From, To: window.From + (window.To-window.From)/2}
	for i, step := range []struct {
		timeout time.Duration
		window  analysis.Window
	}{
		{time.Minute, analysis.Window{}}, {2 * time.Minute, analysis.Window{}}, {time.Hour, part}, {time.Minute, part},
		{time.Minute, window}, {time.Second, window},
	} {
		got, err := turnedTo(t.Context(), looked, step.timeout, step.window)
		check(t, err)
		want, err := turnedTo(t.Context(), anew, step.timeout, step.window)
		check(t, err)
		sameMatrix(t, got, want)
		if looked.lastReading.last == nil || anew.lastReading.last != nil {
			t.Errorf("step %d: kept %t where somebody looks, %t where nobody does",
				i, looked.lastReading.last != nil, anew.lastReading.last != nil)
		}
	}
}

// TestTurnedAfterMoreCame has events come in, and the site description change, between two steps.
func TestTurnedAfterMoreCame(t *testing.T) {
	c, _ := generatedCase(t, 34, 500, 200)
	Interactive(c)
	before, err := turnedTo(t.Context(), c, time.Minute, analysis.Window{})
	check(t, err)
	more := generated(rand.New(rand.NewPCG(35, 1)), 3, 400)
	appendEvents(t, c, 3, more, 200)
	after, err := turnedTo(t.Context(), c, time.Minute, analysis.Window{})
	check(t, err)
	if got, want := eventsIn(after), eventsIn(before)+400; got != want {
		t.Errorf("%d events, want %d", got, want)
	}
	check(t, c.SetSite(t.Context(), "site.toml", []byte("[[page]]\nmatch = '^/jobs/(?P<item>1)$'\n")))
	described, err := turnedTo(t.Context(), c, time.Minute, analysis.Window{})
	check(t, err)
	if eventsIn(described) != eventsIn(after) || viewsIn(described) == viewsIn(after) {
		t.Errorf("%d views with a site description, %d without one", viewsIn(described), viewsIn(after))
	}
}

// TestTurnedOnInTheMidst stops a step when nothing has been read, and when all has, and takes the next one.
func TestTurnedOnInTheMidst(t *testing.T) {
	c, _ := generatedCase(t, 36, 500, 200)
	Interactive(c)
	want, err := turnedTo(t.Context(), c, time.Minute, analysis.Window{})
	check(t, err)
	stopped, cancel := context.WithCancel(t.Context())
	how := analysis.DefaultMeasureOptions()
	how.Timeout = time.Hour
	_, err = c.MatrixWith(stopped, how, analysis.Window{}, func(int64, int64) { cancel() })
	if err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	for range 2 {
		got, err := turnedTo(t.Context(), c, time.Minute, analysis.Window{})
		check(t, err)
		sameMatrix(t, got, want)
	}
}

// eventsIn counts the events of all users.
func eventsIn(m *analysis.Matrix) (events int) {
	for _, user := range m.Stats {
		events += int(user.Events)
	}
	return events
}

// viewsIn counts their views.
func viewsIn(m *analysis.Matrix) (views int) {
	for _, user := range m.Stats {
		views += int(user.Views)
	}
	return views
}

// TestReadAhead has somebody measure while the case is being read, and when it has been: both need nothing of the case,
// and measure what one does who reads it.
func TestReadAhead(t *testing.T) {
	c, _ := generatedCase(t, 36, 3000, 700)
	Interactive(c)
	want, err := turnedTo(t.Context(), c, time.Minute, analysis.Window{})
	check(t, err)
	c.lastReading.drop()
	reads := make(chan error)
	go func() { reads <- readAhead(t.Context(), c) }()
	got, err := turnedTo(t.Context(), c, time.Minute, analysis.Window{})
	check(t, err)
	check(t, <-reads)
	sameMatrix(t, got, want)
	read := c.lastReading.last
	check(t, readAhead(t.Context(), c))
	if read == nil || c.lastReading.last != read || !read.events.areKept() {
		t.Errorf("%p is kept, then %p", read, c.lastReading.last)
	}
}

// TestReadAheadOfNobody reads nothing where nobody looks, and keeps nothing of what is given up.
func TestReadAheadOfNobody(t *testing.T) {
	c, _ := generatedCase(t, 37, 300, 70)
	check(t, readAhead(t.Context(), c))
	if c.lastReading.last != nil {
		t.Error("the case is kept where nobody looks")
	}
	Interactive(c)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := readAhead(ctx, c); !errors.Is(err, context.Canceled) || c.lastReading.last != nil {
		t.Errorf("%v, and %p is kept", err, c.lastReading.last)
	}
}

// TestWhoWaitsForAReadingIsToldHowFarItIs has somebody measure while the case is being read by somebody else.
func TestWhoWaitsForAReadingIsToldHowFarItIs(t *testing.T) {
	c, _ := generatedCase(t, 38, 300, 70)
	Interactive(c)
	c.lastReading.tellWhoWaits(1, 4) // nobody
	c.lastReading.reads.Lock()
	told, measured := make(chan [2]int64, 1000), make(chan error)
	go func() {
		how := analysis.DefaultMeasureOptions()
		how.Timeout = time.Minute
		_, err := c.MatrixWith(t.Context(), how, analysis.Window{}, func(done, total int64) { told <- [2]int64{done, total} })
		measured <- err
	}()
	for c.lastReading.waits.Load() == nil {
		time.Sleep(time.Millisecond)
	}
	c.lastReading.tellWhoWaits(3, 4)
	if got := <-told; got != [2]int64{3, 4} {
		t.Errorf("told %v", got)
	}
	c.lastReading.reads.Unlock()
	check(t, <-measured)
	if c.lastReading.waits.Load() != nil {
		t.Error("it still waits")
	}
}
