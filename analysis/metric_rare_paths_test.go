package analysis

import (
	"math"
	"testing"
	"time"
)

func TestRarePaths(t *testing.T) {
	s := NewAddressIndex(sessionsOf(30*time.Minute), nil, pathsOfTwo())
	users := []string{
		// five paths, the first shared
		"0s view a1 #1, 1s view a1 #3, 2s view a1 #5, 3s view a1 #7, 4s view a1 #9, 5s view a1 #10",
		"0s view a1 #2, 1s static #11, 2s view a1 #13, 3s view a1 #15, 4s view a1 #17", // four that count
		"0s view a1 #1, 1s view a1 #2, 2s view a1 #1, 3s view a1 #2, 4s view a1 #1",    // one
		"0s view a1, 1s view a1, 2s view a1, 3s view a1, 4s view a1",                   // no path at all
	}
	var rows []Measures
	for user, text := range users {
		events := track(t, text)
		row := Measures{Stats: Stats{Events: int32(len(events)), Address: true}}
		s.Add(UserNumber(user), events, &row)
		rows = append(rows, row)
	}
	s.Finish(func(user UserNumber, rule RuleID, x float64) {
		if value := &rows[user].Values[rule]; x > value.X {
			value.X = x
		}
	})
	for user, want := range []Value{{0.8, 5}, {math.NaN(), 4}, {math.NaN(), 1}, {math.NaN(), 0}} {
		got := rows[user].Values[RarePaths]
		if got.N != want.N || got.X != want.X && !(math.IsNaN(got.X) && math.IsNaN(want.X)) {
			t.Errorf("user %d: %v, want %v", user, got, want)
		}
	}
	if s.AskedAlone(0, 1) || !s.AskedAlone(0, 3) || s.AskedAlone(1, 3) || s.AskedAlone(0, 0) {
		t.Error("whose path it is")
	}
}
