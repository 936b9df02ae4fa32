package units

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Unit is what a metric is measured in.
type Unit uint8

// The units of metrics.
const (
	Seconds Unit = iota
	Minutes
	Sessions
	Items
	Menus
	Days
	Failures
	Accounts
	Paths
	Requests
	Events
	Views
	Pages
	Addresses
	Networks
	Agents
	Referrers
	Bytes
	Share     // of 1
	Ratio     // a number without a unit
	Odds      // the logarithm of odds, to the base 10
	Distances // in scales of the ordinary users, on one side of their median
)

// Nouns are what values of a unit are called, by unit.
var Nouns = [...]Noun{
	Seconds:   {"s", "s"},
	Minutes:   {"min", "min"},
	Sessions:  SessionNoun,
	Items:     {"item", "items"},
	Menus:     {"menu", "menus"},
	Days:      {"day", "days"},
	Failures:  {"failure", "failures"},
	Accounts:  {"account", "accounts"},
	Paths:     {"path", "paths"},
	Requests:  {"request", "requests"},
	Events:    {"event", "events"},
	Views:     ViewNoun,
	Pages:     {"page", "pages"},
	Addresses: {"address", "addresses"},
	Networks:  {"network", "networks"},
	Agents:    {"agent", "agents"},
	Referrers: {"referrer", "referrers"},
	Bytes:     {"byte", "bytes"},
	Share:     {"share", "share"},
	Ratio:     {"ratio", "ratio"},
	Odds:      {"odds", "odds, as a power of 10"},
	Distances: {"scale", "scales"},
}

// String is the unit as a heading: "s", "min", "sessions", "items", "menus", "days", "failures", "accounts", "paths",
// "events", "bytes" and the like, "share", "ratio", "odds, as a power of 10", "scales".
func (u Unit) String() string { return Nouns[u].Many }

// Format is a value with its unit, rounded for people: "2.1 s", "12 min", "1 h 40 min", "1,204 items", "87.5 %",
// "0.72", "24,000 : 1".
func (u Unit) Format(x float64) string {
	switch {
	case u == Share:
		return Percent(x)
	case u == Odds:
		return odds(x)
	case u == Ratio:
		return strconv.FormatFloat(math.Round(x*100)/100, 'f', -1, 64)
	case u == Minutes && x >= 59.5:
		minutes := int64(math.Round(x))
		return fmt.Sprintf("%s h %d min", Round(float64(minutes/60)), minutes%60)
	default:
		return Nouns[u].Amount(x)
	}
}

// Whole reports whether values are numbers of things, so that a fraction of one means little.
func (u Unit) Whole() bool { return u >= Sessions && u <= Bytes }

// Possible reports whether a metric of the unit can have the value x: only odds are negative, and no share is more than
// all.
func (u Unit) Possible(x float64) bool { return (x >= 0 || u == Odds) && (u != Share || x <= 1) }

// Form is how a value is written in a rule set, for people.
func (u Unit) Form() string {
	switch u {
	case Share:
		return "a share as in 0.8"
	case Ratio:
		return "a number"
	case Odds:
		return "a power of 10, as in 4 for 10,000 : 1"
	default:
		return "a number in " + u.String()
	}
}

// Short is a value where it is clear what is counted: times and shares as they are, "38 s", counts without unit, "12".
func (u Unit) Short(x float64) string {
	if u.Whole() {
		return Round(x)
	}
	return u.Format(x)
}

// Span is a range of values, the unit said once where it is the same: "6 to 210 s", "12 min to 1 h 40 min", "1 to 6".
func (u Unit) Span(from, to float64) string {
	low, high := u.Short(from), u.Short(to)
	if low == high {
		return high
	}
	if number, unit, _ := strings.Cut(low, " "); strings.HasSuffix(high, " "+unit) && !strings.Contains(high, " h ") {
		low = number
	}
	return low + " to " + high
}

// Round writes a number that is not negative: with one decimal if it is below 10 and not whole, else with none, and
// with thousands separated.
func Round(x float64) string {
	if x < 9.95 {
		return strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64)
	}
	digits := strconv.FormatFloat(x, 'f', 0, 64)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// odds writes odds for people: "24,000 : 1" with two digits that say something, "1 : 30", "1 : 1"; "over 10^12 : 1"
// where they are all the same to people.
func odds(log10 float64) string {
	switch {
	case log10 > mostOdds:
		return fmt.Sprintf("over 10^%d : 1", mostOdds)
	case log10 < -mostOdds:
		return fmt.Sprintf("under 1 : 10^%d", mostOdds)
	case log10 < 0:
		return "1 : " + Round(twoDigits(-log10))
	}
	return Round(twoDigits(log10)) + " : 1"
}

// mostOdds is the power of 10 from which on odds are all the same to people.
const mostOdds = 12

// twoDigits is 10 to a power, rounded to two digits.
func twoDigits(log10 float64) float64 {
	unit := math.Pow(10, max(math.Floor(log10)-1, -1))
	return math.Round(math.Pow(10, log10)/unit) * unit
}

// Percent writes a share with at most one decimal: "99.6 %".
func Percent(share float64) string {
	return strconv.FormatFloat(math.Round(share*1000)/10, 'f', -1, 64) + " %"
}
