package audit

import (
	"math"
	"time"

	"spoor/analysis"
	"spoor/analysis/stats"
)

// Table is the paper's table of what users do: over the judged users without declared robots.
type Table struct {
	Timeout  time.Duration // of a session, which no reading time can exceed
	Users    int
	Metrics  []Metric // of the rules that need no site description, and those of one's own
	Semantic []Share  // as many as the site description, the profiles and the catalogue say something of
}

// Metric says how a metric spreads, in the rule's unit.
type Metric struct {
	Rule            *analysis.Rule
	Users           int     // with a value
	Average         float64 // NaN without users
	Tail            int     // how many users a tenth are, rounded up: ⌈n ÷ 10⌉
	Lowest, Highest Range   // the values of the Tail users of lowest and of highest rank
}

// Range is from the smallest to the largest value; NaN if there is none.
type Range struct{ From, To float64 }

// Share is a share of what a user looked at, averaged over the users.
type Share struct {
	Name    string  // the field of the profile, or one of the names below
	Users   int     // with a share; for Deeper at least 5 items are needed
	Average float64 // 0 to 1; NaN without users
}

// The shares that belong to no single requirement.
const (
	BothUnmet = "both"   // items that meet no requirement at all, of those that every requirement says something of
	Deeper    = "detail" // items seen in summary that were opened in detail
)

// syntactic are the rules that tell something of any site's users.
var syntactic = []analysis.RuleID{
	analysis.ReadingTime, analysis.VisitFrequency, analysis.SessionTime, analysis.ContentUsage, analysis.MenuUsage,
}

// New makes the table of a matrix.
func New(m *analysis.Matrix) Table {
	a := Table{Timeout: m.Timeout}
	var rows []int32
	for row := range m.Len() {
		if m.Evaluated(row, false) {
			rows = append(rows, int32(row))
		}
	}
	a.Users = len(rows)
	for _, rule := range syntactic {
		a.Metrics = append(a.Metrics, newMetric(m, rule, rows))
	}
	for i := range m.Measuring.Own.List() {
		a.Metrics = append(a.Metrics, newMetric(m, analysis.RuleID(analysis.RuleCount+i), rows))
	}
	for r, requirement := range m.Background.Requirements {
		a.Semantic = append(a.Semantic, newShare(requirement.Profile, rows, func(row int32) (of, all int32) {
			return m.Mismatches[r][row].Unmet, m.Mismatches[r][row].Items
		}))
	}
	if len(m.Background.Requirements) > 1 {
		a.Semantic = append(a.Semantic, newShare(BothUnmet, rows, func(row int32) (of, all int32) {
			return m.Stats[row].BothUnmet, m.Stats[row].BothItems
		}))
	}
	if m.Background.Levels {
		depth := stats.SortedValues(m.X[analysis.ContentDepth], rows)
		a.Semantic = append(a.Semantic, Share{Deeper, len(depth), stats.Mean(depth)})
	}
	return a
}

func newMetric(m *analysis.Matrix, rule analysis.RuleID, rows []int32) Metric {
	values := stats.SortedValues(m.X[rule], rows)
	n := len(values)
	a := Metric{Rule: m.Rule(rule), Users: n, Average: stats.Mean(values), Tail: (n + 9) / 10}
	a.Lowest, a.Highest = rangeOf(values[:a.Tail]), rangeOf(values[n-a.Tail:])
	return a
}

func rangeOf(sorted []float64) Range {
	if len(sorted) == 0 {
		return Range{math.NaN(), math.NaN()}
	}
	return Range{sorted[0], sorted[len(sorted)-1]}
}

func newShare(name string, rows []int32, count func(row int32) (of, all int32)) Share {
	var shares []float64
	for _, row := range rows {
		if of, all := count(row); all > 0 {
			shares = append(shares, float64(of)/float64(all))
		}
	}
	return Share{name, len(shares), stats.Mean(shares)}
}
