package logline

import "math"

// A log whose times count from its own beginning, as those of experiments and of data sets that hide when things
// happened do: at least so many lines of its beginning lie before what is believed, more than half, from near zero
// on, and not all at once. A spreadsheet's days count otherwise: those after 1990 lie beyond mostZero.
const (
	leastRelative = 10
	mostZero      = 20_000_000
)

const fromZeroPrefix = "relative+"

// tooEarly gathers the times of lines that are rejects only since they lie too early.
type tooEarly struct {
	lines           int
	lowest, highest int64
}

func newTooEarly() tooEarly { return tooEarly{lowest: math.MaxInt64, highest: math.MinInt64} }

func (t *tooEarly) add(at int64) {
	t.lines++
	t.lowest, t.highest = min(t.lowest, at), max(t.highest, at)
}

// relative reports whether the times count from zero, in a sample of so many lines.
func (t *tooEarly) relative(lines int) bool {
	return t.lines >= leastRelative && t.lines*2 > lines && t.lowest >= 0 && t.lowest < mostZero && t.highest > t.lowest
}

// CountsFromZero reports whether the times of the log are relative: see Learn.
func (f Format) CountsFromZero() bool { return f.fromZero }
