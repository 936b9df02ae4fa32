package report

import (
	"slices"
	"strings"

	"spoor/analysis"
	"spoor/internal/engine"
)

// change is a user whom other rules treat otherwise.
type change struct {
	what string
	analysis.Change
}

// Changes lists who enters, who leaves and who moves among the flagged users, and by which rules.
func Changes(j *engine.Judgement, d analysis.Difference) *Table {
	of := func(what string, changes []analysis.Change) (list []change) {
		for _, c := range changes {
			list = append(list, change{what, c})
		}
		return list
	}
	return list("changes", []field[change]{
		{Column{Name: "change"}, func(c change) Cell { return c.what }},
		{Column{Name: "user"}, func(c change) Cell { return j.Matrix.Key[c.Row] }},
		{Column{Name: "before", Right: true, Decimals: 1}, func(c change) Cell { return c.Before }},
		{Column{Name: "after", Right: true, Decimals: 1}, func(c change) Cell { return c.After }},
		{Column{Name: "segment"}, func(c change) Cell { return j.Segments[c.Row].String() }},
		{Column{Name: "because"}, func(c change) Cell { return strings.Join(c.Because(), ", ") }},
	}, slices.Concat(of("entered", d.Entered), of("left", d.Left), of("moved", d.Moved))).called(j.Matrix.Nouns())
}

// Compared is a user beside what each of two rule sets says of it.
type Compared struct {
	User string
	A, B float64 // scores
	Hits string
}

// RuleSets lists users by what two rule sets, A and B, say of them.
func RuleSets(title string, users []Compared) *Table {
	return list(title, []field[Compared]{
		{Column{Name: "user"}, func(c Compared) Cell { return c.User }},
		{Column{Name: "score_a", Right: true, Decimals: 1}, func(c Compared) Cell { return c.A }},
		{Column{Name: "score_b", Right: true, Decimals: 1}, func(c Compared) Cell { return c.B }},
		{Column{Name: "hits"}, func(c Compared) Cell { return c.Hits }},
	}, users)
}
