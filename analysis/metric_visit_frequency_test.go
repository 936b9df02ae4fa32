package analysis

import "testing"

func TestVisitFrequency(t *testing.T) {
	checkMetric(t, VisitFrequency, []metricCase{
		{"one session", "0s view a1, 1s view a1, 2s view a1, 3s view a1, 4s view a1", 1, 1},
		{"gaps of more than the timeout", "0s other, 31m other, 62m other, 63m other, 94m other", 4, 4},
		{"logouts", "0s other, 1s logout, 2s other, 3s logout, 4s logout", 3, 3},
		{"fewer than five events", "0s other, 31m other, 62m other, 93m other", none, 4},
	})
}
