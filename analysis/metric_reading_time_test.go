package analysis

import "testing"

func TestReadingTime(t *testing.T) {
	checkMetric(t, ReadingTime, []metricCase{
		{"odd: the middle of 2 4 10 20 30", "0s view a1, 10s view a2, 30s view a3, 32s view a4, 62s view a5, 66s other",
			10, 5},
		{"even: between 4 and 10 of 1 2 4 10 20 30",
			"0s view a1, 10s view a2, 30s view a3, 32s view a4, 62s view a5, 66s view a6, 67s other", 7, 6},
		{"the last view has none, so four are too few", "0s view a1, 1s view a2, 2s view a3, 3s view a4, 4s view a5",
			none, 4},
		{"statics do not end the reading", "0s view a1, 1s static, 10s view a1, 11s static, 20s view a1, 21s static, " +
			"30s view a1, 40s view a1, 50s other", 10, 5},
		{"an error does", "0s view a1, 3s other, 10s view a1, 13s other, 20s view a1, 23s other, 30s view a1, " +
			"33s other, 40s view a1, 43s other", 3, 5},
		{"what follows something else than a view is no reading",
			"0s other, 9s view a1, 10s view a1, 11s view a1, 12s view a1, 13s view a1, 14s other, 99s other", 1, 5},
		{"none runs across sessions", "0s view a1, 40m view a1, 80m view a1, 120m view a1, 160m view a1, 200m view a1",
			none, 0},
		{"exactly the timeout is a reading", "0s view a1, 30m view a1, 60m view a1, 90m view a1, 120m view a1, " +
			"150m view a1", 1800, 5},
		{"ties and no time at all", "0s view a1, 0s view a2, 0s view a3, 0s view a4, 0s view a5, 0s view a6", 0, 5},
		{"milliseconds", "0s view a1, 1500ms view a2, 3s view a3, 4500ms view a4, 6s view a5, 7500ms view a6", 1.5, 5},
		{"four events are not judged", "0s view a1, 1s view a1, 2s view a1, 3s view a1", none, 3},
	})
}
