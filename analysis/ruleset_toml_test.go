package analysis

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestPresets holds the presets against the numbers of the design.
func TestPresets(t *testing.T) {
	band := Setting{On: true, Low: Bound{Quantile, 10}, High: Bound{Quantile, 90}, Weight: 20}
	at := func(threshold, weight float64) Setting {
		return Setting{On: true, High: Bound{Number, threshold}, Weight: weight}
	}
	want := RuleSet{Name: "strict", MeasureOptions: DefaultMeasureOptions(), Distance: 3.5, Score: 25, Alone: 30,
		Families: 2, BaselinePolicy: BaselinePolicy{Passes: 2, Trim: TrimAll}, Rules: [MostRules]Setting{
			ReadingTime: band, VisitFrequency: {On: true, Low: band.Low, High: band.High, Weight: 5}, SessionTime: band,
			ContentUsage: band, MenuUsage: band,
			MenuFocus: {On: true, High: band.High, Weight: 20}, Probing: at(10, 40), RarePaths: at(0.7, 20),
			FastReading: at(3, 40), ProfileMismatch: at(4, 40), ContentDepth: {On: true, High: band.High, Weight: 20},
			DirectDetail: at(0.8, 40),
			ContentOrder: at(0.5, 40), Burst: at(1, 20),
			BarePages: at(1, 20), Schedule: at(4, 40), RoundTheClock: at(0.75, 40),
			Metronome: at(0.8, 20), Enumeration: at(0.6, 40), Harvest: at(0.1, 40), Sharing: at(3, 40),
			AccountSwitching: at(2, 40), SharedSource: at(1, 20),
			LoginGuessing: at(5, 20), LoginAbuse: at(20, 20), NonBrowser: at(0.9, 20),
			ChangedHours: at(1, 40), ChangedDevices: at(1, 40), UsageFall: at(0.9, 20),
		}}
	for _, r := range []RuleID{SharedSource, AccountSwitching, ChangedHours, ChangedDevices, UsageFall} {
		want.Rules[r].On = false
	}
	if got := Strict(); got != want {
		t.Errorf("strict is\n%+v, want\n%+v", got, want)
	}
	want = RuleSet{Name: "paper", MeasureOptions: DefaultMeasureOptions(), Hits: 2,
		BaselinePolicy: BaselinePolicy{Passes: 1}, Rules: want.Rules}
	want.Rules[Metronome].High.Value, want.Rules[Sharing].High.Value = 0.9, 2
	want.Rules[MenuFocus].On = false
	for r := Burst; r < RuleCount; r++ {
		want.Rules[r].On = false
	}
	for r := range want.Rules[:RuleCount] {
		want.Rules[r].Weight = 20
	}
	if got := Paper(); got != want {
		t.Errorf("paper is\n%+v, want\n%+v", got, want)
	}
}

// TestPresetsAreWritten checks that the files of the presets say all that there is, in the usual form.
func TestPresetsAreWritten(t *testing.T) {
	withoutComments := func(text string) string {
		var lines []string
		for line := range strings.Lines(text) {
			if line != "\n" && !strings.HasPrefix(line, "#") {
				lines = append(lines, line)
			}
		}
		return strings.Join(lines, "")
	}
	for _, c := range []struct {
		text string
		set  RuleSet
	}{{strictText, Strict()}, {paperText, Paper()}} {
		if got, want := withoutComments(c.text), withoutComments(c.set.TOML()); got != want {
			t.Errorf("%s is written\n%s\nnot\n%s", c.set.Name, got, want)
		}
	}
}

func TestRuleSetRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := turned(t, "set")
		s.Name = rapid.StringN(1, 20, -1).Draw(t, "name")
		got, err := ParseRuleSet("other.toml", []byte(s.TOML()))
		if err != nil {
			t.Fatalf("%v\n%s", err, s.TOML())
		}
		if got != s {
			t.Fatalf("%s\nis read as\n%+v, not\n%+v", s.TOML(), got, s)
		}
	})
}

