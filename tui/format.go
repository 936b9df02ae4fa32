package tui

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/dustin/go-humanize"
)

// count writes a whole number with separators: 16,414.
func count[T ~int | ~int32 | ~int64](n T) string { return humanize.Comma(int64(n)) }

// plural writes a number and what is counted: 1 user, 16,414 users.
func plural[T ~int | ~int32 | ~int64](n T, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return count(n) + " " + one + "s"
}

// figure writes a measured value with about three digits: 0.42, 6.1, 38, 1,512.
func figure(x float64) string {
	switch {
	case math.IsNaN(x):
		return "–"
	case math.Abs(x) >= 100 || x == math.Trunc(x):
		return humanize.Comma(int64(math.Round(x)))
	case math.Abs(x) >= 10:
		return strconv.FormatFloat(x, 'f', 0, 64)
	case math.Abs(x) >= 1:
		return strconv.FormatFloat(x, 'f', 1, 64)
	}
	return strconv.FormatFloat(x, 'f', 2, 64)
}

// percent writes a share of all: 2.4 %, and never 0 % for what is not nothing.
func percent(part, all int) string {
	if all == 0 {
		return "–"
	}
	share := 100 * float64(part) / float64(all)
	switch {
	case part > 0 && share < 0.1:
		return "<0.1 %"
	case share < 10 && part > 0:
		return strconv.FormatFloat(share, 'f', 1, 64) + " %"
	}
	return strconv.FormatFloat(share, 'f', 0, 64) + " %"
}

// short writes a duration in at most five cells: 0.4s, 38s, 7m22s, 3h05m, 12d.
func short(d time.Duration) string {
	seconds := int(d.Round(time.Second) / time.Second)
	switch {
	case d < 10*time.Second && d%time.Second != 0:
		return strconv.FormatFloat(d.Seconds(), 'f', 1, 64) + "s"
	case seconds < 60:
		return strconv.Itoa(seconds) + "s"
	case seconds < 10*60:
		return fmt.Sprintf("%dm%02ds", seconds/60, seconds%60)
	case seconds < 60*60:
		return strconv.Itoa(seconds/60) + "m"
	case seconds < 24*60*60:
		return fmt.Sprintf("%dh%02dm", seconds/3600, seconds/60%60)
	}
	return strconv.Itoa(seconds/86400) + "d"
}

// long writes a duration in words, in its two largest units: 7 min 22 s, 3 h 5 min, 12 d 4 h.
func long(d time.Duration) string {
	seconds := int(d.Round(time.Second) / time.Second)
	switch {
	case seconds < 60:
		return fmt.Sprintf("%d s", seconds)
	case seconds < 3600:
		return fmt.Sprintf("%d min %d s", seconds/60, seconds%60)
	case seconds < 86400:
		return fmt.Sprintf("%d h %d min", seconds/3600, seconds/60%60)
	}
	return fmt.Sprintf("%d d %d h", seconds/86400, seconds/3600%24)
}

// seconds writes a reading time of that many seconds, for a column: 2.1s, 38s, 4m10s.
func seconds(x float64) string {
	if math.IsNaN(x) {
		return "–"
	}
	return short(time.Duration(x * float64(time.Second)).Round(100 * time.Millisecond))
}

// clock tells times of the case in one time zone.
type clock struct{ zone *time.Location }

func (c clock) at(ms int64) time.Time {
	zone := c.zone
	if zone == nil {
		zone = time.UTC
	}
	return time.UnixMilli(ms).In(zone)
}

// periods are the ways to write a time in a filter, and when a time that is written so ends.
var periods = []struct {
	layout string
	end    func(from time.Time) time.Time
}{
	{"2006-01-02", func(from time.Time) time.Time { return from.AddDate(0, 0, 1) }},
	{"2006-01", func(from time.Time) time.Time { return from.AddDate(0, 1, 0) }},
	{"2006", func(from time.Time) time.Time { return from.AddDate(1, 0, 0) }},
	{"2006-01-02T15:04", func(from time.Time) time.Time { return from.Add(time.Minute) }},
}

// period reads a day, a month, a year or a minute; it goes from one time, in UTC milliseconds, up to another.
func (c clock) period(text string) (from, to int64, ok bool) {
	for _, p := range periods {
		if at, err := time.ParseInLocation(p.layout, text, c.at(0).Location()); err == nil {
			return at.UnixMilli(), p.end(at).UnixMilli(), true
		}
	}
	return 0, 0, false
}

// day writes 31 Mar, which is enough where the span of the case is in the header.
func (c clock) day(ms int64) string { return c.at(ms).Format("2 Jan") }

// second writes 14:02:11.
func (c clock) second(ms int64) string { return c.at(ms).Format("15:04:05") }

// full writes Tue 4 Mar 2003 02:11:40.
func (c clock) full(ms int64) string { return c.at(ms).Format("Mon 2 Jan 2006 15:04:05") }

// span writes the days from one time to another, naming what they share once: 1 – 31 Mar 2003.
func (c clock) span(from, to int64) string {
	a, b := c.at(from), c.at(to)
	end := b.Format("2 Jan 2006")
	switch {
	case a.Format("2 Jan 2006") == end:
		return end
	case a.Year() != b.Year():
		return a.Format("2 Jan 2006") + " – " + end
	case a.Month() != b.Month():
		return a.Format("2 Jan") + " – " + end
	}
	return a.Format("2") + " – " + end
}

// stretch writes the time from one moment to before another: days where both are a midnight, 3 Mar 14:00 – 15:00 otherwise.
func (c clock) stretch(from, to int64) string {
	a, b, last := c.at(from), c.at(to), c.at(to-1)
	format := "15:04"
	switch {
	case a.Format("15:04:05") == "00:00:00" && b.Format("15:04:05") == "00:00:00":
		return c.span(from, to-1)
	case a.Second() != 0 || b.Second() != 0:
		format = "15:04:05"
	}
	if a.Format(time.DateOnly) == last.Format(time.DateOnly) {
		return a.Format("2 Jan "+format) + " – " + b.Format(format)
	}
	return a.Format("2 Jan "+format) + " – " + b.Format("2 Jan "+format)
}

func (c clock) name() string { return c.at(0).Location().String() }
