package tui

import (
	"time"

	"spoor/internal/engine"
	"spoor/tui/term"
)

// bucketSize is how much time one bar of the timeline stands for.
type bucketSize struct{ engine.Bucket }

// grains are all there are, the finest first.
var grains = func() (all []bucketSize) {
	for _, b := range engine.Buckets {
		all = append(all, bucketSize{b})
	}
	return all
}()

// begin is where the bar begins that a time is in; both are UTC milliseconds.
func (g bucketSize) begin(ms int64, c term.Clock) int64 { return g.Begin(ms, c.Location()) }

// next is where the bar after the one begins that begins at a time.
func (g bucketSize) next(begin int64, c term.Clock) int64 { return g.Next(begin, c.Location()) }

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

// fitting is the finest bucket size, no finer than least, with which a time fits into so many bars; the coarsest if
// none does.
func fitting(from, to int64, bars int, least time.Duration) int {
	for i, g := range grains {
		if g.Usual() >= least && time.Duration(to-from)*time.Millisecond <= g.Usual()*time.Duration(bars-1) {
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
	case g.Months == 12:
		return a.Format("2006")
	case g.Months == 1:
		return a.Format("January 2006")
	case g.Length == 0 && g.Days == 1:
		return a.Format(date)
	case g.Length == 0:
		return a.Format(date) + " – " + b.AddDate(0, 0, -1).Format(date)
	case g.Length < time.Minute:
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

// ticks name the times of bars, as many as have room. Edges are those of the bars, which are of one size. The first bar
// has a tick wherever it begins, if there is room before the next.
func ticks(edges []int64, at int, c term.Clock) (list []tick) {
	coarse := at
	for coarse < len(grains)-1 && grains[coarse].Usual() < grains[at].Usual()*tickGap {
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
	if g.Length > 0 && g.Length < time.Minute {
		clockTime = "15:04:05"
	}
	switch {
	case g.Months == 12:
		return t.Format("2006")
	case g.Months > 0:
		return t.Format("Jan 2006")
	case first && !midnight:
		return t.Format("2 Jan " + clockTime)
	case midnight:
		return t.Format("2 Jan")
	}
	return t.Format(clockTime)
}
