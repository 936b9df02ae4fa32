package analysis

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"spoor/analysis/stats"
)

func TestBaselineRoundTrip(t *testing.T) {
	b := FitBaseline(crowdMatrix(crowd(rand.New(rand.NewPCG(11, 12)), 500)), BaselinePolicy{Passes: 2, Trim: TrimAll},
		func(row int) bool { return row%50 == 1 })
	b.Apart[Metronome] = stats.Apart{N: 3, Values: []float64{0.8, 0.85, 1}}
	b.Name = "a \"quiet\" month, é\n"
	if b.Dropped.FewEvents == 0 || b.Dropped.Robots == 0 || b.Dropped.Excluded == 0 || b.Dropped.Trimmed == 0 {
		t.Errorf("dropped %+v: too little is compared", b.Dropped)
	}
	got, err := ParseBaseline("b.toml", []byte(b.TOML()))
	if err != nil {
		t.Fatal(err)
	}
	want := *b
	want.rows, want.alone, want.xs, want.ns = nil, nil, [MostRules][]float64{}, [MostRules][]int32{}
	want.apart = [RuleCount][]int32{}
	if !reflect.DeepEqual(*got, want) {
		t.Errorf("%s %v %v %+v is read as %s %v %v %+v", b.Name, b.Window, b.Span, b.Dropped, got.Name, got.Window,
			got.Span, got.Dropped)
		for r := range Rules {
			if !reflect.DeepEqual(got.Fits[r], want.Fits[r]) {
				t.Errorf("%s is read as\n%v, not\n%v", Rules[r].Name, got.Fits[r], want.Fits[r])
			}
		}
	}
	if text := got.TOML(); text != b.TOML() {
		t.Error("what was read is written differently")
	}
}

func TestSpanRoundTrip(t *testing.T) {
	for _, span := range []time.Duration{0, time.Millisecond, 14*24*time.Hour + time.Millisecond,
		31*24*time.Hour - time.Second, 100_000 * time.Hour} {
		b := Baseline{Name: "x", Span: span, Window: Window{-1, 1772323200123}}
		got, err := ParseBaseline("b", []byte(b.TOML()))
		if err != nil || got.Span != span || got.Window != b.Window {
			t.Errorf("%v of %v is read as %v of %v, %v", span, b.Window, got.Span, got.Window, err)
		}
	}
}

func TestParseBaselineSaysWhatIsWrong(t *testing.T) {
	knots := "knots = [" + strings.Repeat("0, ", 1000) + "%s]\n"
	for text, want := range map[string]string{
		"name = 'x'\nmembres = 5": "b.toml:2:1: membres: no such key; " +
			"did you mean members?",
		"\n[rule.reading_time]\nn = 5": "b.toml:2:2: reading_time: no such rule; " +
			"did you mean reading-time?",
		"[rule.burst]\nn = 5\nknot = []": "b.toml:3:1: rule.burst.knot: no such key; " +
			"did you mean knots?",
		"[rule.burst]\nn = 30": "b.toml:1:2: burst: 0 knots of 30 members, " +
			"1001 needed",
		"[rule.burst]\nn = 29\nknots = [1]": "b.toml:1:2: burst: 1 knots of 29 members, " +
			"0 needed",
		"[rule.burst]\nn = 2\nvalues = [1]": "b.toml:1:2: burst: 1 values of 2 members",
		"[rule.burst]\nn = 2\nvalues = [2, 1]": "b.toml:1:2: burst: " +
			"knots and values must be numbers from 0 up, in rising order",
		"[rule.burst]\nn = -1": "b.toml:1:2: burst: n is -1",
		"[rule.burst]\nn = 30\n" + fmt.Sprintf(knots, "-1"): "b.toml:1:2: burst: " +
			"knots and values must be numbers from 0 up, in rising order",
		"[rule.burst]\nn = 30\n" + fmt.Sprintf(knots, "nan"): "b.toml:1:2: burst: " +
			"knots and values must be numbers from 0 up, in rising order",
		"[rule.burst]\nn = 30\n" + fmt.Sprintf(knots, "inf"): "b.toml:1:2: burst: " +
			"knots and values must be numbers from 0 up, in rising order",
		"[rule.burst]\nn=30\nscale_low=-1\n" +
			fmt.Sprintf(knots, "1"): "b.toml:1:2: burst: median and scales must be numbers from 0 up",
		"timeout = '30'": `b.toml:1:1: timeout: ` +
			`"30" is not a length of time as in 30m`,
		"members = -5": "b.toml:1:1: members is -5",
		"days = nan":   "b.toml:1:1: days is NaN",
		"days = 1e300": "b.toml:1:1: days is 1e+300",
		"from = 2026-01-02T00:00:00Z\nto = 2026-01-01T00:00:00Z": "b.toml:2:1: to is before from",
		"name = 'x'":       "b.toml: from and to are needed",
		"members = 'many'": "b.toml:1:11: ",
	} {
		if _, err := ParseBaseline("b.toml", []byte(text)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%.80s\n%v\nwant %s", text, err, want)
		}
	}
}

func FuzzParseBaseline(f *testing.F) {
	m := matrixOf(ordinaryUsers(40)...)
	f.Add([]byte(FitBaseline(m, BaselinePolicy{Passes: 1}, nil).TOML()))
	f.Add([]byte("from = 2026-01-01\nto = 2026-01-02T00:00:00Z\n[rule.burst]\nn = 3"))
	f.Fuzz(func(t *testing.T, text []byte) {
		b, err := ParseBaseline("b.toml", text)
		if err != nil {
			return
		}
		NewJudge(m, b).Evaluate(Strict())
		if again, err := ParseBaseline("b.toml", []byte(b.TOML())); err != nil || again.TOML() != b.TOML() {
			t.Errorf("%q is read and written as\n%s\nand that fails: %v", text, b.TOML(), err)
		}
	})
}
