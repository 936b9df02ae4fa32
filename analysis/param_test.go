package analysis

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

func TestWith(t *testing.T) {
	want := Strict()
	want.Rules[ReadingTime] = Setting{On: true, Low: Bound{Number, 5}, High: Bound{Quantile, 99.5}, Weight: 40}
	want.Rules[SessionTime].Low = Bound{}
	want.Rules[MenuUsage].On = false
	want.Score, want.Families, want.Hits, want.Distance, want.Passes = 30, 1, 2, 3, 1
	got := mustWith(t, Strict(), "reading-time.low=5", "reading-time.high=p99.5", "reading-time.weight=40",
		"session-time.low=off",
		"menu-usage.on=false", "flag.score=30", "flag.families=1", "flag.hits=2", "flag.distance=3", "baseline.passes=1")
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestWithSaysWhatIsWrong(t *testing.T) {
	for expression, want := range map[string]string{
		"reading-time.low":     "reading-time.low: no value; write it as in reading-time.low=5",
		"reading-time.lo=5":    "reading-time.lo: no such field; did you mean low?",
		"reading_time.low=5":   "reading_time: no such rule; did you mean reading-time?",
		"flags.score=5":        "flags: no such rule; did you mean flag?",
		"flag.scores=5":        "flag.scores: no such field; did you mean score?",
		"reading-time.low=p50": `reading-time.low: "p50" is not a percentile below 50 as in p10, a number in s, or off`,
		"reading-time.low=p0":  `reading-time.low: "p0" is not a percentile below 50 as in p10, a number in s, or off`,
		"session-time.high=p10": `session-time.high: "p10" is not a percentile above 50 as in p90, a number in min, ` +
			`or off`,
		"session-time.high=-1": `session-time.high: "-1" is not a percentile above 50 as in p90, a number in min, ` +
			`or off`,
		"session-time.high=NaN": `session-time.high: "NaN" is not a percentile above 50 as in p90, a number in min, ` +
			`or off`,
		"session-time.high=inf": `session-time.high: "inf" is not a percentile above 50 as in p90, a number in min, ` +
			`or off`,
		"session-time.high=5m": `session-time.high: "5m" is not a percentile above 50 as in p90, a number in min, ` +
			`or off`,
		"menu-usage.on=yes":     `menu-usage.on: "yes" is not true or false`,
		"menu-usage.weight=101": `menu-usage.weight: "101" is not a number from 0 to 100`,
		"menu-usage.weight=nan": `menu-usage.weight: "nan" is not a number from 0 to 100`,
		"flag.families=8":       `flag.families: "8" is not a whole number from 0 to 7`,
		"flag.hits=1.5":         `flag.hits: "1.5" is not a whole number from 0 to 29`,
		"baseline.passes=0":     `baseline.passes: "0" is not a whole number from 1 to 2`,
		"":                      ": no value; write it as in reading-time.low=5",
	} {
		if got, err := Strict().With(expression); err == nil || err.Error() != want || got != Strict() {
			t.Errorf("%q: %v\nwant %s", expression, err, want)
		}
	}
	_, err := mustWith(t, Strict(), "reading-time.high=10").With("reading-time.low=10")
	if want := "reading-time.low=10: the low bound of reading-time must be less than its high bound " +
		"(10 to 10)"; err == nil || err.Error() != want {
		t.Errorf("%v\nwant %s", err, want)
	}
}

func TestPreset(t *testing.T) {
	for _, preset := range presets {
		if got, err := Preset(preset().Name); err != nil || got != preset() {
			t.Errorf("%s: %+v, %v", preset().Name, got, err)
		}
	}
	if _, err := Preset("papers"); err == nil || err.Error() != "papers: no such preset; did you mean paper?" {
		t.Error(err)
	}
}

// turned draws a rule set that expressions can make of a preset.
func turned(t *rapid.T, name string) RuleSet {
	s := rapid.SampledFrom(presets).Draw(t, name)()
	bound := rapid.SampledFrom([]string{"off", "p%d", "p%d.5", "p0.%d", "p99.%d", "%d", "%d.25"})
	for range rapid.IntRange(0, 30).Draw(t, name+" changes") {
		k := rapid.SampledFrom(builtInParams).Draw(t, "knob")
		values := []string{"true", "false", "0", "1", "2", "31.4", "90s", "15m", "case"}
		value := rapid.SampledFrom(values).Draw(t, "value")
		if k.field == "low" || k.field == "high" {
			value = bound.Draw(t, "bound")
			if value != "off" {
				value = fmt.Sprintf(value, rapid.IntRange(1, 99).Draw(t, "number"))
			}
		}
		if next, err := s.With(k.path() + "=" + value); err == nil {
			s = next
		}
	}
	return s
}

func TestChangesLeadThere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, to := turned(t, "from"), turned(t, "to")
		got := from
		changes := to.Changes(from)
		for _, change := range changes {
			var err error
			if got, err = got.With(change); err != nil {
				t.Fatalf("%q of %q: %v", change, changes, err)
			}
		}
		got.Name = to.Name
		if got != to {
			t.Fatalf("%q lead to\n%+v, not\n%+v", changes, got, to)
		}
		if again := to.Changes(to); len(again) != 0 {
			t.Fatalf("nothing changed, but %q", again)
		}
	})
}
