package analysis

import (
	"fmt"
	"math"
	"slices"
)

var visitsApart = Noun{"visit half an hour apart", "visits half an hour apart"}

var schedule = Rule{
	Name: "schedule", Title: "visits at one minute of the hour", Unit: Odds, Family: Tempo, Alone: true, Grows: true,
	Kind: Threshold, HighOnly: true, Usual: 4, Sessions: true,
	Least: scheduleLeast, Observed: visitsApart, Over: Noun{"visit", "visits"},
	More:     "more",
	measure:  measureSchedule,
	compare:  compareSchedule,
	beside:   besideSchedule,
	evidence: scheduleEvidence,
}

const (
	scheduleLeast  = 5                  // visits that tell anything
	scheduleWindow = int64(60_000)      // milliseconds of the hour that one job begins in
	scheduleApart  = int64(30 * 60_000) // milliseconds between two visits that count
)

// measureSchedule is the number of visits; see compareSchedule.
func measureSchedule(m *Measurer) Value {
	m.scheduled()
	return Value{math.NaN(), int32(len(m.intervals))}
}

// busiestMinute is the minute of the hour that most visits begin in, by its first millisecond, and how many do.
func (m *Measurer) busiestMinute() (from, most int32) {
	m.scheduled()
	at, n := busiestMinute(m.intervals)
	return int32(at), int32(n)
}

// compareSchedule is how unlikely it is, as a power of 10, that so many visits begin within one minute of the hour if each
// begins as those of all users do: of n visits each tries the minute that begins with it, and each of the n − 1 others lies in
// that with the share of the users whose first event does, 1⁄60 at least. People come at any minute, a job that a clock starts
// comes at its own; but of a log that was cut out of one minute of each hour, everybody's events lie there.
func compareSchedule(o *ordinary, m *Matrix, row int) Value {
	n, facts := m.N[Schedule][row], &m.Facts[row]
	if n < scheduleLeast {
		return Value{math.NaN(), n}
	}
	p := max(float64(scheduleWindow)/float64(hourLength), o.begins.share(facts.ScheduleAt))
	odds := -(math.Log10(float64(n)) + log10AtLeast(int(n-1), int(facts.ScheduleMost-1), p))
	return Value{max(0, odds), n}
}

func besideSchedule(m *Matrix, row int) string {
	facts := &m.Facts[row]
	return fmt.Sprintf("%s of %s began in the minute from %02d:%02d of the hour on", round(float64(facts.ScheduleMost)),
		visitsApart.count(float64(m.N[Schedule][row])), facts.ScheduleAt/60_000, facts.ScheduleAt/1000%60)
}

// hourBegins says when in the hour users begin: by second, how many first events lie before it. Nil of nobody.
type hourBegins []int32

const secondsOfHour = 3600

func hourBeginsOf(m *Matrix) hourBegins {
	h := make(hourBegins, secondsOfHour+1)
	for i := range m.Facts {
		h[1+ofHour(m.Facts[i].First)/1000]++
	}
	for second := range secondsOfHour {
		h[second+1] += h[second]
	}
	return h
}

// share is the share of the users who begin within a minute from a millisecond of the hour on.
func (h hourBegins) share(from int32) float64 {
	if len(h) == 0 || h[secondsOfHour] == 0 {
		return 0
	}
	first := from / 1000
	last := first + int32(scheduleWindow/1000)
	within := h[min(last, secondsOfHour)] - h[first]
	if last > secondsOfHour {
		within += h[last-secondsOfHour]
	}
	return float64(within) / float64(h[secondsOfHour])
}

// scheduled puts into intervals at which millisecond of the hour visits begin, in rising order. Of visits that begin within
// half an hour, as after a logout, the first counts.
func (m *Measurer) scheduled() {
	m.intervals = m.intervals[:0]
	m.eachVisit(func(event int) { m.intervals = append(m.intervals, ofHour(m.events[event].Time)) })
	slices.Sort(m.intervals)
}

// eachVisit calls take with the first event of each visit that counts.
func (m *Measurer) eachVisit(take func(event int)) {
	last := int64(never)
	for _, start := range m.starts {
		if now := m.events[start].Time; now-last >= scheduleApart {
			last = now
			take(start)
		}
	}
}

func ofHour(milliseconds int64) int64 {
	return milliseconds - floorDiv(milliseconds, hourLength)*hourLength
}

// busiestMinute finds the time from which on a minute of the hour holds most of some sorted times of it, the first of such,
// and how many it holds. It may go on over the full hour.
func busiestMinute(times []int64) (from int64, most int) {
	n, end := len(times), 0
	for i := range times {
		for ; end < i+n; end++ {
			at := times[end%n] + int64(end/n)*hourLength
			if at-times[i] >= scheduleWindow {
				break
			}
		}
		if end-i > most {
			from, most = times[i], end-i
		}
	}
	return from, most
}

// log10AtLeast is the logarithm, to the base 10, of the probability of k successes or more of n tries with probability p.
func log10AtLeast(n, k int, p float64) float64 {
	if k <= 0 || p >= 1 {
		return 0
	}
	choose := func(x int) float64 { y, _ := math.Lgamma(float64(x) + 1); return y }
	first := choose(n) - choose(k) - choose(n-k) + float64(k)*math.Log(p) + float64(n-k)*math.Log1p(-p)
	sum, term := 1.0, 1.0 // in parts of the first
	for i := k; i < n && term > 1e-17*sum; i++ {
		term *= float64(n-i) / float64(i+1) * p / (1 - p)
		sum += term
	}
	return min(0, (first+math.Log(sum))/math.Ln10)
}

// scheduleEvidence finds the events that visits begin with in the minute of the hour that most begin in.
func scheduleEvidence(m *Measurer, _ *Profile, add func(event int)) {
	m.scheduled()
	from, _ := busiestMinute(m.intervals)
	m.eachVisit(func(event int) {
		if after := ofHour(m.events[event].Time) - from; (after+hourLength)%hourLength < scheduleWindow {
			add(event)
		}
	})
}
