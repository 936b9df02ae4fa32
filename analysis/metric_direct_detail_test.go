package analysis

import "testing"

func TestDirectDetail(t *testing.T) {
	const five = "0s view a1 detail, 1s view a2 detail, 2s view a3 detail, 3s view a4 detail, 4s view a5 detail"
	checkMetric(t, DirectDetail, []metricCase{
		{"all", five, 1, 5},
		{"each time counts", "0s view a9 detail, " + five + ", 6s view a1 detail", 1, 7},
		{"a summary before", "0s view a1 summary, 0s view b2 summary, " + five, 0.6, 5},
		{"a summary afterwards", five + ", 5s view a1 summary", 1, 5},
		{"four details", "0s view a9 summary, 0s view a1 detail, 1s view a2 detail, 2s view a3 detail, " +
			"3s view a4 detail", none, 4},
	})
}
