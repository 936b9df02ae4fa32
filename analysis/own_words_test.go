package analysis

import (
	"strings"
	"testing"
	"time"
)

func TestParseOwnWords(t *testing.T) {
	for line, want := range map[string]OwnRule{
		"most-in-time where hour < 6": {Measure: MeasurePerTime, Within: 5 * time.Minute, Where: "hour < 6"},
		"hour < 6":                    {Where: "hour < 6"},
		"share where hour < 6":        {Measure: MeasureShare, Where: "hour < 6"},
		"distinct of paths":           {Measure: MeasureDistinct, Of: ThePaths},
		"distinct":                    {Measure: MeasureDistinct, Of: TheItems},
		"sum where status == 200":     {Measure: MeasureSum, Of: TheBytes, Where: "status == 200"},
		"most-in-hour of sessions":    {Measure: MeasurePerHour, Of: TheSessions},
		`share of views where hour < 6 among menu == "jobs"`: {Measure: MeasureShare,
			Of: TheViews, Where: "hour < 6", Among: `menu == "jobs"`},
		"most-in-time of requests within 5m where status == 404": {Measure: MeasurePerTime, Of: TheRequests,
			Within: 5 * time.Minute, Where: "status == 404"},
		`count of views where query contains " where " or query contains " among "`: {Of: TheViews,
			Where: `query contains " where " or query contains " among "`},
		`share where query contains ' of "' among path != " where "`: {Measure: MeasureShare,
			Where: `query contains ' of "'`, Among: `path != " where "`},
	} {
		want.Name, want.Family = "x", Semantic
		got, err := ParseOwnWords("x", line)
		if err != nil || got != want {
			t.Errorf("%s: %+v, %v", line, got, err)
		}
		if again, err := ParseOwnWords("x", got.Words()); err != nil || again != got {
			t.Errorf("%s: again %+v, %v", got.Words(), again, err)
		}
	}
	for line, want := range map[string]string{
		"hor < 6":                   "where: column 1: hor: there is no such field; did you mean hour?",
		"share views":               `"views" is not understood after share`,
		"count of bytes":            "of: count is of events, views, pages, not of bytes",
		"distinct of pahts":         `of: "pahts" is not known; did you mean paths?`,
		"count among hour < 6":      "among: only a share is among others",
		"most-in-time within 5":     `within: "5" is not a time; write 30s, 5m, 2h or 7d`,
		"most-in-hour within 5m":    "no other measure takes it",
		"most-in-time within 9999d": "is not a time",
		"share where hour < 25":     "where: column 6: every event is like this",
	} {
		if _, err := ParseOwnWords("x", line); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, not %s", line, err, want)
		}
	}
}
