package analysis

import (
	"fmt"
	"math"
	"slices"

	"spoor/analysis/clock"
	"spoor/analysis/stats"
	"spoor/analysis/units"
)

var visitsApart = units.NewNoun("visit half an hour apart", "visits half an hour apart")

var schedule = Rule{
	Name: "schedule", Title: "visits at one minute of the hour", Unit: units.Odds, Family: Tempo, Alone: true,
	Grows: true, Kind: Threshold, HighOnly: true, Usual: 4, Sessions: true,
	Least: scheduleLeast, Observed: visitsApart, Over: units.NewNoun("visit", "visits"),
	More:       "more",
	ofSessions: true,
	measure:    measureSchedule,
	compare:    compareSchedule,
	beside:     besideSchedule,
	evidence:   scheduleEvidence,
}

const (
	scheduleLeast = 5                  // visits that tell anything
	scheduleApart = int64(30 * 60_000) // milliseconds between two visits that count
)

// measureSchedule is the number of visits; see compareSchedule.
func measureSchedule(m *Measurer) Value {
	m.scheduled()
	return Value{math.NaN(), int32(len(m.intervals))}
}

// busiestMinute is the minute of the hour that most visits begin in, by its first millisecond, and how many do.
func (m *Measurer) busiestMinute() (from, most int32) {
	m.scheduled()
	at, n := clock.BusiestMinute(m.intervals)
	return int32(at), int32(n)
}

// compareSchedule is how unlikely it is, as a power of 10, that so many visits begin within one minute of the hour if
// each begins as those of all users do: of n visits each tries the minute that begins with it, and each of the n − 1
// others lies in that with the share of the users whose first event does, 1⁄60 at least. People come at any minute, a
// job that a clock starts comes at its own; but of a log that was cut out of one minute of each hour, everybody's
// events lie there.
func compareSchedule(o *ordinary, m *Matrix, row int) Value {
	n, user := m.N[Schedule][row], &m.Stats[row]
	if n < scheduleLeast {
		return Value{math.NaN(), n}
	}
	p := max(float64(clock.MinuteLength)/float64(clock.HourLength), o.begins.Share(user.ScheduleAt))
	odds := -(math.Log10(float64(n)) + stats.Log10AtLeast(int(n-1), int(user.ScheduleMost-1), p))
	return Value{max(0, odds), n}
}

func besideSchedule(m *Matrix, row int) string {
	user := &m.Stats[row]
	return fmt.Sprintf("%s of %s began in the minute from %s of the hour on",
		units.Round(float64(user.ScheduleMost)), visitsApart.Amount(float64(m.N[Schedule][row])),
		m.at(user.First-user.First%clock.HourLength+int64(user.ScheduleAt)).Format("04:05"))
}

// hourBeginsOf says when in the hour the users begin, by their first events.
func hourBeginsOf(m *Matrix) clock.Begins {
	return clock.NewBegins(func(yield func(int64) bool) {
		for i := range m.Stats {
			if !yield(m.Stats[i].First) {
				return
			}
		}
	})
}

// scheduled puts into intervals at which millisecond of the hour visits begin, in rising order. Of visits that begin
// within half an hour, as after a logout, the first counts.
func (m *Measurer) scheduled() {
	m.intervals = m.intervals[:0]
	m.eachVisit(func(event int) { m.intervals = append(m.intervals, clock.OfHour(m.events[event].Time)) })
	slices.Sort(m.intervals)
}

// eachVisit calls take with the first event of each visit that counts.
func (m *Measurer) eachVisit(take func(event int)) {
	last := int64(math.MinInt64 / 2) // never
	for _, start := range m.starts {
		if now := m.events[start].Time; now-last >= scheduleApart {
			last = now
			take(start)
		}
	}
}

// scheduleEvidence finds the events that visits begin with in the minute of the hour that most begin in.
func scheduleEvidence(m *Measurer, _ *Profile, add func(event int)) {
	m.scheduled()
	from, _ := clock.BusiestMinute(m.intervals)
	m.eachVisit(func(event int) {
		after := clock.OfHour(m.events[event].Time) - from
		if (after+clock.HourLength)%clock.HourLength < clock.MinuteLength {
			add(event)
		}
	})
}
