package analysis

import (
	"strconv"

	"spoor/analysis/clock"
	"spoor/analysis/units"
)

var hoursWithNew = units.NewNoun("hour with something new", "hours with something new")

var roundTheClock = Rule{
	Name: "round-the-clock", Title: "hours active of 24", Unit: units.Share, Family: Tempo, Alone: true, Grows: true,
	Kind: Threshold, HighOnly: true, Usual: 0.75,
	Least: 1, Observed: hoursWithNew, Over: hoursWithNew,
	More:     "more",
	measure:  measureRoundTheClock,
	evidence: roundTheClockEvidence,
	beside:   besideRoundTheClock,
	missing:  missingHours,
}

// measureRoundTheClock is the largest share of 24 hours on end in which an account viewed an item for the first time:
// people sleep, and a tab that reloads itself looks at nothing new. Behind an address there may be many people, one of
// whom is always awake.
func measureRoundTheClock(m *Measurer) Value {
	most, _ := m.busiestDay()
	return Value{float64(most) / hoursOfDay, int32(len(m.observed))}
}

// busiestDay gathers the hours with something new, and the first view of something new in each. It gives the most of
// them in 24 hours on end, and the first of these, as an index; of equals the first ones count.
func (m *Measurer) busiestDay() (most, first int) {
	m.observed, m.observedAt = m.observed[:0], m.observedAt[:0]
	if m.address {
		return 0, 0
	}
	m.seen.Clear()
	from := 0
	for _, event := range m.views {
		if m.seen.Add(m.events[event].Item) > 1 {
			continue
		}
		hour := int32(clock.FloorDiv(m.events[event].Time, clock.HourLength))
		if n := len(m.observed); n > 0 && m.observed[n-1] == hour {
			continue
		}
		m.observed, m.observedAt = append(m.observed, hour), append(m.observedAt, event)
		for m.observed[from] <= hour-hoursOfDay {
			from++
		}
		if n := len(m.observed) - from; n > most {
			most, first = n, from
		}
	}
	return most, first
}

// roundTheClockEvidence finds the first new item of each of the hours.
func roundTheClockEvidence(m *Measurer, _ *Profile, add func(event int)) {
	most, first := m.busiestDay()
	for _, event := range m.observedAt[first : first+most] {
		add(int(event))
	}
}

func besideRoundTheClock(m *Matrix, row int) string {
	return "something new in " + strconv.Itoa(int(m.X[RoundTheClock][row]*hoursOfDay+0.5)) + " of 24 hours on end"
}

func missingHours(m *Matrix, row int) string {
	if m.Stats[row].Address {
		return "no account"
	}
	return ""
}
