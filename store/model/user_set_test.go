package model

import (
	"fmt"
	"testing"

	"spoor/analysis"
)

// matrixOf are users whose numbers are not their rows.
func matrixOf(numbers ...analysis.UserNumber) *analysis.Matrix {
	m := analysis.NewMatrix(len(numbers))
	for row, number := range numbers {
		m.Append(number, fmt.Sprintf("user %c", 'a'+row), analysis.Measures{})
	}
	return m
}

// TestUserSet marks the users of one matrix and finds them in another, in which there is one more before them.
func TestUserSet(t *testing.T) {
	before, now := matrixOf(9, 2, 5), matrixOf(11, 9, 2, 5)
	some := UsersWhere(before, func(row int) bool { return row < 2 })
	some.AddRow(before, 0) // again
	other := some.Clone()
	other.RemoveRow(now, 2)
	other.RemoveRow(now, 0) // who is none of them
	other.AddVisitors([]Visit{{User: 5}, {User: 700}, {User: 5}})
	told := func(s UserSet) (text string) {
		for row := range now.Len() {
			text += fmt.Sprint(s.HasRow(now, int32(row)), " ")
		}
		return text + fmt.Sprint(s.Len())
	}
	if got := told(some); got != "false true true false 2" {
		t.Error(got)
	}
	if got := told(other); got != "false true false true 3" || !other.Has(700) || other.Has(701) {
		t.Error(got)
	}
	if got := told(NewUserSet([]bool{2: true, 5: true, 7: false})); got != "false false true true 2" {
		t.Error(got)
	}
	if got := told(UserSet{}); got != "false false false false 0" {
		t.Error(got)
	}
}

func TestUserRows(t *testing.T) {
	m := matrixOf(9, 2, 5)
	rows := NewUserRows(m)
	for user, want := range map[analysis.UserNumber]int32{9: 0, 2: 1, 5: 2} {
		if row, ok := rows.Of(user); !ok || row != want {
			t.Errorf("user %d is in row %d, %v, not %d", user, row, ok, want)
		}
	}
	for _, user := range []analysis.UserNumber{0, 3, 10} {
		if row, ok := rows.Of(user); ok {
			t.Errorf("user %d is in row %d", user, row)
		}
	}
	visits := []Visit{{User: 2, Count: 7}, {User: 9, Count: 8}}
	for row, want := range []int32{8, 7, 0} {
		if visit, ok := VisitOf(visits, m, int32(row)); visit.Count != want || ok != (want > 0) {
			t.Errorf("in row %d: %+v, %v", row, visit, ok)
		}
	}
}
