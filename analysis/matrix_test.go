package analysis

import (
	"fmt"
	"testing"
)

// matrixOf makes a matrix of users with ten events each and these values, named by row. Of values that are missing
// there are none.
func matrixOf(values ...[]float64) *Matrix {
	m := NewMatrix(len(values))
	m.Window = Window{0, 100 * day}
	for row, xs := range values {
		v := Measures{Stats: Stats{Events: 10}}
		for r := range v.Values {
			v.Values[r] = Value{none, 0}
			if r < len(xs) {
				v.Values[r] = Value{xs[r], 10}
			}
		}
		m.Append(UserNumber(row), fmt.Sprintf("u%06d", row), v)
	}
	return m
}

// ordinaryUsers are users with reading times of 1 to 100 s, 1 to 10 sessions, and session times of 0 to 96 min, none of
// which has to do with the others; 1 item and 1 menu each.
func ordinaryUsers(users int) [][]float64 {
	var values [][]float64
	for i := range users {
		values = append(values, []float64{float64(1 + i*37%100), float64(1 + i*7%10), float64(i * 11 % 97), 1, 1})
	}
	return values
}

// widened are users of whom the metrics that they have no value of are not known.
func widened(users [][]float64) [][]float64 {
	for i := range users {
		for len(users[i]) < RuleCount {
			users[i] = append(users[i], none)
		}
	}
	return users
}

func TestMatrixRows(t *testing.T) {
	m := NewMatrix(0)
	for id, key := range []string{"", "B", "a", "ab", "é"} {
		m.Append(UserNumber(id), key, Measures{Stats: Stats{Events: int32(id + 3), RobotEvents: 2}})
	}
	if row, ok := m.Row("ab"); row != 3 || !ok {
		t.Errorf("ab is in row %d, %v", row, ok)
	}
	if _, ok := m.Row("b"); ok {
		t.Error("found a user who is not there")
	}
	for row, want := range []struct{ judged, robot bool }{{false, true}, {false, false}, {true, false}, {true, false},
		{true, false}} {
		if m.Judged(row) != want.judged || m.Robot(row) != want.robot {
			t.Errorf("row %d: judged %v, robot %v", row, m.Judged(row), m.Robot(row))
		}
	}
}

func TestMatrixOrderIsKept(t *testing.T) {
	for _, key := range []string{"b", "a", ""} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%q was taken after \"b\"", key)
				}
			}()
			m := NewMatrix(2)
			m.Append(0, "b", Measures{})
			m.Append(1, key, Measures{})
		}()
	}
}
