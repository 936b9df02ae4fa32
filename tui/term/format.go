package term

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
)

// Count writes a whole number with separators: 16,414.
func Count[T ~int | ~int32 | ~int64](n T) string { return humanize.Comma(int64(n)) }

// Plural writes a number and what is counted, of which one is given: 1 user, 16,414 users.
func Plural[T ~int | ~int32 | ~int64](n T, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return Count(n) + " " + one + "s"
}

// Figure writes a measured value with two or three digits, or all before the point: 0.42, 6.1, 38, 1,512. NaN is –.
func Figure(x float64) string {
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

// Percent writes a part of all as a share: 2.4 %, never 0 % for what is not nothing, and – where all is nothing.
func Percent(part, all int) string {
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

// ShortDuration writes a duration in at most five cells: 0.4s, 38s, 7m22s, 3h05m, 12d.
func ShortDuration(d time.Duration) string {
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

// LongDuration writes a duration in words, in its two largest units: 7 min 22 s, 3 h 5 min, 12 d 4 h. The smaller
// one is left out where it is 0: 30 min.
func LongDuration(d time.Duration) string {
	seconds := int(d.Round(time.Second) / time.Second)
	two := func(large int, unit string, small int, of string) string {
		words := strconv.Itoa(large) + " " + unit
		if small > 0 {
			words += " " + strconv.Itoa(small) + " " + of
		}
		return words
	}
	switch {
	case seconds < 60:
		return strconv.Itoa(seconds) + " s"
	case seconds < 3600:
		return two(seconds/60, "min", seconds%60, "s")
	case seconds < 86400:
		return two(seconds/3600, "h", seconds/60%60, "min")
	}
	return two(seconds/86400, "d", seconds/3600%24, "h")
}

// PerSecond writes how many there were a second; "" where it is too early to say.
func PerSecond(n int64, elapsed time.Duration) string {
	if elapsed < time.Second/10 {
		return ""
	}
	return Count(int64(float64(n) / elapsed.Seconds()))
}

// Seconds writes so many seconds for a column: 2.1s, 38s, 4m10s. NaN is –.
func Seconds(x float64) string {
	if math.IsNaN(x) {
		return "–"
	}
	return ShortDuration(time.Duration(x * float64(time.Second)).Round(100 * time.Millisecond))
}

// Clock tells times of the case in one time zone. All its times are UTC milliseconds.
type Clock struct{ Zone *time.Location } // nil: UTC

// Location returns the zone of the clock.
func (c Clock) Location() *time.Location {
	if c.Zone == nil {
		return time.UTC
	}
	return c.Zone
}

// At returns a time in the zone of the clock.
func (c Clock) At(ms int64) time.Time { return time.UnixMilli(ms).In(c.Location()) }

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

// ParsePeriod reads a day, a month, a year or a minute, as 2026-03-31, 2026-03, 2026 or 2026-03-31T14:02. The period
// goes from one time up to, but not including, another; ok is false for anything else.
func (c Clock) ParsePeriod(text string) (from, to int64, ok bool) {
	for _, p := range periods {
		if at, err := time.ParseInLocation(p.layout, text, c.At(0).Location()); err == nil {
			return at.UnixMilli(), p.end(at).UnixMilli(), true
		}
	}
	return 0, 0, false
}

// Typed reads a time as one types it, 2026-03-13 02:15, 2026-03-13 or 02:15:30; a time of day is on the day of another
// time. ok is false for anything else.
func (c Clock) Typed(text string, on int64) (ms int64, ok bool) {
	text = strings.Replace(strings.TrimSpace(text), " ", "T", 1)
	if from, _, ok := c.ParsePeriod(text); ok {
		return from, true
	}
	day := c.At(on).Format(time.DateOnly) + "T"
	for _, try := range []string{text, day + text, day + text + ":00"} {
		if at, err := time.ParseInLocation("2006-01-02T15:04:05", try, c.Location()); err == nil {
			return at.UnixMilli(), true
		}
	}
	return 0, false
}

// Day writes 31 Mar, which is enough where the span of the case is in the header.
func (c Clock) Day(ms int64) string { return c.At(ms).Format("2 Jan") }

// TimeOfDay writes 14:02:11.
func (c Clock) TimeOfDay(ms int64) string { return c.At(ms).Format("15:04:05") }

// DateTime writes Tue 4 Mar 2003 02:11:40.
func (c Clock) DateTime(ms int64) string { return c.At(ms).Format("Mon 2 Jan 2006 15:04:05") }

// Span writes the days from one time to another, naming what they share once: 1 – 31 Mar 2003.
func (c Clock) Span(from, to int64) string {
	a, b := c.At(from), c.At(to)
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

// Interval writes the time from one moment to before another: days where both are a midnight, else as 3 Mar 14:00 –
// 15:00.
func (c Clock) Interval(from, to int64) string {
	a, b, last := c.At(from), c.At(to), c.At(to-1)
	format := "15:04"
	switch {
	case a.Format("15:04:05") == "00:00:00" && b.Format("15:04:05") == "00:00:00":
		return c.Span(from, to-1)
	case a.Second() != 0 || b.Second() != 0:
		format = "15:04:05"
	}
	if a.Format(time.DateOnly) == last.Format(time.DateOnly) {
		return a.Format("2 Jan "+format) + " – " + b.Format(format)
	}
	return a.Format("2 Jan "+format) + " – " + b.Format("2 Jan "+format)
}

// ZoneName returns the name of the zone: UTC, Asia/Seoul.
func (c Clock) ZoneName() string { return c.At(0).Location().String() }
