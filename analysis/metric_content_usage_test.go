package analysis

import "testing"

func TestContentUsage(t *testing.T) {
	checkMetric(t, ContentUsage, []metricCase{
		{"an item counts once, in whatever menu", "0s view a1, 1s view b1, 2s view a2, 40m view a1, 41m view a3", 3, 5},
		{"only views count", "0s view a1, 1s other, 2s static, 3s logout, 4s other", 1, 1},
		{"no view", "0s other, 1s other, 2s static, 3s logout, 4s other", none, 0},
	})
}
