package analysis

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"spoor/analysis/stats"
	"spoor/analysis/units"
	"spoor/analysis/web"
)

// piecewise is a fit with these values at these probabilities in thousandths, linear between them.
func piecewise(n int, points ...[2]float64) stats.Fit {
	f := stats.Fit{N: n, Knots: make([]float64, stats.KnotSteps+1), ScaleLow: 1, ScaleHigh: 1}
	for i := 1; i < len(points); i++ {
		from, to := points[i-1], points[i]
		for k := int(from[0]); k <= int(to[0]); k++ {
			f.Knots[k] = from[1] + (to[1]-from[1])*(float64(k)-from[0])/(to[0]-from[0])
		}
	}
	return f
}

func TestWhy(t *testing.T) {
	b := &Baseline{Fits: [MostRules]stats.Fit{
		ReadingTime: piecewise(812, [2]float64{0, 1}, [2]float64{4, 2.1}, [2]float64{100, 6}, [2]float64{500, 38},
			[2]float64{900, 210}, [2]float64{1000, 1800}),
		VisitFrequency: piecewise(15822, [2]float64{0, 1}, [2]float64{500, 1}, [2]float64{1000, 60}),
		SessionTime: piecewise(812, [2]float64{0, 0}, [2]float64{100, 0}, [2]float64{500, 12}, [2]float64{900, 100},
			[2]float64{1000, 200}),
		ContentUsage: piecewise(812, [2]float64{0, 1}, [2]float64{500, 2.5}, [2]float64{1000, 5}),
		MenuUsage:    piecewise(30, [2]float64{0, 1}, [2]float64{1000, 1}),
	}}
	m := matrixOf([]float64{1, 1, 1, 1, 1})
	m.Stats[0].TopMenuShare = 0.97
	j := NewJudge(m, b)
	strict := Strict()
	for _, c := range []struct {
		set  RuleSet
		hit  Hit
		want string
	}{
		{strict, Hit{Rule: ReadingTime, Side: Low, Value: 2.1, N: 143, Points: 17.2},
			"reading time 2.1 s, shorter than 99.6 % of 812 ordinary users (median 38 s, " +
				"usual 6 to 210 s) over 143 views: +17"},
		{strict, Hit{Rule: ReadingTime, Side: Low, Value: 0.04, N: 1143, Points: 20},
			"reading time 0 s, shorter than all 812 ordinary users (median 38 s, usual 6 to 210 s) over 1,143 views: +20"},
		{mustWith(t, strict, "reading-time.low=5"), Hit{Rule: ReadingTime, Side: Low, Value: 4, N: 5, Points: 0.44},
			"reading time 4 s, below the bound of 5 s, shorter than 94.9 % of 812 ordinary users (median 38 s, " +
				"usual 6 to 210 s) over 5 views: +0.4"},
		{strict, Hit{Rule: VisitFrequency, Side: High, Value: 1840, N: 1840, Points: 20},
			"visit frequency 1,840 sessions, more than all 15,822 ordinary users (median 1, usual 1 to 48): +20"},
		{strict, Hit{Rule: SessionTime, Side: High, Value: 150, N: 1, Points: 7.5},
			"session time 2 h 30 min, longer than 95 % of 812 ordinary users (median 12 min, " +
				"usual 0 min to 1 h 40 min) over 1 session of two events or more: +8"},
		{mustWith(t, strict, "content-usage.high=4"), Hit{Rule: ContentUsage, Side: High, Value: 4.999, N: 9, Points: 3},
			"content usage 5 items, above the bound of 4 items, more than 99.9 % of 812 ordinary users (median 2.5, " +
				"usual 1.3 to 4.5) over 9 views: +3"},
		{strict, Hit{Rule: MenuUsage, Side: Low, Value: 1, N: 143, Points: 0},
			"menu usage 1 menu, fewer than 0 % of 30 ordinary users and like 100 % (median 1, " +
				"usual 1) over 143 views, 97 % of them in one menu: +0"},
	} {
		if got := j.Why(c.set, 0, c.hit); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
		parts := j.Explain(c.set, 0, c.hit)
		if title := Rules[c.hit.Rule].Title; parts.Title != title ||
			parts.Title+" "+parts.Text+": "+parts.Points != c.want {
			t.Errorf("the parts of %q are %q", c.want, parts)
		}
	}
}

// semantic is one user with values for what the site description, the profile and the catalogue are needed for.
func semantic() *Matrix {
	m := NewMatrix(1)
	m.Background = Capabilities{true, true, true, true, true, true,
		[]web.Requirement{{Profile: "education", Item: "level", Order: []string{"none", "doctor"}},
			{Profile: "major", Item: "field"}}}
	v := Measures{
		Stats:      Stats{Events: 200, Known: 0b11, BurstKind: SameRequest, BurstAt: 1772360153000},
		Mismatches: [web.MaxRequirements]Mismatch{{30, 24, 2, 16.4}, {10, 9, 0, 8.1}},
	}
	v.Values = [RuleCount]Value{ContentDepth: {0.8, 20}, DirectDetail: {0.92, 50}, ContentOrder: {0.6, 5},
		Burst: {2.1, 200}}
	m.Append(1, "kim", v)
	return m
}

