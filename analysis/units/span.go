package units

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// spanUnits are how long the units of a span are, the longest first.
var spanUnits = []struct {
	name   string
	length time.Duration
}{{"d", 24 * time.Hour}, {"h", time.Hour}, {"m", time.Minute}, {"s", time.Second}}

// LongestSpan is a year and a day.
const LongestSpan = 366 * 24 * time.Hour

// ParseSpan reads how long the time of a rule is, such as 30s, 5m, 2h or 7d.
func ParseSpan(text string) (time.Duration, error) {
	for _, unit := range spanUnits {
		if number, is := strings.CutSuffix(text, unit.name); is {
			n, err := strconv.ParseUint(number, 10, 32)
			if length := time.Duration(n) * unit.length; err == nil && length > 0 && length <= LongestSpan {
				return length, nil
			}
		}
	}
	return 0, fmt.Errorf("%q is not a time; write 30s, 5m, 2h or 7d", text)
}

// FormatSpan writes a time as ParseSpan reads it, "" for none.
func FormatSpan(length time.Duration) string {
	for _, unit := range spanUnits {
		if length > 0 && length%unit.length == 0 {
			return fmt.Sprint(int64(length/unit.length), unit.name)
		}
	}
	return ""
}

// Length is a length of time for people: "30 min", "1 h 30 min", "90 s", "0.5 s".
func Length(length time.Duration) string {
	if length%time.Minute != 0 || length == 0 {
		return InSeconds(length)
	}
	hours, minutes := length/time.Hour, length%time.Hour/time.Minute
	switch {
	case hours == 0:
		return fmt.Sprintf("%d min", minutes)
	case minutes == 0:
		return fmt.Sprintf("%d h", hours)
	default:
		return fmt.Sprintf("%d h %d min", hours, minutes)
	}
}

// InSeconds is a length of time for people: "0.5 s".
func InSeconds(length time.Duration) string {
	return strconv.FormatFloat(length.Seconds(), 'f', -1, 64) + " s"
}
