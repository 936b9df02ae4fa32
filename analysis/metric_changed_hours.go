package analysis

import (
	"spoor/analysis/clock"
	"spoor/analysis/units"
)

var activeHours = units.NewNoun("active hour", "active hours")

var changedHours = Rule{
	Name: "changed-hours", Title: "change of the hours of the day", Unit: units.Odds, Family: Identity,
	Grows: true, Kind: Threshold, HighOnly: true, Usual: 1,
	Least: changeLeast, Observed: activeHours, Over: activeHours,
	More:     "more",
	measure:  measureChangedHours,
	evidence: changedHoursEvidence,
}

const (
	changeLeast = 40 // observations that an own history must have
	changeSide  = 10 // of them before a change and after it
	changePrior = 0.1

	hoursOfDay = 24
)

// measureChangedHours is the logarithm of the odds that the user kept other hours of the day (UTC) from some time on
// than before, by the hours with any event, each counted once on its day. They grow with every hour of a habit, so that
// much use confirms nothing.
func measureChangedHours(m *Measurer) Value {
	odds, _ := m.splitHours()
	return Value{odds, int32(len(m.observed))}
}

// splitHours finds the first event of the active hour from which on the hours are others.
func (m *Measurer) splitHours() (odds float64, event int) {
	m.observed, m.observedAt = m.observed[:0], m.observedAt[:0]
	last := int64(-1 << 62)
	for i := range m.events {
		if hour := clock.FloorDiv(m.events[i].Time, clock.HourLength); hour != last {
			last = hour
			m.observed = append(m.observed, int32((hour%hoursOfDay+hoursOfDay)%hoursOfDay))
			m.observedAt = append(m.observedAt, int32(i))
		}
	}
	return m.splitObserved(hoursOfDay, changePrior)
}

// splitObserved finds where the observations fall in two, and the event of the first one after it; −1 where there are
// too few.
func (m *Measurer) splitObserved(kinds int, prior float64) (odds float64, event int) {
	if len(m.observed) < changeLeast {
		return 0, -1
	}
	odds, at := m.splitter.Best(m.observed, kinds, prior, changeSide)
	return odds, int(m.observedAt[at])
}

// changedHoursEvidence finds the events of the first day of other hours.
func changedHoursEvidence(m *Measurer, _ *Profile, add func(event int)) {
	_, event := m.splitHours()
	m.addDayFrom(event, add)
}

// addDayFrom adds the events of a day from one on.
func (m *Measurer) addDayFrom(event int, add func(event int)) {
	for i := event; i >= 0 && i < len(m.events) && m.events[i].Time < m.events[event].Time+clock.DayLength; i++ {
		add(i)
	}
}
