package report

import (
	"maps"
	"math"
	"slices"
	"strings"

	"spoor/analysis"
	"spoor/analysis/audit"
	"spoor/analysis/ecrm"
	"spoor/analysis/units"
	"spoor/internal/engine"
)

// Audit is the paper's first table: how each metric of the users spreads.
func Audit(users *analysis.Matrix, a audit.Table) *Table {
	t := &Table{Title: "what users do", Columns: []Column{
		{Name: "rule"}, {Name: "unit"}, {Name: "users", Right: true}, {Name: "average", Right: true, Decimals: 2},
		{Name: "lower_from", Title: "lowest tenth from", Right: true, Decimals: 1},
		{Name: "lower_to", Title: "to", Right: true, Decimals: 1},
		{Name: "upper_from", Title: "highest tenth from", Right: true, Decimals: 1},
		{Name: "upper_to", Title: "to", Right: true, Decimals: 1},
	}}
	for _, m := range a.Metrics {
		t.Rows = append(t.Rows, []Cell{
			m.Rule.Name, m.Rule.Unit.String(), m.Users, m.Average, m.Lowest.From, m.Lowest.To, m.Highest.From, m.Highest.To,
		})
	}
	return t.called(users.Nouns())
}

// AuditShares is what the paper says beside its table: averages over users.
func AuditShares(users *analysis.Matrix, a audit.Table) *Table {
	t := &Table{Title: "averages over users", Columns: []Column{
		{Name: "share"}, {Name: "users", Right: true}, {Name: "average", Unit: "%", Right: true, Decimals: 2}, {Name: "of"},
	}}
	for _, s := range a.Semantic {
		t.Rows = append(t.Rows, []Cell{s.Name, s.Users, 100 * s.Average, shareOf(s.Name)})
	}
	return t.called(users.Nouns())
}

func shareOf(name string) string {
	switch name {
	case audit.BothUnmet:
		return "items viewed that meet no requirement of the profile"
	case audit.Deeper:
		return "items seen in summary that were opened in detail"
	}
	return "items viewed that ask for another " + name + " than the profile has"
}

// called has a table say what its users are called, as in "addresses". The names of its columns stay.
func (t *Table) called(users units.Noun) *Table {
	capital := strings.ToUpper(users.Many[:1]) + users.Many[1:]
	t.Title = strings.NewReplacer("users", users.Many, "Users", capital).Replace(t.Title)
	for i := range t.Columns {
		switch column := &t.Columns[i]; column.Name {
		case "user":
			column.Title = users.One
		case "users", "flagged_users", "all_users":
			column.Title = users.Many
		}
	}
	return t
}

// barCells is how long the longest bar of a comparison is.
const barCells = 20

// Comparison is the paper's figure: the mean of each rule over the flagged users beside that over all.
func Comparison(users *analysis.Matrix, rules []audit.Means) *Table {
	t := &Table{Title: "flagged beside all users", Columns: []Column{
		{Name: "rule"}, {Name: "unit"}, {Name: "flagged", Right: true, Decimals: 2},
		{Name: "flagged_users", Title: "users", Right: true},
		{Name: "all", Right: true, Decimals: 2}, {Name: "all_users", Title: "users", Right: true},
		{Name: "times", Title: "× all", Right: true, Decimals: 1}, {Name: "bars", Title: "flagged █, all ░, end of all ▓"},
	}}
	for _, c := range rules {
		t.Rows = append(t.Rows, []Cell{
			c.Rule.Name, c.Rule.Unit.String(), c.Flagged, c.FlaggedUsers, c.All, c.AllUsers, timesAll(c),
			bars(c.Flagged, c.All),
		})
	}
	return t.called(users.Nouns())
}

// timesAll is how many times what all users have the flagged have; NaN where that means nothing, since there is nothing
// that could be multiplied, or the metric is a logarithm.
func timesAll(c audit.Means) float64 {
	if c.Rule.Unit == units.Odds || c.All <= 0 || c.Flagged < 0 {
		return math.NaN()
	}
	return c.Flagged / c.All
}

// bars draws two values, one over the other as long as it reaches: the flagged full, what all users have beyond it
// light.
func bars(flagged, all float64) string {
	most := max(flagged, all)
	if math.IsNaN(most) || most <= 0 {
		return ""
	}
	cells := func(x float64) int { return int(math.Round(barCells * x / most)) }
	bar := make([]rune, 0, barCells)
	for i := range barCells {
		switch {
		case i < cells(flagged) && i == cells(all)-1:
			bar = append(bar, '▓') // where all users end
		case i < cells(flagged):
			bar = append(bar, '█')
		case i < cells(all):
			bar = append(bar, '░')
		}
	}
	return string(bar)
}

// Segment is how many users are in a segment, and how many of them are flagged.
type Segment struct {
	Segment ecrm.Segment
	Users   int
	Flagged int
	Losing  map[string]int // of churn-risk: who hits a rule as who loses interest does, by rule
}

// CountSegments counts the users of each segment and the flagged among them, in the order in which the segments are
// tried.
func CountSegments(j *engine.Judgement) []Segment {
	counts := make([]Segment, 0, len(SegmentOrder))
	for _, segment := range SegmentOrder {
		count := Segment{Segment: segment}
		for row, of := range j.Segments {
			if of != segment {
				continue
			}
			count.Users++
			if j.Now.Flagged[row] {
				count.Flagged++
			}
			if segment == ecrm.ChurnRisk {
				count.addLosing(j, row)
			}
		}
		counts = append(counts, count)
	}
	return counts
}

// addLosing counts the rules that a user hits as who loses interest does.
func (s *Segment) addLosing(j *engine.Judgement, row int) {
	rules := ecrm.Losing(j.Now, row)
	for r, rule := range j.Matrix.Rules() {
		if rules.Has(r) {
			if s.Losing == nil {
				s.Losing = map[string]int{}
			}
			s.Losing[rule.Name]++
		}
	}
}

// losingWords are the hits that lead to a segment, with how many users have them.
func (s *Segment) losingWords() string {
	var words []string
	for _, name := range slices.Sorted(maps.Keys(s.Losing)) {
		words = append(words, analysis.Low.Mark()+name+" "+Count(s.Losing[name]))
	}
	return strings.Join(words, ", ")
}

// SegmentOrder is the order in which segments are tried and shown.
var SegmentOrder = []ecrm.Segment{ecrm.New, ecrm.Loyal, ecrm.ChurnRisk, ecrm.Average,
	ecrm.DeclaredRobot}

// Segments is the size of each segment and how many of its users are flagged, which says nothing where nobody is and
// nobody can be compared.
func Segments(j *engine.Judgement, counts []Segment) *Table {
	t := &Table{Title: "segments", Columns: []Column{
		{Name: "segment"}, {Name: "users", Right: true}, {Name: "share", Unit: "%", Right: true, Decimals: 1},
		{Name: "flagged", Right: true},
		{Name: "flagged_share", Title: "of them", Unit: "%", Right: true, Decimals: 1},
		{Name: "hits", Title: "hits that lead there"},
	}}
	users := 0
	for _, count := range counts {
		users += count.Users
	}
	percent := func(part, whole int) float64 { return 100 * float64(part) / float64(whole) }
	for _, c := range counts {
		row := []Cell{c.Segment.String(), c.Users, percent(c.Users, users),
			c.Flagged, percent(c.Flagged, c.Users), c.losingWords()}
		if c.Flagged == 0 && j.CannotCompare() != "" {
			row[3], row[4] = nil, nil
		}
		t.Rows = append(t.Rows, row)
	}
	return t.called(j.Matrix.Nouns())
}
