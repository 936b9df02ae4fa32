package model

import (
	"testing"

	"spoor/analysis"
)

func TestTimelineStepsFitTheWindow(t *testing.T) {
	const day = 24 * 3600 * 1000
	for _, c := range []struct{ from, days, wantStep, wantFrom int64 }{
		{1_046_476_800_500, 1, 1000, 1_046_476_800_000},
		{1_046_476_800_500, 13, 60_000, 1_046_476_800_000},
		{1_046_476_861_000, 1000, 900_000, 1_046_476_800_000},
		{-62_135_596_800_000, 2024 * 365, day, -62_135_596_800_000}, // from the year 1 on
		{-1, 1, 1000, -1000},
	} {
		line := NewTimeline(analysis.Window{From: c.from, To: c.from + c.days*day})
		steps := len(line.Events)
		if line.Step != c.wantStep || line.From != c.wantFrom || steps > mostSteps || line.stepOf(c.from) != 0 {
			t.Errorf("%+v: %d steps of %d ms from %d", c, steps, line.Step, line.From)
		}
	}
}
