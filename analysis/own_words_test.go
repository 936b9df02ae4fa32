package analysis

import (
	"strings"
	"testing"
)

func TestParseOwnWords(t *testing.T) {
	for line, want := range map[string]OwnRule{
		"hour < 6":                 {Where: "hour < 6"},
		"share where hour < 6":     {Measure: MeasureShare, Where: "hour < 6"},
		"distinct of paths":        {Measure: MeasureDistinct, Of: ThePaths},
		"distinct":                 {Measure: MeasureDistinct, Of: TheItems},
		"sum where status == 200":  {Measure: MeasureSum, Of: TheBytes, Where: "status == 200"},
		"most-in-hour of sessions": {Measure: MeasurePerHour, Of: TheSessions},
		`share of views where hour < 6 among menu == "jobs"`: {Measure: MeasureShare, Of: TheViews, Where: "hour < 6", Among: `menu == "jobs"`},
	} {
		want.Name, want.Family = "x", Semantic
		if got, err := ParseOwnWords("x", line); err != nil || got != want {
			t.Errorf("%s: %+v, %v", line, got, err)
		}
	}
	for line, want := range map[string]string{
		"hor < 6":               "where: column 1: hor: there is no such field; did you mean hour?",
		"share views":           `"views" is not understood after share`,
		"count of bytes":        "of: count is of events, views, pages, not of bytes",
		"distinct of pahts":     `of: "pahts" is not known; did you mean paths?`,
		"count among hour < 6":  "among: only a share is among others",
		"share where hour < 25": "where: column 6: every event is like this",
	} {
		if _, err := ParseOwnWords("x", line); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, not %s", line, err, want)
		}
	}
}
