package analysis

import (
	"math"
	"reflect"
	"testing"
	"time"

	"spoor/analysis/stats"
)

func TestFitByHand(t *testing.T) {
	// e−1 thirty times and e³−1 ten times: y is 1 thirty times and 3 ten times.
	var values [][]float64
	for i := range 40 {
		x := math.E - 1
		if i >= 30 {
			x = math.Exp(3) - 1
		}
		values = append(values, []float64{x})
	}
	b := FitBaseline(matrixOf(values...), BaselinePolicy{Passes: 1}, nil)
	fit := &b.Fits[ReadingTime]
	if b.Members != 40 || fit.N != 40 {
		t.Errorf("%d members, %d values", b.Members, fit.N)
	}
	if scale := math.Sqrt(2*math.Pi) * 20 / 40; !same(fit.MedianY, 1) || fit.ScaleLow != 0 ||
		!same(fit.ScaleHigh, scale) {
		t.Errorf("median %v, scales %v and %v, want 1, 0 and %v", fit.MedianY, fit.ScaleLow, fit.ScaleHigh, scale)
	}
	if z := b.Distance(ReadingTime, math.Exp(6)-1); !same(z, 5/(math.Sqrt(2*math.Pi)/2)) {
		t.Errorf("distance %v", z)
	}
	if z := b.Distance(ReadingTime, values[0][0]); z != 0 {
		t.Errorf("the median is %v from the median", z)
	}
	if z := b.Distance(ReadingTime, 0); !math.IsNaN(z) {
		t.Errorf("distance %v on a side without scale", z)
	}
	if z := b.Distance(ReadingTime, none); !math.IsNaN(z) {
		t.Errorf("distance %v of no value", z)
	}
	if z := b.Distance(MenuUsage, 1); !math.IsNaN(z) || b.Fits[MenuUsage].Evaluable() {
		t.Errorf("distance %v by no ordinary users", z)
	}
}

func TestTwentyNineAreTooFew(t *testing.T) {
	values := ordinaryUsers(31)
	values[0][ReadingTime], values[1][ReadingTime] = none, none
	b := FitBaseline(matrixOf(values...), BaselinePolicy{Passes: 1}, nil)
	if fit := b.Fits[ReadingTime]; fit.Evaluable() || fit.N != 29 || fit.Knots != nil ||
		!math.IsNaN(fit.Quantile(0.5)) {
		t.Errorf("29 values fit as %+v", fit)
	}
	if fit := b.Fits[VisitFrequency]; !fit.Evaluable() || fit.N != 31 {
		t.Errorf("31 values fit as N %d", fit.N)
	}
}

func TestMembers(t *testing.T) {
	m := matrixOf(ordinaryUsers(100)...)
	m.Stats[0].Events = 4
	m.Stats[1].RobotEvents, m.Stats[2].RobotEvents = 6, 5
	b := FitBaseline(m, BaselinePolicy{Passes: 1}, func(row int) bool { return row == 3 })
	if b.Members != 97 {
		t.Errorf("%d members, want all but 0 (few events), 1 (a robot) and 3 (excluded)", b.Members)
	}
}

func TestSecondPass(t *testing.T) {
	values := ordinaryUsers(200)
	values[0] = []float64{1000, 50, 40, 1, 1}  // outside two bands
	values[1] = []float64{1000, 5, 40, 1, 1}   // outside one
	values[2] = []float64{0.1, 50, 0, 500, 99} // outside all
	one, two := FitBaseline(matrixOf(values...), BaselinePolicy{Passes: 1}, nil),
		FitBaseline(matrixOf(values...), BaselinePolicy{Passes: 2}, nil)
	if one.Members != 200 || one.Fits[ContentUsage].Quantile(1) != 500 {
		t.Errorf("one pass: %d members, up to %v items", one.Members, one.Fits[ContentUsage].Quantile(1))
	}
	if two.Members >= 199 || two.Fits[ContentUsage].Quantile(1) != 1 || two.Fits[ReadingTime].Quantile(1) != 1000 {
		t.Errorf("two passes: %d members, up to %v items and %v s", two.Members, two.Fits[ContentUsage].Quantile(1),
			two.Fits[ReadingTime].Quantile(1))
	}
}

// linear is a fit of 1,000 users with the values 0 to 1000.
func linear() stats.Fit {
	f := stats.Fit{N: 1000, Knots: make([]float64, stats.KnotSteps+1), MedianY: math.Log1p(500), ScaleLow: 1, ScaleHigh: 1}
	for k := range f.Knots {
		f.Knots[k] = float64(k)
	}
	return f
}

