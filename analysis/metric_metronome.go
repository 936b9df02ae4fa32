package analysis

import (
	"math"
	"slices"

	"spoor/analysis/stats"
	"spoor/analysis/units"
	"spoor/analysis/web"
)

var gaps = units.NewNoun("gap between views", "gaps between views")

var metronome = Rule{
	Name: "metronome", Title: "steadiness", Unit: units.Share, Family: Tempo,
	Kind: Threshold, HighOnly: true, Usual: 0.9,
	Least: metronomeLeast, Observed: gaps, Over: gaps,
	More:       "more",
	ofSessions: true,
	measure:    measureMetronome,
	evidence:   metronomeEvidence,
	missing:    missingClock,
}

// metronomeLeast is how many gaps tell anything.
const metronomeLeast = 20

// clockSteps is how many steps of the clock the median gap must have: of shorter ones, the clock makes a few equal
// numbers.
const clockSteps = 5

// measureMetronome is 1 − MAD ÷ median of the gaps between views: 1 for a machine that waits equally long each time,
// 0.3 to 0.5 for people. Gaps of 0 and those between views of one item don't count: a tab that reloads itself is no
// metronome. After the beacon score of RITA.
func measureMetronome(m *Measurer) Value {
	m.intervals = m.intervals[:0]
	m.eachGap(func(_ int, gap int64) { m.intervals = append(m.intervals, gap) })
	n := len(m.intervals)
	if n < metronomeLeast {
		return Value{N: int32(n)}
	}
	slices.Sort(m.intervals)
	median := stats.Median(m.intervals)
	if median < float64(clockSteps*m.clock()) {
		return Value{math.NaN(), int32(n)}
	}
	return Value{1 - stats.MedianDeviation(m.intervals, median)/median, int32(n)}
}

// eachGap calls take for the gaps that count, with the view that ends each.
func (m *Measurer) eachGap(take func(view int, gap int64)) {
	for s, start := range m.starts {
		session := m.session(s)
		before := -1
		for i := range session {
			if !session[i].Traits.Has(web.View) {
				continue
			}
			if before >= 0 && session[i].Item != session[before].Item && session[i].Time > session[before].Time {
				take(start+i, session[i].Time-session[before].Time)
			}
			before = i
		}
	}
}

// clock is the step of the clock that the views are timed by, in milliseconds: a second, or one of them.
func (m *Measurer) clock() int64 {
	for i := range m.views {
		if m.view(i).Time%1000 != 0 {
			return 1
		}
	}
	return 1000
}

func missingClock(m *Matrix, row int) string {
	if m.N[Metronome][row] < metronomeLeast {
		return ""
	}
	return "the gaps are too short for the clock of the log"
}

// metronomeEvidence finds the views that came after a gap within a tenth of the median.
func metronomeEvidence(m *Measurer, _ *Profile, add func(event int)) {
	measureMetronome(m)
	if len(m.intervals) == 0 {
		return
	}
	median := stats.Median(m.intervals)
	m.eachGap(func(view int, gap int64) {
		if math.Abs(float64(gap)-median) <= median/10 {
			add(view)
		}
	})
}
