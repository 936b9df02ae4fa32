package engine

import (
	"cmp"
	"slices"

	"spoor/store/model"
)

// VisitorCounts counts the users of an item, an address or an agent.
type VisitorCounts struct{ Users, Flagged, Robots int }

// CountVisitors counts the users of each of n lists of visits.
func (j *Judgement) CountVisitors(n int, visits func(i int) []model.Visit) []VisitorCounts {
	flagged, robots := j.Flagged(), model.UsersWhere(j.Matrix, j.Matrix.Robot)
	counts := make([]VisitorCounts, n)
	for i := range counts {
		for _, visit := range visits(i) {
			counts[i].Users++
			if flagged.Has(visit.User) {
				counts[i].Flagged++
			}
			if robots.Has(visit.User) {
				counts[i].Robots++
			}
		}
	}
	return counts
}

// ByUsers returns the indexes of what visitors were counted of, that with the most users first; equals stay in order.
func ByUsers(visitors []VisitorCounts) []int32 {
	rows := InOrder(len(visitors))
	slices.SortStableFunc(rows, func(a, b int32) int { return cmp.Compare(visitors[b].Users, visitors[a].Users) })
	return rows
}

// InOrder returns the numbers from 0 up to, and without, n.
func InOrder(n int) []int32 {
	rows := make([]int32, n)
	for i := range rows {
		rows[i] = int32(i)
	}
	return rows
}

// Visitor is a user of an item, an address or an agent.
type Visitor struct {
	Row int32 // of the matrix
	model.Visit
}

// Visitors are the users of visits, those with the most first, those alike by their keys.
func (j *Judgement) Visitors(visits []model.Visit) []Visitor {
	rows := model.NewUserRows(j.Matrix)
	var visitors []Visitor
	for _, visit := range visits {
		if row, ok := rows.Of(visit.User); ok {
			visitors = append(visitors, Visitor{row, visit})
		}
	}
	slices.SortFunc(visitors, func(a, b Visitor) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Row, b.Row))
	})
	return visitors
}
