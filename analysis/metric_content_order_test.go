package analysis

import (
	"fmt"
	"testing"
	"time"

	"spoor/analysis/web"
)

// courses are items 1 to 9: 2 needs 1, 3 needs 2 and 1, 4 needs 9, 5 needs one that nobody can see, the rest need
// nothing.
func courses(t testing.TB) *Knowledge {
	t.Helper()
	k, err := NewKnowledge(web.DefaultSite(), []web.Entry{
		{Item: "2", Requires: []string{"1"}}, {Item: "3", Requires: []string{"2", "1"}},
		{Item: "4", Requires: []string{"9"}},
		{Item: "5", Requires: []string{"nowhere"}}, {Item: "gone", Requires: []string{"1"}}, {Item: "6"},
	}, numbers)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// numbers knows items whose name is a number.
func numbers(item string) (id int32, occurs bool) {
	_, err := fmt.Sscan(item, &id)
	return id, err == nil
}

func TestContentOrder(t *testing.T) {
	for _, c := range []metricCase{
		{"in order", "0s view a1, 1s view a2, 2s view a3, 3s view a2, 4s view a9", 0, 3},
		{"out of order", "0s view a3, 1s view a2, 2s view a1, 3s view a2, 4s view a7", 2.0 / 3, 3},
		{"one of two is missing", "0s view a1, 1s view a3, 2s view a3, 3s view a2, 4s view a3", 0.5, 4},
		{"one that nobody can see", "0s view a5, 1s view a5, 2s view a5, 3s view a1, 4s view a2", 0.75, 4},
		{"the same second counts as before", "0s view a2, 999ms view a1, 1s view a3, 1.5s view a4, 1.9s view a9", 0, 3},
		{"the next second does not", "0s view a2, 1s view a1, 2s view a3, 3.9s view a4, 4s view a9", 2.0 / 3, 3},
		{"only views count", "0s a1, 1s view a2, 2s view a2, 3s view a2, 4s a3", 1, 3},
		{"two views with a prerequisite", "0s view a2, 1s view a2, 2s view a1, 3s view a7, 4s view a8", none, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := NewMeasurer(sessionsOf(30*time.Minute), Window{0, day}, courses(t))
			got := m.Measure(track(t, c.track), Profile{}).Values[ContentOrder]
			if !same(got.X, c.x) || got.N != c.n {
				t.Errorf("%v of %d, want %v of %d", got.X, got.N, c.x, c.n)
			}
		})
	}
}

func TestContentOrderWithoutCatalogue(t *testing.T) {
	checkMetric(t, ContentOrder,
		[]metricCase{{"nothing is known", "0s view a2, 1s view a2, 2s view a2, 3s view a2, 4s view a3", none, 0}})
}
