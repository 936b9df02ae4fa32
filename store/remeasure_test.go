package store

import (
	"context"
	"errors"
	"testing"
	"time"

	"spoor/analysis"
)

// TestMeasuredAgain: what a rule set asks for gives what a case gives that was set so, and nothing of it is kept.
func TestMeasuredAgain(t *testing.T) {
	c, _ := generatedCase(t, 31, 500, 200)
	before, err := c.Matrix(t.Context())
	check(t, err)
	how := analysis.DefaultMeasureOptions()
	how.Timeout = time.Minute
	var reached, all int64
	got, err := c.MatrixWith(t.Context(), how, analysis.Window{}, func(done, total int64) { reached, all = done, total })
	check(t, err)
	if reached != all || all == 0 {
		t.Errorf("progress ended at %d of %d", reached, all)
	}
	unchanged, err := c.Matrix(t.Context())
	check(t, err)
	sameMatrix(t, unchanged, before)
	check(t, c.SetTimeout(t.Context(), time.Minute))
	want, err := c.Matrix(t.Context())
	check(t, err)
	if got.Measuring != how || got.Timeout != time.Minute {
		t.Errorf("measured as %+v, with sessions of %s", got.Measuring, got.Timeout)
	}
	got.Measuring = want.Measuring
	sameMatrix(t, got, want)
	kept, err := c.MatrixWith(t.Context(), how, analysis.Window{}, func(done, total int64) {
		t.Error("measured though it is kept")
	})
	check(t, err)
	kept.Measuring = want.Measuring
	sameMatrix(t, kept, want)
}

func TestMeasuringAgainStops(t *testing.T) {
	c, _ := generatedCase(t, 32, 300, 50)
	how := analysis.DefaultMeasureOptions()
	how.Overlap = time.Second
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.MatrixWith(ctx, how, analysis.Window{}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
