package demo

import (
	"math"
	"slices"
	"time"
)

// Most people come once or twice; a tenth comes regularly, and often.
const (
	shareOfRegulars = 0.1005
	lastCasualVisit = 0.655 // chance that a casual visit is the last
	regularVisits   = 17.0
	regularShape    = 4.6
	mostVisits      = 147
	shareLeaving    = 0.12 // people who stop coming some time before the end
)

// drawVisits returns how often a person comes in a month, and whether regularly.
func drawVisits(d draws) (visits int, regular bool) {
	if d.chance(shareOfRegulars) {
		return min(int(pareto(d.Float64(), regularVisits, regularShape)), mostVisits), true
	}
	return d.geometric(lastCasualVisit), false
}

// drawItems returns how many different postings a person with so many visits looks at.
func drawItems(d draws, visits int, regular bool) int {
	if !regular {
		return 1 + d.negativeBinomial(5.0, 2.2)
	}
	items := d.logNormal(16, 0.65) * math.Pow(float64(visits)/20, 0.35)
	return int(min(max(items, 6), 152))
}

// How busy the site is, by hour of the day and by day of the week from Sunday on; 1 is the most.
var (
	byHour = [24]float64{.3, .2, .1, .1, .1, .1, .2, .3, .6, .9, 1, .9, .7, .9, 1, 1, .9, .8, .6, .5, .5, .6, .6, .5}
	byDay  = [7]float64{.5, 1, .95, .9, .9, .85, .5}
)

// startTimes draws when n visits begin, in order, between two moments in UTC milliseconds.
func (w *world) startTimes(d draws, n int, from, until int64) []int64 {
	starts := make([]int64, n)
	for i := range starts {
		for {
			starts[i] = from + d.Int64N(max(until-from, 1))
			local := time.UnixMilli(starts[i]).In(w.Start.Location())
			if d.chance(byHour[local.Hour()] * byDay[local.Weekday()]) {
				break
			}
		}
	}
	slices.Sort(starts)
	return starts
}

// presence is the time in which a person visits the site: from joining, and for those who leave up to some day before
// the end.
func (w *world) presence(p *person) (from, until int64, leaves bool) {
	d := w.periodStream(presenceStream, p.number)
	from, until = w.span()
	from = max(from, p.joined.UnixMilli())
	if leaves = d.chance(shareLeaving); leaves {
		until = from + int64(d.between(0.1, 0.9)*float64(until-from))
	}
	return from, until, leaves
}
