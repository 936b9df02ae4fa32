package analysis

import (
	"math"
	"strconv"
)

// Noun is a thing that is counted, in the singular and in the plural.
type Noun struct{ One, Many string }

func (n Noun) count(x float64) string {
	if x == 1 {
		return "1 " + n.One
	}
	return round(x) + " " + n.Many
}

// Unit is what a metric is measured in.
type Unit uint8

// The units of metrics.
const (
	Seconds Unit = iota
	Minutes
	Sessions
	Items
	Menus
)

var unitNouns = [...]Noun{
	Seconds:  {"s", "s"},
	Minutes:  {"min", "min"},
	Sessions: {"session", "sessions"},
	Items:    {"item", "items"},
	Menus:    {"menu", "menus"},
}

// String is the unit as a heading: "s", "min", "sessions", "items", "menus".
func (u Unit) String() string { return unitNouns[u].Many }

// Format is a value with its unit, rounded for people: "2.1 s", "1 h 40 min", "1,204 items".
func (u Unit) Format(x float64) string {
	if u == Minutes && x >= 59.5 {
		minutes := int64(math.Round(x))
		return round(float64(minutes/60)) + " h " + strconv.FormatInt(minutes%60, 10) + " min"
	}
	return unitNouns[u].count(x)
}

// round writes a number with one decimal if it is below 10 and not whole, else with none, and with thousands separated.
func round(x float64) string {
	if math.Abs(x) < 9.95 {
		return strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64)
	}
	digits := strconv.FormatFloat(math.Abs(x), 'f', 0, 64)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	if x < 0 {
		return "-" + digits
	}
	return digits
}

// percent writes a share with at most one decimal: "99.6 %".
func percent(share float64) string {
	return strconv.FormatFloat(math.Round(share*1000)/10, 'f', -1, 64) + " %"
}
