package demo

import (
	"math"
	"time"
)

// Some people leave a page open that loads itself again, for hours or for days. A few of the longest decide the average
// session of the whole site.
const (
	shareOfLeftOpen  = 0.0068 // of the users of a month
	leftOpenLeast    = 345 * time.Minute
	leftOpenShape    = 1.2
	leftOpenMost     = 20143 * time.Minute
	leftOpenInterval = 600 * time.Second
)

// leaveOpen lets some of the ordinary people who come once leave a page open. Each has an equal part of the Pareto
// distribution and takes its mean, so that the average of the site depends neither on luck nor on the number of its
// users.
func (w *world) leaveOpen() {
	from, until := w.span()
	longest := min(leftOpenMost, time.Duration(until-from)*time.Millisecond/2)
	n := int(math.Round(shareOfLeftOpen * w.months() * float64(w.Users)))
	i := 0
	for _, p := range w.people {
		p.leftOpen = 0
		if i < n && p.kind == nil && p.joined.Before(w.Start) && w.habitsOf(p).visits == 1 {
			low, high := float64(i)/float64(n), float64(i+1)/float64(n)
			mean := (leftOpenUpTo(high, longest) - leftOpenUpTo(low, longest)) / (high - low)
			p.leftOpen = time.Duration(mean)
			i++
		}
	}
}

// leftOpenUpTo is the integral of the quantiles of how long pages are left open, from 0 up to u. None is above the
// longest.
func leftOpenUpTo(u float64, longest time.Duration) float64 {
	least, most := float64(leftOpenLeast), max(float64(longest), float64(leftOpenLeast))
	uncapped := 1 - math.Pow(least/most, leftOpenShape) // the share that stays below the longest
	below := min(u, uncapped)
	const k = 1 - 1/leftOpenShape
	return least/k*(1-math.Pow(1-below, k)) + most*(u-below)
}