func TestShortRuleSet(t *testing.T) {
	got, err := ParseRuleSet("rules/night shift.toml",
		[]byte("reading-time.low = 5\n[burst]\n[content-order]\non = false\n[flag]\nhits = 1"))
	if err != nil {
		t.Fatal(err)
	}
	want := RuleSet{Name: "night shift", MeasureOptions: DefaultMeasureOptions(), Hits: 1,
		BaselinePolicy: BaselinePolicy{Passes: 1}}
	for r := range Rules {
		want.Rules[r] = Rules[r].defaults()
		want.Rules[r].On = RuleID(r) == ReadingTime || RuleID(r) == Burst
	}
	want.Rules[ReadingTime].Low = Bound{Number, 5}
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestParseRuleSetSaysWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"\n[reading_time]":           "r.toml:2:2: reading_time: no such rule; did you mean reading-time?",
		"[reading-time]\n\nlows = 5": "r.toml:3:1: reading-time.lows: no such field; did you mean low?",
		"[reading-time]\nlow = 'p60'": `r.toml:2:1: reading-time.low: "p60" is not a percentile below 50 as in p10, ` +
			`a number in s, or off`,
		"[reading-time]\nlow = -5": `r.toml:2:1: reading-time.low: "-5" is not a percentile below 50 as in p10, ` +
			`a number in s, or off`,
		"[reading-time]\nlow = [5]": `r.toml:2:1: reading-time.low: "[5]" is not a percentile below 50 as in p10, ` +
			`a number in s, or off`,
		"[reading-time]\nlow = inf": `r.toml:2:1: reading-time.low: "+Inf" is not a percentile below 50 as in p10, ` +
			`a number in s, or off`,
		"[reading-time]\nlow = 5\nhigh = 5": "r.toml: " +
			"the low bound of reading-time must be less than its high bound (5 to 5)",
		"[direct-detail]\nhigh = 'p90'": `r.toml:2:1: direct-detail.high: "p90" is not a share as in 0.8, ` +
			`or off`,
		"[direct-detail]\nlow = 0.1": "r.toml:2:1: direct-detail.low: no such field; there are on, high, " +
			"weight",
		"[flag]\nscore = 20\nfamilies = 1.5":      `r.toml:3:1: flag.families: "1.5" is not a whole number from 0 to 7`,
		"burst = 1":                               "r.toml:1:1: burst: no such field; there are on, high, weight",
		"burst = {high = 2}\nflags = {score = 1}": "r.toml:2:10: flags: no such rule; did you mean flag?",
		"name = 5": "r.toml:1:1: name: a text is needed",
		"title = 'x'": "r.toml:1:1: title: no such rule; there are account-switching, bare-pages, baseline, burst, " +
			"changed-devices, changed-hours, content-depth, content-order, content-usage, direct-detail, " +
			"enumeration, fast-reading, flag, harvest, login-abuse, login-guessing, menu-focus, menu-usage, " +
			"metronome, non-browser, probing, profile-mismatch, rare-paths, reading-time, round-the-clock, schedule, " +
			"session, session-time, shared-source, sharing, usage-fall, visit-frequency",
		"[flag]\nscore = 1\nscore = 2": "r.toml:3:1: ",
		"[flag":                        "r.toml:1:5: ",
	} {
		if _, err := ParseRuleSet("r.toml", []byte(text)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s\n%v\nwant %s", text, err, want)
		}
	}
}

func FuzzParseRuleSet(f *testing.F) {
	f.Add([]byte(strictText))
	f.Add([]byte("reading-time = {low = 5, high = 'p90'}\n[flag]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := ParseRuleSet("r.toml", text)
		if err != nil {
			return
		}
		if again, err := ParseRuleSet("r.toml", []byte(s.TOML())); err != nil || again != s {
			t.Errorf("%q makes %+v, and its text makes %+v, %v", text, s, again, err)
		}
	})
}
