package tui

import (
	"time"

	"spoor/tui/term"
)

// bucketSize is how much time one bar of the timeline stands for. Bars begin where clocks of the zone do: at midnight, on Mondays, on the
// first of a month; a day that is an hour longer or shorter has more or fewer of them.
type bucketSize struct {
	words  string
	length time.Duration // of grains shorter than a day
	days   int           // of days and weeks
	months int           // of months and years
}

// grains are all there are, the finest first.
var grains = []bucketSize{
	{words: "1 s", length: time.Second}, {words: "5 s", length: 5 * time.Second}, {words: "15 s", length: 15 * time.Second},
	{words: "1 min", length: time.Minute}, {words: "5 min", length: 5 * time.Minute}, {words: "15 min", length: 15 * time.Minute},
	{words: "30 min", length: 30 * time.Minute}, {words: "1 h", length: time.Hour}, {words: "2 h", length: 2 * time.Hour},
	{words: "4 h", length: 4 * time.Hour}, {words: "8 h", length: 8 * time.Hour},
	{words: "1 day", days: 1}, {words: "1 week", days: 7}, {words: "1 month", months: 1}, {words: "3 months", months: 3}, {words: "1 year", months: 12},
}

// usual is how long the bucket size usually is.
func (g bucketSize) usual() time.Duration {
	const day = 24 * time.Hour
	return g.length + time.Duration(g.days)*day + time.Duration(g.months)*30*day
}

// begin is where the bar begins that a time is in; both are UTC milliseconds.
func (g bucketSize) begin(ms int64, c term.Clock) int64 {
	at := c.At(ms)
	year, month, day := at.Date()
	switch {
	case g.months > 0:
		month -= (month - 1) % time.Month(g.months)
		day = 1
	case g.days == 7:
		day -= (int(at.Weekday()) + 6) % 7
	}
	start := startOfDay(year, month, day, at.Location())
	if g.length == 0 {
		return start
	}
	step := g.length.Milliseconds()
	return start + (ms-start)/step*step
}

// startOfDay is the first moment of a day, which is not midnight where clocks are put on at midnight.
func startOfDay(year int, month time.Month, day int, zone *time.Location) int64 {
	start := time.Date(year, month, day, 0, 0, 0, 0, zone)
	for noon := time.Date(year, month, day, 12, 0, 0, 0, zone); start.Day() != noon.Day(); {
		start = start.Add(time.Hour)
	}
	return start.UnixMilli()
}

// next is where the bar after the one ends that begins at a time.
func (g bucketSize) next(begin int64, c term.Clock) int64 {
	at := c.At(begin)
	year, month, day := at.Date()
	if g.length == 0 {
		return startOfDay(year, month+time.Month(g.months), day+g.days, at.Location())
	}
	return min(begin+g.length.Milliseconds(), startOfDay(year, month, day+1, at.Location()))
}

// back is where the bar n bars before begins.
func (g bucketSize) back(begin int64, n int, c term.Clock) int64 {
	for range n {
		begin = g.begin(begin-1, c)
	}
	return begin
}

// on is where the bar n bars later begins.
func (g bucketSize) on(begin int64, n int, c term.Clock) int64 {
	for range n {
		begin = g.next(begin, c)
	}
	return begin
}

// bars are where n bars begin, from one on, and where the last of them ends.
func (g bucketSize) bars(begin int64, n int, c term.Clock) []int64 {
	edges := make([]int64, 1, n+1)
	edges[0] = begin
	for range n {
		begin = g.next(begin, c)
		edges = append(edges, begin)
	}
	return edges
}

// fitting is the finest bucket size, no finer than least, with which a time fits into so many bars; the coarsest if none does.
func fitting(from, to int64, bars int, least time.Duration) int {
	for i, g := range grains {
		if g.usual() >= least && time.Duration(to-from)*time.Millisecond <= g.usual()*time.Duration(bars-1) {
			return i
		}
	}
	return len(grains) - 1
}

// name writes the time of a bar: Tue 4 Mar 2003 02:00 – 03:00.
func (g bucketSize) name(from, to int64, c term.Clock) string {
	const date = "Mon 2 Jan 2006"
	a, b := c.At(from), c.At(to)
	switch {
	case g.months == 12:
		return a.Format("2006")
	case g.months == 1:
		return a.Format("January 2006")
	case g.length == 0 && g.days == 1:
		return a.Format(date)
	case g.length == 0:
		return a.Format(date) + " – " + b.AddDate(0, 0, -1).Format(date)
	case g.length < time.Minute:
		return a.Format(date+" 15:04:05") + " – " + b.Format("15:04:05")
	}
	return a.Format(date+" 15:04") + " – " + b.Format("15:04")
}

// tick is a word under the axis.
type tick struct {
	at   int // column
	word string
}

// tickGap is how far apart ticks are at least.
const tickGap = 12

// ticks name the times of bars, as many as have room. Edges are those of the bars, which are of one size. The first bar has a tick
// wherever it begins, if there is room before the next.
func ticks(edges []int64, at int, c term.Clock) (list []tick) {
	coarse := at
	for coarse < len(grains)-1 && grains[coarse].usual() < grains[at].usual()*tickGap {
		coarse++
	}
	g := grains[coarse]
	for i := 0; i < len(edges)-1; i++ {
		if i > 0 && g.begin(edges[i], c) <= edges[i-1] {
			continue
		}
		if touches := len(list) > 0 && list[len(list)-1].at+len(list[len(list)-1].word) >= i; touches {
			if list[len(list)-1].at > 0 || g.begin(edges[0], c) == edges[0] {
				continue
			}
			list = nil
		}
		list = append(list, tick{i, tickWord(g, edges[i], len(list) == 0, c)})
	}
	return list
}

// tickWord is what a tick says: the day where one begins, else the time of day. The first one says both.
func tickWord(g bucketSize, at int64, first bool, c term.Clock) string {
	t := c.At(at)
	midnight := t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0
	clockTime := "15:04"
	if g.length > 0 && g.length < time.Minute {
		clockTime = "15:04:05"
	}
	switch {
	case g.months == 12:
		return t.Format("2006")
	case g.months > 0:
		return t.Format("Jan 2006")
	case first && !midnight:
		return t.Format("2 Jan " + clockTime)
	case midnight:
		return t.Format("2 Jan")
	}
	return t.Format(clockTime)
}
