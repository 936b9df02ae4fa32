// Package axis writes the times that stand under the bars of a chart of time.
package axis

import (
	"time"

	"spoor/internal/engine"
	"spoor/tui/term"
)

// Name writes the time of a bar: Tue 4 Mar 2003 02:00 – 03:00.
func Name(b engine.Bucket, from, to int64, c term.Clock) string {
	const date = "Mon 2 Jan 2006"
	first, end := c.At(from), c.At(to)
	switch {
	case b.Months == 12:
		return first.Format("2006")
	case b.Months == 1:
		return first.Format("January 2006")
	case b.Length == 0 && b.Days == 1:
		return first.Format(date)
	case b.Length == 0:
		return first.Format(date) + " – " + end.AddDate(0, 0, -1).Format(date)
	case b.Length < time.Minute:
		return first.Format(date+" 15:04:05") + " – " + end.Format("15:04:05")
	}
	return first.Format(date+" 15:04") + " – " + end.Format("15:04")
}

// Tick is a word under an axis.
type Tick struct {
	At   int // the bar that it stands under
	Word string
}

// tickGap is how far apart ticks are at least.
const tickGap = 12

// Ticks name the times of bars, as many as have room. Edges are those of the bars, each of which is the bucket of that
// number. The first bar has a tick wherever it begins, if there is room before the next.
func Ticks(edges []int64, bucket int, c term.Clock) (list []Tick) {
	coarse := bucket
	for coarse < len(engine.Buckets)-1 && engine.Buckets[coarse].Usual() < engine.Buckets[bucket].Usual()*tickGap {
		coarse++
	}
	b := engine.Buckets[coarse]
	for i := 0; i < len(edges)-1; i++ {
		if i > 0 && b.Begin(edges[i], c.Location()) <= edges[i-1] {
			continue
		}
		if touches := len(list) > 0 && list[len(list)-1].At+len(list[len(list)-1].Word) >= i; touches {
			if list[len(list)-1].At > 0 || b.Begin(edges[0], c.Location()) == edges[0] {
				continue
			}
			list = nil
		}
		list = append(list, Tick{i, tickWord(b, edges[i], len(list) == 0, c)})
	}
	if bars := len(edges) - 1; len(list) < 2 && bars > tickGap {
		return evenly(edges, engine.Buckets[bucket], c)
	}
	return list
}

// evenly names every so manyth bar, where the rounder times that usually are named lie too far apart to tell anything.
func evenly(edges []int64, b engine.Bucket, c term.Clock) (list []Tick) {
	for i := 0; i < len(edges)-1; i += tickGap {
		list = append(list, Tick{i, tickWord(b, edges[i], i == 0, c)})
	}
	return list
}

// tickWord is what a tick says: the day where one begins, else the time of day. The first one says both.
func tickWord(b engine.Bucket, at int64, first bool, c term.Clock) string {
	t := c.At(at)
	midnight := t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0
	clockTime := "15:04"
	if b.Length > 0 && b.Length < time.Minute {
		clockTime = "15:04:05"
	}
	switch {
	case b.Months == 12:
		return t.Format("2006")
	case b.Months > 0:
		return t.Format("Jan 2006")
	case first && !midnight:
		return t.Format("2 Jan " + clockTime)
	case midnight:
		return t.Format("2 Jan")
	}
	return t.Format(clockTime)
}
