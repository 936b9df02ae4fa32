package analysis

import (
	"fmt"
	"slices"
)

// Measures gives back what was appended as a row.
func (m *Matrix) Measures(row int) Measures {
	v := Measures{Stats: m.Stats[row], Mismatches: m.mismatches(row)}
	for r := range Rules {
		v.Values[r] = Value{m.X[r][row], m.N[r][row]}
	}
	return v
}

// NewUsers returns a matrix of users whose rows are still to be set; it keeps ids and keys. The keys must be in byte
// order, each once.
func NewUsers(ids []UserNumber, keys []string, background Capabilities) *Matrix {
	m := &Matrix{Measuring: DefaultMeasureOptions(), Background: background, ID: ids, Key: keys}
	if row, ok := m.InOrder(); !ok {
		panic(fmt.Sprintf("analysis: user %q is out of order", keys[row]))
	}
	m.makeColumns(len(keys))
	return m
}

// NewRows returns a matrix of so many users of whom nothing is known yet, not even who they are. Whoever fills it in,
// several rows at a time if need be, must see to it that they are [Matrix.InOrder].
func NewRows(users int, background Capabilities) *Matrix {
	m := &Matrix{
		Measuring: DefaultMeasureOptions(), Background: background,
		ID: make([]UserNumber, users), Key: make([]string, users),
	}
	m.makeColumns(users)
	return m
}

// InOrder reports whether the users come in byte order of their keys, each once, and else which row is the first that
// does not.
func (m *Matrix) InOrder() (row int, ok bool) {
	for row := 1; row < len(m.Key); row++ {
		if m.Key[row-1] >= m.Key[row] {
			return row, false
		}
	}
	return 0, true
}

// Set fills in a row. It may be called for different rows at the same time.
func (m *Matrix) Set(row int, v *Measures) {
	m.Stats[row] = v.Stats
	for r := range m.Background.Requirements {
		m.Mismatches[r][row] = v.Mismatches[r]
	}
	for r := range Rules {
		m.X[r][row], m.N[r][row] = v.Values[r].X, v.Values[r].N
	}
}

// Raise makes a value of a row at least x, unless it is not evaluable.
func (m *Matrix) Raise(row int, rule RuleID, x float64) {
	if value := &m.X[rule][row]; x > *value {
		*value = x
	}
}

// WithoutEmpty is the matrix without the users who have no events.
func (m *Matrix) WithoutEmpty() *Matrix {
	if !slices.ContainsFunc(m.Stats, func(f Stats) bool { return f.Events == 0 }) {
		return m
	}
	rest := NewMatrix(m.Len())
	rest.Window, rest.Timeout, rest.Measuring, rest.Background = m.Window, m.Timeout, m.Measuring, m.Background
	for row := range m.Key {
		if m.Stats[row].Events > 0 {
			rest.Append(m.ID[row], m.Key[row], m.Measures(row))
		}
	}
	return rest
}

// Stays reports whether a user without new events surely measures the same in another window. What depends on the
// window are the halves and the activity: they stay where no border between two parts of the window passes over the
// user's time.
func (m *Matrix) Stays(row int, window Window) bool {
	if window == m.Window {
		return true
	}
	first, last := m.Stats[row].First, m.Stats[row].Last
	passes := func(before, after int64) bool { // a millisecond to either side, for the rounding
		return first <= max(before, after)+1 && last >= min(before, after)-1
	}
	for eighth := range int64(8) {
		if passes(m.Window.at(eighth), window.at(eighth)) {
			return false
		}
	}
	return !passes(m.Window.middle(m.Stats[row].Joined), window.middle(m.Stats[row].Joined))
}

// at is where an eighth of the window begins.
func (w Window) at(eighth int64) int64 { return w.From + (w.To-w.From)*eighth/8 }

// middle is where the halves meet that the sessions of a user are counted by.
func (w Window) middle(joined int64) int64 {
	from := min(max(w.From, joined), w.To)
	return from + (w.To-from)/2
}
