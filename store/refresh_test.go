package store

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"spoor/analysis"
)

// TestRefreshIsADerivation has events come in by every way, with new users, new requests, and times before and after
// all that were there; a refresh gives what measuring everybody does, and leaves the pages that tracks need.
func TestRefreshIsADerivation(t *testing.T) {
	refreshed(t, analysis.DefaultMeasureOptions())
	short := analysis.DefaultMeasureOptions()
	short.Timeout, short.Buckets[analysis.SameRequest].Capacity = time.Minute, 2
	refreshed(t, short)
}

func refreshed(t *testing.T, how analysis.MeasureOptions) {
	r := rand.New(rand.NewPCG(8, 9))
	c, _ := generatedCase(t, 41, 400, 150)
	matrix, err := c.MatrixWith(t.Context(), how, analysis.Window{}, nil)
	check(t, err)
	at, err := c.Watermark(t.Context())
	check(t, err)
	measured := 0
	for round := range 12 {
		events := generated(r, 3+round, 1+r.IntN(12))
		shift := []int64{-5_000_000, 0, 3_000_000, 90_000_000}[r.IntN(4)]
		for i := range events {
			events[i].Time += shift
			if round%3 > 0 {
				events[i].Client = nil
			}
			if r.IntN(4) == 0 {
				events[i].Key, events[i].Target = fmt.Appendf(nil, "new%d", r.IntN(50)), fmt.Appendf(nil, "/new/%d", r.IntN(99))
			}
		}
		switch r.IntN(4) {
		case 0:
			appendEvents(t, c, 3+round, events, 5)
		case 1:
			appendToTail(t, c, streamSource(3+round), events, 3)
			check(t, c.FlushTail(t.Context()))
		default:
			appendToTail(t, c, streamSource(3+round), events, 3)
		}
		fresh, now, err := c.Refresh(t.Context(), matrix, at)
		check(t, err)
		if now.Events != at.Events+int64(len(events)) {
			t.Errorf("%d events, then %d with %d more", at.Events, now.Events, len(events))
		}
		for row, key := range fresh.Key {
			if track := trackOf(t, c, key); len(track.Events) != int(fresh.Stats[row].Events) {
				t.Errorf("the track of %s has %d events of %d", key, len(track.Events), fresh.Stats[row].Events)
			}
			if old, was := matrix.Row(key); was && matrix.Stays(old, fresh.Window) {
				measured++
			}
		}
		window, err := c.Window(t.Context())
		check(t, err)
		full, err := c.MatrixWith(t.Context(), how, window, nil)
		check(t, err)
		if got, want := fmt.Sprintf("%+v", *fresh), fmt.Sprintf("%+v", *full); got != want {
			t.Fatalf("round %d: refreshed\n%s\nderived\n%s", round, got, want)
		}
		matrix, at = fresh, now
	}
	if measured == 0 {
		t.Error("everybody was measured every time")
	}
	// It derives, over the pages that the refreshes have added.
	kept, err := c.MatrixWith(t.Context(), how, analysis.Window{}, nil)
	check(t, err)
	if got, want := fmt.Sprintf("%+v", *matrix), fmt.Sprintf("%+v", *kept); got != want {
		t.Errorf("refreshed\n%s\nkept\n%s", got, want)
	}
}

func TestRefreshOfNothing(t *testing.T) {
	c, _ := generatedCase(t, 42, 100, 50)
	matrix, err := c.Matrix(t.Context())
	check(t, err)
	at, err := c.Watermark(t.Context())
	check(t, err)
	same, now, err := c.Refresh(t.Context(), matrix, at)
	check(t, err)
	if same != matrix || now != at {
		t.Error("something was made anew")
	}
}

// TestRefreshAfterASettingChanged gives what the new setting asks for.
func TestRefreshAfterASettingChanged(t *testing.T) {
	c, _ := generatedCase(t, 43, 300, 50)
	matrix, err := c.Matrix(t.Context())
	check(t, err)
	at, err := c.Watermark(t.Context())
	check(t, err)
	check(t, c.SetTimeout(t.Context(), time.Minute))
	fresh, _, err := c.Refresh(t.Context(), matrix, at)
	check(t, err)
	want, err := c.Matrix(t.Context())
	check(t, err)
	if fmt.Sprintf("%+v", *fresh) != fmt.Sprintf("%+v", *want) || sessions(fresh) == sessions(matrix) {
		t.Error("the timeout of before")
	}
}

// TestWatch sees what another process writes.
func TestWatch(t *testing.T) {
	c := newCase(t)
	other := openCase(t, c.Path())
	watch, err := c.Watch(t.Context())
	check(t, err)
	defer watch.Close()
	for round := range int64(3) {
		at, err := watch.Watermark(t.Context())
		check(t, err)
		again, err := watch.Watermark(t.Context())
		check(t, err)
		if at != again || at.Events != 7*round || at.Sequence != 7*round {
			t.Errorf("round %d: %+v, %+v", round, at, again)
		}
		appendToTail(t, other, streamSource(1+int(round)), generated(rand.New(rand.NewPCG(uint64(round), 1)), 1, 7), 3)
	}
}