func TestWhyOfThresholds(t *testing.T) {
	m := semantic()
	direct := piecewise(812, [2]float64{0, 0}, [2]float64{500, 0.03}, [2]float64{900, 0.12}, [2]float64{1000, 1})
	depth := piecewise(812, [2]float64{0, 0}, [2]float64{100, 0}, [2]float64{500, 0.1}, [2]float64{900, 0.425},
		[2]float64{1000, 0.9})
	j := NewJudge(m, &Baseline{
		Fits:     [MostRules]stats.Fit{DirectDetail: direct, ContentDepth: depth},
		Leanings: []Leaning{{"education", "level", 800, 0.3}},
	})
	for _, c := range []struct {
		hit  Hit
		want string
	}{
		{Hit{Rule: ProfileMismatch, Value: math.Log10(24_321), N: 30, Points: 33},
			"profile mismatch 24,000 : 1, at least 10,000 : 1, with education unmet by 24 of 30 items, " +
				"where an ordinary user leaves 4.9 and someone to whom it does not matter 16 (24 ask for more, " +
				"2 for less): +33"},
		{Hit{Rule: DirectDetail, Value: 0.92, N: 50, Points: 32},
			"direct detail 92 %, at least 80 %, more than 99.1 % of 812 ordinary users (median 3 %, " +
				"usual 0.6 to 12 %) over 50 details: +32"},
		{Hit{Rule: ContentOrder, Value: 0.6, N: 5, Points: 24},
			"content order 60 %, at least 50 % over 5 views of items with a prerequisite: +24"},
		{Hit{Rule: ContentDepth, Value: 0.8, N: 20, Points: 12},
			"content depth 80 %, more than 97.9 % of 812 ordinary users (median 10 %, " +
				"usual 0 to 42.5 %) over 20 summaries: +12"},
		{Hit{Rule: Burst, Value: 2.1, N: 200, Points: 20},
			"burst 2.1, above the bound of 1, with 42 of the same request in a bucket of 20 that leaks one in 3 s, " +
				"fullest at 2026-03-01 10:15:53 Z: +20"},
	} {
		c.hit.Side = High
		if got := j.Why(Strict(), 0, c.hit); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

// TestTimesAreInTheZone: of a case in Calcutta whoever begins at half past by UTC begins on the hour.
func TestTimesAreInTheZone(t *testing.T) {
	m := semantic()
	m.Stats[0].First, m.Stats[0].ScheduleAt, m.Stats[0].ScheduleMost = 1772360153000, 30*60_000+5_000, 6
	j := NewJudge(m, &Baseline{})
	j.Matrix.Zone = time.FixedZone("", 5*60*60+30*60)
	for rule, want := range map[RuleID]string{
		Burst:    "fullest at 2026-03-01 15:45:53 +05:30: ",
		Schedule: "began in the minute from 00:05 of the hour on: ",
	} {
		hit := Hit{Rule: rule, Side: High, Value: 5, N: 6, Points: 20}
		if got := j.Why(Strict(), 0, hit); !strings.Contains(got, want) {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestNotEvaluableForWantOfKnowledge(t *testing.T) {
	for _, c := range []struct {
		rule   RuleID
		change func(m *Matrix)
		want   string
	}{
		{ProfileMismatch, func(m *Matrix) { m.Background.Described = false }, "no site description"},
		{ProfileMismatch, func(m *Matrix) { m.Background.Requirements = nil }, "no requirements in the site description"},
		{ProfileMismatch, func(m *Matrix) { m.Background.Catalogue = false }, "no catalogue"},
		{ProfileMismatch, func(m *Matrix) { m.Stats[0].Known = 0 }, "no profile"},
		{ProfileMismatch, func(m *Matrix) { m.Mismatches[0][0].Items, m.Mismatches[1][0].Items = 2, 3 },
			"5 items that ask for something needed, has 3"},
		{ContentDepth, func(m *Matrix) { m.Background.Described = false }, "no site description"},
		{ContentDepth, func(m *Matrix) { m.Background.Levels = false }, "no levels in the site description"},
		{ContentDepth, func(m *Matrix) { m.N[ContentDepth][0] = 1 }, "5 items seen in summary needed, has 1"},
		{DirectDetail, func(m *Matrix) { m.N[DirectDetail][0] = 2 }, "5 details needed, has 2"},
		{ContentOrder, func(m *Matrix) { m.Background.Catalogue = false }, "no catalogue"},
		{ContentOrder, func(m *Matrix) { m.Background.Prerequisites = false }, "no prerequisites in the catalogue"},
		{ContentOrder, func(m *Matrix) { m.N[ContentOrder][0] = 1 },
			"3 views of items with a prerequisite needed, has 1"},
	} {
		m := semantic()
		m.X[c.rule][0] = none
		c.change(m)
		if got := NewJudge(m, new(Baseline)).NotEvaluable(0, c.rule); got != c.want {
			t.Errorf("%s: %q, want %q", c.rule, got, c.want)
		}
	}
	if got := NewJudge(semantic(), new(Baseline)).NotEvaluable(0, DirectDetail); got != "" {
		t.Errorf("a threshold needs no ordinary users, but %s", got)
	}
	if got, want := NewJudge(semantic(), new(Baseline)).NotEvaluable(0, ContentDepth),
		"baseline of 0 ordinary users, 30 needed"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestNotEvaluable(t *testing.T) {
	values := ordinaryUsers(40)
	for i := range 28 {
		values[i][MenuUsage] = none
	}
	m := matrixOf(values...)
	j := NewJudge(m, FitBaseline(m, BaselinePolicy{Passes: 1}, nil))
	m.X[ReadingTime][1], m.N[ReadingTime][1] = none, 2
	m.X[ContentUsage][1], m.N[ContentUsage][1] = none, 0
	m.Stats[2].Events = 4
	for _, c := range []struct {
		row  int
		rule RuleID
		want string
	}{
		{1, ReadingTime, "5 reading times needed, has 2"},
		{1, ContentUsage, "1 view needed, has 0"},
		{1, SessionTime, ""},
		{2, SessionTime, "fewer than 5 events"},
		{39, MenuUsage, "baseline of 12 ordinary users, 30 needed"},
	} {
		if got := j.NotEvaluable(c.row, c.rule); got != c.want {
			t.Errorf("user %d, %s: %q, want %q", c.row, c.rule, got, c.want)
		}
	}
}

func TestFormat(t *testing.T) {
	for _, c := range []struct {
		unit units.Unit
		x    float64
		want string
	}{
		{units.Seconds, 0, "0 s"}, {units.Seconds, 2.13, "2.1 s"}, {units.Seconds, 9.94, "9.9 s"},
		{units.Seconds, 9.96, "10 s"}, {units.Seconds, 38.4, "38 s"},
		{units.Seconds, 20008, "20,008 s"}, {units.Seconds, 1234567, "1,234,567 s"},
		{units.Minutes, 0.5, "0.5 min"}, {units.Minutes, 12.3, "12 min"}, {units.Minutes, 59.4, "59 min"},
		{units.Minutes, 59.6, "1 h 0 min"},
		{units.Minutes, 100, "1 h 40 min"}, {units.Minutes, 20143, "335 h 43 min"},
		{units.Minutes, 100000, "1,666 h 40 min"},
		{units.Share, 0.875, "87.5 %"}, {units.Share, 1, "100 %"}, {units.Ratio, 0.724, "0.72"}, {units.Ratio, 12, "12"},
		{units.Items, 1, "1 item"}, {units.Items, 1204, "1,204 items"}, {units.Sessions, 2.5, "2.5 sessions"},
		{units.Menus, 0, "0 menus"},
	} {
		if got := c.unit.Format(c.x); got != c.want {
			t.Errorf("%v %s is written %q, want %q", c.x, c.unit, got, c.want)
		}
	}
	if got := fmt.Sprint(ReadingTime, " in ", Rules[ReadingTime].Unit, ", ",
		Rules[ReadingTime].Family); got != "reading-time in s, tempo" {
		t.Error(got)
	}
}

func TestIncomparableRules(t *testing.T) {
	day := 24 * time.Hour
	fits := [MostRules]stats.Fit{}
	for r := range fits {
		fits[r] = piecewise(40, [2]float64{0, 1}, [2]float64{1000, 9})
	}
	m := matrixOf([]float64{1, 1, 1, 1, 1})
	m.Window, m.Timeout = Window{0, (31 * day).Milliseconds() - 1}, 30*time.Minute
	set := mustWith(t, Strict(), "menu-usage.on=false")
	for _, c := range []struct {
		span, timeout time.Duration
		want          []string
	}{
		{31 * day, 30 * time.Minute, nil},
		{0, 0, nil}, // not known
		{14 * day, 30 * time.Minute, []string{
			"2 rules judge nobody, visit-frequency, content-usage: learned over 14 days, " +
				"which these 31 days cannot be compared with",
		}},
		{31 * day, 15 * time.Minute, []string{
			"3 rules judge nobody, reading-time, visit-frequency, session-time: " +
				"learned by sessions that end after 15 min, which these after 30 min cannot be compared with",
		}},
	} {
		j := NewJudge(m, &Baseline{Span: c.span, Timeout: c.timeout, Members: 40, Fits: fits})
		if got := j.Incomparable(set); !slices.Equal(got, c.want) {
			t.Errorf("learned over %v, %v: %q, want %q", c.span, c.timeout, got, c.want)
		}
	}
}

// Odds that are all the same to people are said to be more than that, and never to be just that.
func TestOddsInWords(t *testing.T) {
	for log10, want := range map[float64]string{
		0: "1 : 1", 4.38: "24,000 : 1", -1.48: "1 : 30", 12: "1,000,000,000,000 : 1", 12.1: "over 10^12 : 1",
		197: "over 10^12 : 1",
		-12: "1 : 1,000,000,000,000", -15: "under 1 : 10^12",
	} {
		if got := units.Odds.Format(log10); got != want {
			t.Errorf("10^%v: %s, want %s", log10, got, want)
		}
	}
}
