package analysis

import "testing"

func TestSessionTime(t *testing.T) {
	checkMetric(t, SessionTime, []metricCase{
		{"one session of four minutes", "0s view a1, 1m other, 2m other, 3m static, 4m static", 4, 1},
		{"10 and 2 minutes, and one event", "0s other, 10m other, 60m other, 62m other, 120m other", 6, 2},
		{"single events tell nothing", "0s other, 31m other, 62m other, 93m other, 124m other", none, 0},
		{"a logout cuts", "0s other, 3m logout, 4m other, 5m other, 5m other", 2, 2},
	})
}
