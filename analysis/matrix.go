package analysis

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"spoor/analysis/units"
	"spoor/analysis/web"
	"spoor/internal/hugepage"
)

// UserNumber is what a case calls a user as long as it is open. It is none of the rows of a matrix: those move when the
// users are measured anew, and a number is the same in every matrix.
type UserNumber int32

// Matrix holds the measures of all users in columns. Rows are in byte order of the user's key, so that the number of
// the row is the final tie-break everywhere.
type Matrix struct {
	Window    Window
	Timeout   time.Duration  // that ended the sessions
	Measuring MeasureOptions // as it was asked for

	Background Capabilities // set before the first Append

	ID  []UserNumber
	Key []string

	Stats []Stats

	Mismatches [web.MaxRequirements][]Mismatch // as many as there are requirements in Background

	// OwnFrom says what the values of rules of one's own follow from beside the events: where it differs, any of them may
	// have changed.
	OwnFrom string

	Zone *time.Location // in which explanations say times; nil: UTC

	ordinary *ordinary // that X was compared with; nil outside a Judge

	// By rule, those of one's own in the order that Measuring has them in; nil for rules that there are not.
	X [MostRules][]float64 // NaN: not evaluable, as is, outside a Judge, what rests on the ordinary users
	N [MostRules][]int32
}

// NewMatrix returns an empty matrix with memory for capacity users.
func NewMatrix(capacity int) *Matrix {
	m := &Matrix{
		Measuring: DefaultMeasureOptions(),

		ID: make([]UserNumber, 0, capacity), Key: make([]string, 0, capacity),
	}
	m.makeColumns(capacity)
	for r := range Rules {
		m.X[r], m.N[r] = m.X[r][:0], m.N[r][:0]
	}
	m.Stats = m.Stats[:0]
	return m
}

// makeColumns makes what is measured of users.
func (m *Matrix) makeColumns(users int) {
	m.Stats = hugepage.Make[Stats](users)
	for r := range m.Background.Requirements {
		m.Mismatches[r] = hugepage.Make[Mismatch](users)
	}
	xs, ns := hugepage.Make[float64](RuleCount*users), hugepage.Make[int32](RuleCount*users)
	for r := range Rules {
		from, to := r*users, (r+1)*users
		m.X[r], m.N[r] = xs[from:to:to], ns[from:to:to]
	}
}

// Append adds a user. Users must come in byte order of their keys, each once; Append panics if they do not, because
// every order that users are shown in rests on it.
func (m *Matrix) Append(id UserNumber, key string, v Measures) {
	if n := m.Len(); n > 0 && m.Key[n-1] >= key {
		panic(fmt.Sprintf("analysis: user %q appended after %q", key, m.Key[n-1]))
	}
	m.ID, m.Key, m.Stats = append(m.ID, id), append(m.Key, key), append(m.Stats, v.Stats)
	for r := range m.Background.Requirements {
		m.Mismatches[r] = append(m.Mismatches[r], v.Mismatches[r])
	}
	for r := range Rules {
		m.X[r], m.N[r] = append(m.X[r], v.Values[r].X), append(m.N[r], v.Values[r].N)
	}
}

// mismatches are those of one user, by requirement.
func (m *Matrix) mismatches(row int) (of [web.MaxRequirements]Mismatch) {
	for r := range m.Background.Requirements {
		of[r] = m.Mismatches[r][row]
	}
	return of
}

// Len is the number of users.
func (m *Matrix) Len() int { return len(m.Key) }

// Row finds the row of a user by key.
func (m *Matrix) Row(key string) (int, bool) { return slices.BinarySearch(m.Key, key) }

// Judged reports whether the user has enough events to be judged at all.
func (m *Matrix) Judged(row int) bool { return m.Stats[row].Events >= leastEvents }

// Robot reports whether the user is a declared robot: more than half of its events carry an agent that says so.
func (m *Matrix) Robot(row int) bool { return 2*m.Stats[row].RobotEvents > m.Stats[row].Events }

// Evaluated reports whether the user can be flagged, where declared robots are judged or are not.
func (m *Matrix) Evaluated(row int, robots bool) bool {
	return m.Judged(row) && (robots || !m.Robot(row))
}

// at is a time, UTC milliseconds, as explanations say it.
func (m *Matrix) at(milliseconds int64) time.Time {
	return time.UnixMilli(milliseconds).In(cmp.Or(m.Zone, time.UTC))
}

// Noun is what a user is called: an address where the events had no account, else a user.
func (m *Matrix) Noun(row int) units.Noun {
	if m.Stats[row].Address {
		return addresses
	}
	return units.UserNoun
}

// Nouns is what all users together are called: addresses if each of them is one, else users.
func (m *Matrix) Nouns() units.Noun {
	if m.Len() == 0 || slices.ContainsFunc(m.Stats, func(f Stats) bool { return !f.Address }) {
		return units.UserNoun
	}
	return addresses
}
