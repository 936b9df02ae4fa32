package analysis

import "testing"

func TestNonBrowser(t *testing.T) {
	checkWith(t, NonBrowser, &Knowledge{Referrers: true}, []metricCase{
		{"no referrer at all", times(10, 0, "view a%d"), 1, 10},
		{"one in ten", times(9, 0, "view a%d") + ", 1s other from", 0.9, 10},
		{"nine pages", times(9, 0, "view a%d"), none, 9},
		{"a picture", times(20, 0, "view a%d") + ", 1s static", none, 10},
		{"refused and other pages count", times(5, 0, "refused") + ", " + times(5, 0, "other"), 1, 10},
		{"clicks have no referrer", times(10, 0, "click") + ", " + times(10, 0, "from"), 0, 10},
		{"one event", "0s view a1", none, 1},
	})
	checkMetric(t, NonBrowser, []metricCase{{"no referrers in the log", times(10, 0, "view a%d"), none, 0}})
}