func TestQuantileOffTheKnots(t *testing.T) {
	f := linear()
	for _, c := range []struct{ p, want float64 }{
		{0, 0}, {1, 1000}, {0.1, 100}, {0.7, 700}, {0.999, 999}, {99.9 / 100, 999}, {0.0001, 0.1}, {0.99999, 999.99},
		{0.12345, 123.45},
	} {
		if got := f.Quantile(c.p); !same(got, c.want) {
			t.Errorf("quantile %v is %v, want %v", c.p, got, c.want)
		}
	}
}

func TestBelowAndAbove(t *testing.T) {
	f := linear()
	for k := 200; k <= 600; k++ {
		f.Knots[k] = 200 // two fifths have the same value
	}
	for _, c := range []struct{ x, below, above float64 }{
		{-1, 0, 1}, {0, 0, 1}, {100, 0.1, 0.9}, {100.5, 0.1005, 0.8995}, {200, 0.2, 0.4}, {1000, 1, 0}, {2000, 1, 0},
	} {
		if below, above := f.Below(c.x), f.Above(c.x); !same(below, c.below) || !same(above, c.above) {
			t.Errorf("%v: %v below and %v above, want %v and %v", c.x, below, above, c.below, c.above)
		}
	}
	j := NewJudge(matrixOf(), &Baseline{Fits: [MostRules]stats.Fit{ReadingTime: f}})
	if p := j.Percentile(ReadingTime, 200); !same(p, 40) {
		t.Errorf("percentile %v, want 40", p)
	}
	if !math.IsNaN(j.Percentile(MenuUsage, 1)) || !math.IsNaN(j.Percentile(ReadingTime, none)) {
		t.Error("a percentile of what is not evaluable")
	}
}

func TestDropped(t *testing.T) {
	m := matrixOf(ordinaryUsers(100)...)
	m.Stats[0].Events, m.Stats[1].Events = 4, 4
	m.Stats[1].RobotEvents, m.Stats[2].RobotEvents, m.Stats[3].RobotEvents = 4, 6, 6
	b := FitBaseline(m, BaselinePolicy{Passes: 2}, func(row int) bool { return row%10 == 3 })
	if want := (Dropped{FewEvents: 2, Robots: 2, Excluded: 9, Trimmed: 100 - 13 - b.Members}); b.Dropped != want ||
		want.Trimmed == 0 {
		t.Errorf("dropped %+v, want %+v", b.Dropped, want)
	}
}

func TestTrimmingLooksAtBandsOnly(t *testing.T) {
	values := ordinaryUsers(100)
	for i := range values {
		values[i] = append(values[i], none, 0.5, 0.2, 0.1, 0, 0.1)
	}
	values[0] = []float64{50, 5, 40, 1, 1, none, 9, 0.2, 1, 1, 9}  // outside thresholds only
	values[1] = []float64{50, 5, 40, 9, 1, none, 0.5, 0, 0, 0, 0}  // above one band, and below one that has no low side
	values[2] = []float64{50, 5, 40, 9, 1, none, 0.5, 1, 0, 0, 0}  // above two bands
	values[3] = []float64{50, 5, 40, 1, 1, none, 0, 0.9, 0, 0, 99} // above one
	b := FitBaseline(matrixOf(values...), BaselinePolicy{Passes: 2}, nil)
	members := map[int32]bool{}
	for _, row := range b.rows {
		members[row] = true
	}
	if !members[0] || !members[1] || members[2] || !members[3] {
		t.Errorf("users 0 to 3 are ordinary: %v %v %v %v", members[0], members[1], members[2], members[3])
	}
}

// TestFitBaselines compares with one matrix that holds the rows of both.
func TestFitBaselines(t *testing.T) {
	values := ordinaryUsers(301)
	values[7][ReadingTime] = none
	first, second, both := matrixOf(values[:100]...), matrixOf(values[100:]...), matrixOf(values...)
	first.Window, second.Window, both.Window = Window{0, 14 * day}, Window{14 * day, 28 * day}, Window{0, 28 * day}
	first.Stats[3].Events, both.Stats[3].Events = 4, 4
	got := FitBaselines([]*Matrix{first, second}, BaselinePolicy{Passes: 2},
		func(matrix, row int) bool { return matrix == 1 && row == 5 })
	want := FitBaseline(both, BaselinePolicy{Passes: 2}, func(row int) bool { return row == 105 })
	if got.Window != want.Window || got.Span != 14*24*time.Hour || got.Members != want.Members ||
		got.Dropped != want.Dropped ||
		!reflect.DeepEqual(got.Fits, want.Fits) {
		t.Errorf("%v %v %d %+v, want %v %d %+v", got.Window, got.Span, got.Members, got.Dropped, want.Window,
			want.Members, want.Dropped)
	}
	if b := FitBaselines(nil, BaselinePolicy{Passes: 2}, nil); b.Members != 0 || b.Fits[ReadingTime].Evaluable() {
		t.Errorf("nobody makes %+v", b)
	}
}

