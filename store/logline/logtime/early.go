package logtime

import "math"

// A log whose times count from its own beginning, as those of experiments and of data sets that hide when things
// happened do: at least so many lines of its beginning lie before what is believed, more than half, from near zero
// on, and not all at once. A spreadsheet's days count otherwise: those after 1990 lie beyond mostZero.
const (
	leastRelative = 10
	mostZero      = 20_000_000
)

// Early gathers the times of lines that are rejects only since they lie too early, in UTC milliseconds.
type Early struct {
	Lines           int
	lowest, highest int64
}

// NewEarly has gathered none.
func NewEarly() Early { return Early{lowest: math.MaxInt64, highest: math.MinInt64} }

// Add adds the time of one more line.
func (e *Early) Add(at int64) {
	e.Lines++
	e.lowest, e.highest = min(e.lowest, at), max(e.highest, at)
}

// Relative reports whether the times count from zero, in a sample of so many lines.
func (e *Early) Relative(lines int) bool {
	return e.Lines >= leastRelative && e.Lines*2 > lines && e.lowest >= 0 && e.lowest < mostZero && e.highest > e.lowest
}
