package engine

import (
	"context"
	"testing"

	"spoor/analysis"
	"spoor/store"
	"spoor/store/model"
)

// countingCase counts what is asked of it.
type countingCase struct {
	users               *analysis.Matrix
	at                  store.Watermark
	measured, refreshed int
	meanwhile           int64 // events that come in while it is measured
}

func (c *countingCase) Sources(context.Context) ([]store.Source, error) { return nil, nil }

func (c *countingCase) Watermark(context.Context) (store.Watermark, error) { return c.at, nil }

func (c *countingCase) MatrixWith(_ context.Context, how analysis.MeasureOptions, window analysis.Window,
	_ model.Progress) (*analysis.Matrix, error) {
	c.measured++
	c.at.Events += c.meanwhile
	m := *c.users
	m.Measuring, m.Window = how, window
	return &m, nil
}

func (c *countingCase) Refresh(_ context.Context, before *analysis.Matrix, since store.Watermark) (*analysis.Matrix,
	store.Watermark, error) {
	if since == c.at {
		return before, c.at, nil
	}
	c.refreshed++
	m := *before
	return &m, c.at, nil
}

// TestMeasureReadsOnce: what has been measured is measured again only where the case, the window or the rules want it.
func TestMeasureReadsOnce(t *testing.T) {
	usual := analysis.DefaultMeasureOptions()
	other := usual
	other.Timeout = 900_000_000_000
	all, part := analysis.Window{}, analysis.Window{From: 1, To: 2}
	c := &countingCase{users: fourUsers().Matrix, at: store.Watermark{Events: 40}}
	var now Snapshot
	for _, step := range []struct {
		name                string
		settings            MeasureSettings
		more                int64 // events that have come in
		measured, refreshed int
	}{
		{"at first", MeasureSettings{all, usual, usual}, 0, 1, 0},
		{"again", MeasureSettings{all, usual, usual}, 0, 0, 0},
		{"by another timeout", MeasureSettings{all, usual, other}, 0, 1, 0},
		{"and back", MeasureSettings{all, usual, usual}, 0, 0, 0},
		{"in a window", MeasureSettings{part, usual, usual}, 0, 1, 0},
		{"with more events in the window", MeasureSettings{part, usual, usual}, 1, 1, 1},
		{"with more events", MeasureSettings{all, usual, usual}, 1, 0, 1},
		{"with more again", MeasureSettings{all, usual, usual}, 1, 0, 1},
	} {
		c.at.Events += step.more
		c.measured, c.refreshed = 0, 0
		next, err := Measure(t.Context(), c, now, step.settings, nil)
		if err != nil {
			t.Fatal(err)
		}
		if c.measured != step.measured || c.refreshed != step.refreshed {
			t.Errorf("%s: %d measured and %d brought up to date, want %d and %d", step.name, c.measured, c.refreshed,
				step.measured, step.refreshed)
		}
		if next.At != c.at || next.Users.Window != step.settings.Window || next.Users.Measuring != step.settings.Now {
			t.Errorf("%s: %+v of %v", step.name, next.At, next.Users.Window)
		}
		now = next
	}
}

// TestMeasureTakesWhatWasLoaded: a matrix that a load has made is taken if every event of the case is in it, and else
// not.
func TestMeasureTakesWhatWasLoaded(t *testing.T) {
	usual := analysis.DefaultMeasureOptions()
	for _, events := range []int64{40, 41} {
		c := &countingCase{users: fourUsers().Matrix, at: store.Watermark{Events: events}}
		loaded := *c.users
		loaded.Measuring = usual
		s, err := Measure(t.Context(), c, Snapshot{Whole: &loaded}, MeasureSettings{Saved: usual, Now: usual}, nil)
		if taken := s.Whole == &loaded; err != nil || taken != (events == 40) || taken != (c.measured == 0) {
			t.Errorf("%d events: taken is %v, %d measured, %v", events, taken, c.measured, err)
		}
	}
}

// TestMeasureCountsWhatCameMeanwhile: a snapshot counts the events of its users, although the case was asked how far it
// had come before these were measured.
func TestMeasureCountsWhatCameMeanwhile(t *testing.T) {
	usual := analysis.DefaultMeasureOptions()
	c := &countingCase{users: fourUsers().Matrix, at: store.Watermark{Last: 7}, meanwhile: Events(fourUsers().Matrix)}
	s, err := Measure(t.Context(), c, Snapshot{}, MeasureSettings{Saved: usual, Now: usual}, nil)
	if want := (store.Watermark{Last: 7, Events: c.at.Events}); err != nil || s.At != want || s.At.Events == 0 {
		t.Errorf("as of %+v, %v; want %+v", s.At, err, want)
	}
}
