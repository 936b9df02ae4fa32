package analysis

import "testing"

const fiveSummaries = "0s view a1 summary, 1s view a2 summary, 2s view a3 summary, 3s view a4 summary, " +
	"4s view a5 summary"

func TestContentDepth(t *testing.T) {
	checkMetric(t, ContentDepth, []metricCase{
		{"nothing opened", fiveSummaries, 0, 5},
		{"two of five, one of them twice", fiveSummaries + ", 5s view a1 detail, 6s view b2 detail, 7s view a1 detail",
			0.4, 5},
		{"a summary counts once", fiveSummaries + ", 5s view a1 summary, 6s view a1 detail", 0.2, 5},
		{"a detail before the summary is not deeper", "0s view a5 detail, " + fiveSummaries + ", 6s view a9 detail",
			0, 5},
		{"days later is deeper too", fiveSummaries + ", 20h view a1 detail", 0.2, 5},
		{"in the order of the log within a second", "0s view a1 detail, 0s view a1 summary, " + fiveSummaries, 0, 5},
		{"only views", "0s a1 summary, 1s static a2 summary, " + fiveSummaries + ", 5s a1 detail", 0, 5},
		{"four summaries", "0s view a1 summary, 1s view a2 summary, 2s view a3 summary, 3s view a4 summary, " +
			"4s view a4 detail", none, 4},
		{"no levels", "0s view a1, 1s view a2, 2s view a3, 3s view a4, 4s view a5", none, 0},
	})
}
