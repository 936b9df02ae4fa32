package analysis

import "testing"

func TestMenuUsage(t *testing.T) {
	checkMetric(t, MenuUsage, []metricCase{
		{"distinct menus", "0s view a1, 1s view b1, 2s view a2, 40m view c1, 41m view a3", 3, 5},
		{"no menu counts as one", "0s view a1, 1s view -1, 2s view -2, 3s view a1, 4s view a3", 2, 5},
		{"four views are too few", "0s view a1, 1s view b1, 2s view a2, 40m view c1, 41m other", none, 4},
	})
}
