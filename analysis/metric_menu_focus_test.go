package analysis

import (
	"strings"
	"testing"
)

func TestMenuFocus(t *testing.T) {
	views := func(menus ...string) string { return "0s view " + strings.Join(menus, ", 1s view ") }
	checkMetric(t, MenuFocus, []metricCase{
		{"one menu", views("a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "a1"), 1, 10},
		{"seven of ten", views("a1", "a2", "a3", "b4", "b5", "c6", "a7", "a8", "a9", "a1"), 0.7, 10},
		{"too few", views("a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9"), none, 9},
	})
}