func TestSpans(t *testing.T) {
	values := ordinaryUsers(100)
	for i := range values {
		values[i] = append(values[i], none, none, 0.5, none, none, 2)
	}
	m := matrixOf(values...) // 100 days
	b := FitBaseline(m, BaselinePolicy{Passes: 1}, nil)
	for _, c := range []struct {
		days  int64
		fits  bool
		words string
	}{
		{100, true, ""}, {90, true, ""}, {111, true, ""},
		{89, false, "learned over 100 days, which these 89 days cannot be compared with"},
		{112, false, "learned over 100 days, which these 112 days cannot be compared with"},
	} {
		other := *m
		other.Window = Window{5, 5 + c.days*day}
		j := NewJudge(&other, b)
		e := j.Evaluate(Paper())
		for r := range Rules {
			want := c.words
			if !Rules[r].Scales || math.IsNaN(m.X[r][50]) {
				continue
			}
			if got := j.NotEvaluable(50, RuleID(r)); got != want {
				t.Errorf("%d days, %s: %q, want %q", c.days, RuleID(r), got, want)
			}
		}
		if hits := e.RuleHits[VisitFrequency]; hits > 0 != c.fits {
			t.Errorf("%d days: %d hits of visit-frequency", c.days, hits)
		}
		if e.RuleHits[ReadingTime] == 0 || j.NotEvaluable(50, ReadingTime) != "" || j.NotEvaluable(50, Burst) != "" {
			t.Errorf("%d days: times and thresholds do not scale", c.days)
		}
		if low, _ := j.Bounds(Paper(), VisitFrequency); math.IsInf(low, -1) == c.fits {
			t.Errorf("%d days: bound %v", c.days, low)
		}
	}
	if j := NewJudge(m, &Baseline{Fits: b.Fits}); j.NotEvaluable(50, VisitFrequency) != "" {
		t.Error("a baseline that does not know its span fits everything")
	}
}

// TestOtherSessions: what rests on where sessions end cannot be compared where they end otherwise; everything else can.
func TestOtherSessions(t *testing.T) {
	m := matrixOf(ordinaryUsers(100)...)
	m.Timeout = 30 * time.Minute
	b := FitBaseline(m, BaselinePolicy{Passes: 1}, nil)
	if b.Timeout != m.Timeout {
		t.Errorf("learned by sessions of %s", b.Timeout)
	}
	m.Timeout = 15 * time.Minute
	j := NewJudge(m, b)
	for _, rule := range []RuleID{ReadingTime, VisitFrequency, SessionTime} {
		want := "learned by sessions that end after 30 min, which these after 15 min cannot be compared with"
		if got := j.NotEvaluable(1, rule); got != want {
			t.Errorf("%s: %q", rule, got)
		}
	}
	if got := j.NotEvaluable(1, ContentUsage); got != "" {
		t.Errorf("content-usage: %q", got)
	}
	b.Timeout = 0 // from a file that does not say
	if got := NewJudge(m, b).NotEvaluable(1, SessionTime); got != "" {
		t.Errorf("unknown sessions: %q", got)
	}
}

// TestTrimAll: who hits a threshold that strict has on is left out, too, unless a fifth of the members do.
func TestTrimAll(t *testing.T) {
	for _, c := range []struct {
		hits, left int
	}{{0, 0}, {1, 1}, {20, 20}, {21, 0}} {
		values := ordinaryUsers(100)
		for i := range values {
			values[i] = append(values[i], none, none, none, 0.2)
			if i < c.hits {
				values[i][DirectDetail] = 0.8
			}
			values[i][ReadingTime], values[i][VisitFrequency], values[i][SessionTime] = 10, 1, 5 // nobody is outside a band
		}
		m := matrixOf(values...)
		bands, all := FitBaseline(m, BaselinePolicy{Passes: 2}, nil),
			FitBaseline(m, BaselinePolicy{Passes: 2, Trim: TrimAll}, nil)
		if bands.Members != 100 || all.Members != 100-c.left || all.Dropped.Trimmed != c.left {
			t.Errorf("%d hits: %d and %d members, want 100 and %d", c.hits, bands.Members, all.Members, 100-c.left)
		}
	}
}
