package analysis

import "slices"

// Measures gives back what was appended as a row.
func (m *Matrix) Measures(row int) Measures {
	v := Measures{Facts: m.Facts[row], Mismatches: m.mismatches(row)}
	for r := range Rules {
		v.Values[r] = Value{m.X[r][row], m.N[r][row]}
	}
	return v
}

// NewUsers returns a matrix whose rows are still to be set. The keys must be in byte order, each once.
func NewUsers(ids []int32, keys []string, background Capabilities) *Matrix {
	m := NewMatrix(len(ids))
	m.Background = background
	for row := range ids {
		m.Append(ids[row], keys[row], Measures{})
	}
	return m
}

// Set fills a row in. It may be called for different rows at the same time.
func (m *Matrix) Set(row int, v *Measures) {
	m.Facts[row] = v.Facts
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
	if !slices.ContainsFunc(m.Facts, func(f Facts) bool { return f.Events == 0 }) {
		return m
	}
	rest := NewMatrix(m.Len())
	rest.Window, rest.Timeout, rest.Measuring, rest.Background = m.Window, m.Timeout, m.Measuring, m.Background
	for row := range m.Key {
		if m.Facts[row].Events > 0 {
			rest.Append(m.ID[row], m.Key[row], m.Measures(row))
		}
	}
	return rest
}

// Stays reports whether a user without new events surely measures the same in another window. What depends on the window
// are the halves and the activity: they stay where no border between two parts of the window passes over the user's time.
func (m *Matrix) Stays(row int, window Window) bool {
	if window == m.Window {
		return true
	}
	first, last := m.Facts[row].First, m.Facts[row].Last
	passes := func(before, after int64) bool { // a millisecond to either side, for the rounding
		return first <= max(before, after)+1 && last >= min(before, after)-1
	}
	for eighth := range int64(8) {
		if passes(m.Window.at(eighth), window.at(eighth)) {
			return false
		}
	}
	return !passes(m.Window.middle(m.Facts[row].Joined), window.middle(m.Facts[row].Joined))
}

// at is where an eighth of the window begins.
func (w Window) at(eighth int64) int64 { return w.From + (w.To-w.From)*eighth/8 }

// middle is where the halves meet that the sessions of a user are counted by.
func (w Window) middle(joined int64) int64 {
	from := min(max(w.From, joined), w.To)
	return from + (w.To-from)/2
}
