package analysis

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"spoor/analysis/stats"
	"spoor/analysis/units"
	"spoor/internal/nearest"
	"spoor/internal/toml"
)

// baselineText is a baseline as it is written.
type baselineText struct {
	Name    string    `toml:"name"`
	From    time.Time `toml:"from"`
	To      time.Time `toml:"to"`
	Days    float64   `toml:"days"`
	Timeout string    `toml:"timeout"`
	Members int       `toml:"members"`
	Dropped struct {
		FewEvents int `toml:"few_events"`
		Robots    int `toml:"robots"`
		Excluded  int `toml:"excluded"`
		Trimmed   int `toml:"trimmed"`
	} `toml:"dropped"`
	Leanings []leaningText      `toml:"leaning"`
	Rule     map[string]fitText `toml:"rule"`
}

type leaningText struct {
	Profile string  `toml:"profile"`
	Item    string  `toml:"item"`
	Users   int     `toml:"users"`
	Unmet   float64 `toml:"unmet"`
}

type fitText struct {
	N         int       `toml:"n"`
	MedianY   float64   `toml:"median_y"`
	ScaleLow  float64   `toml:"scale_low"`
	ScaleHigh float64   `toml:"scale_high"`
	Knots     []float64 `toml:"knots"`
	Few       []float64 `toml:"values"`

	Apart       int       `toml:"apart"`
	ApartValues []float64 `toml:"apart_values"`

	// Of a rule of one's own, what it measures:
	Measure string `toml:"measure"`
	Of      string `toml:"of"`
	Where   string `toml:"where"`
	Among   string `toml:"among"`
	Unit    string `toml:"unit"`
	Least   int    `toml:"least"`
}

// own is the rule of one's own that has been learned.
func (f *fitText) own(name string) (OwnRule, error) {
	rule := OwnRule{Name: name, Family: Semantic}
	for _, field := range []struct{ name, text string }{
		{"measure", f.Measure}, {"of", f.Of}, {"where", f.Where}, {"among", f.Among},
		{"unit", f.Unit}, {"least", strconv.Itoa(f.Least)},
	} {
		if field.text == "" || field.text == "0" {
			continue
		}
		if err := ownFieldNamed(field.name).set(&rule, field.text); err != nil {
			return rule, fmt.Errorf("%s: %w", field.name, err)
		}
	}
	return rule, nil
}

// write writes what a rule of one's own measures.
func (r *OwnRule) write(text *strings.Builder) {
	for _, name := range []string{"measure", "of", "where", "among", "unit", "least"} {
		if value := ownFieldNamed(name).get(r); value != "" {
			fmt.Fprintf(text, "%s = %s\n", name, tomlValue(value))
		}
	}
}

const baselineHeader = "# What is ordinary, as spoor has learned it. " +
	"days is the length of the window that it was learned over: what scales with\n" +
	"# time can only be judged in a window of about that length. " +
	"timeout ended the sessions: what rests on them can only be judged\n" +
	"# where they end so. " +
	"A leaning is how much of what a requirement asks for ordinary users leave unmet, as a share of what they\n" +
	"# would if their profile did not matter. " +
	"knots are the quantiles 0, 0.001, … 1 of the metric. apart are users who are ordinary\n" +
	"# but for that rule.\n"

// TOML writes the baseline in the form that ParseBaseline reads, exactly. Rules with fewer than 30 members have their
// values in place of knots.
func (b *Baseline) TOML() string {
	var text strings.Builder
	text.WriteString(baselineHeader)
	fmt.Fprintf(&text, "name = %s\nfrom = %s\nto = %s\ndays = %s\nmembers = %d\n", tomlString(b.Name),
		instant(b.Window.From), instant(b.Window.To), tomlFloat(b.Span.Hours()/24), b.Members)
	if b.Timeout != 0 {
		fmt.Fprintf(&text, "timeout = %s\n", tomlString(formatLength(b.Timeout)))
	}
	fmt.Fprintf(&text, "\n[dropped]\nfew_events = %d\nrobots = %d\nexcluded = %d\ntrimmed = %d\n",
		b.Dropped.FewEvents, b.Dropped.Robots, b.Dropped.Excluded, b.Dropped.Trimmed)
	for _, l := range b.Leanings {
		fmt.Fprintf(&text, "\n[[leaning]]\nprofile = %s\nitem = %s\nusers = %d\nunmet = %s\n",
			tomlString(l.Profile), tomlString(l.Item), l.Users, tomlFloat(l.Unmet))
	}
	for r, rule := range b.Own.All() {
		fit := &b.Fits[r]
		if fit.N == 0 && (r >= RuleCount || b.Apart[r].N == 0) {
			continue
		}
		fmt.Fprintf(&text, "\n[rule.%s]\nn = %d\n", rule.Name, fit.N)
		if r >= RuleCount {
			b.Own.List()[r-RuleCount].write(&text)
		} else if apart := &b.Apart[r]; apart.N > 0 {
			fmt.Fprintf(&text, "apart = %d\n", apart.N)
			writeNumbers(&text, "apart_values", apart.Values)
		}
		writeFit(&text, fit)
	}
	return text.String()
}

func writeFit(text *strings.Builder, f *stats.Fit) {
	if !f.Evaluable() {
		if len(f.Few) > 0 {
			writeNumbers(text, "values", f.Few)
		}
		return
	}
	fmt.Fprintf(text, "median_y = %s\nscale_low = %s\nscale_high = %s\n",
		tomlFloat(f.MedianY), tomlFloat(f.ScaleLow), tomlFloat(f.ScaleHigh))
	writeNumbers(text, "knots", f.Knots)
}

// numbersInLine is how many numbers of a list are written in a line.
const numbersInLine = 10

func writeNumbers(text *strings.Builder, name string, numbers []float64) {
	text.WriteString(name + " = [\n")
	for line := range slices.Chunk(numbers, numbersInLine) {
		for _, number := range line {
			text.WriteString(tomlFloat(number) + ", ")
		}
		text.WriteString("\n")
	}
	text.WriteString("]\n")
}

// instant is a time in UTC, to the millisecond.
func instant(milliseconds int64) string {
	return time.UnixMilli(milliseconds).UTC().Format("2006-01-02T15:04:05.000Z")
}

// tomlFloat writes a number so that exactly the same one is read again.
func tomlFloat(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// ParseBaseline reads a baseline in TOML, as TOML writes it. What is not known, is missing or cannot be is an error
// that says name and line.
func ParseBaseline(name string, text []byte) (*Baseline, error) {
	var written baselineText
	d, err := toml.Read(name, text, &written)
	if err != nil {
		return nil, err
	}
	dropped := written.Dropped
	if err := checkBaselineText(d, &written); err != nil {
		return nil, err
	}
	b := &Baseline{
		Name: written.Name, Members: written.Members, Window: Window{written.From.UnixMilli(), written.To.UnixMilli()},
		Span:    time.Duration(math.Round(written.Days * float64(24*time.Hour))),
		Dropped: Dropped{dropped.FewEvents, dropped.Robots, dropped.Excluded, dropped.Trimmed},
	}
	if written.Timeout != "" {
		var ok bool
		if b.Timeout, ok = parseLength(written.Timeout); !ok {
			return nil, d.Wrong("timeout", "timeout: %q is not a length of time as in 30m", written.Timeout)
		}
	}
	for i, l := range written.Leanings {
		if l.Users < 0 || !(l.Unmet >= 0 && l.Unmet <= math.MaxFloat64) {
			return nil, d.Wrong(fmt.Sprintf("leaning.%d", i), "leaning: users and unmet must be numbers from 0 up")
		}
		b.Leanings = append(b.Leanings, Leaning(l))
	}
	if err := readFits(d, b, written.Rule); err != nil {
		return nil, err
	}
	if written.From.IsZero() || written.To.IsZero() {
		return nil, d.Wrong("from", "from and to are needed: the time that it was learned from")
	}
	return b, nil
}

// readFits reads the distributions, of the built-in rules and of those of one's own.
func readFits(d *toml.Document, b *Baseline, written map[string]fitText) error {
	var own []OwnRule
	for _, name := range slices.Sorted(maps.Keys(written)) {
		if f := written[name]; f.Measure != "" {
			rule, err := f.own(name)
			if err == nil {
				_, err = NewOwnRules([]OwnRule{rule})
			}
			if err != nil {
				return d.Wrong("rule."+name, "%s: %w", name, err)
			}
			own = append(own, rule)
		}
	}
	var err error
	if b.Own, err = NewOwnRules(own); err != nil {
		return fmt.Errorf("%s: %w", d.Name(), err)
	}
	for _, name := range slices.Sorted(maps.Keys(written)) {
		r, known := b.Own.Named(name)
		if !known {
			return d.Wrong("rule."+name, "%s: no such rule%s", name, nearest.Suggest(name, slices.Values(ruleNames())))
		}
		f := written[name]
		fit := stats.Fit{
			N: f.N, MedianY: f.MedianY, ScaleLow: f.ScaleLow, ScaleHigh: f.ScaleHigh, Knots: f.Knots, Few: f.Few,
		}
		if err := checkFit(&fit, b.Own.Rule(r)); err != nil {
			return d.Wrong("rule."+name, "%s: %w", name, err)
		}
		b.Fits[r] = fit
		apart := stats.Apart{N: f.Apart, Values: f.ApartValues}
		if !apart.Check() || r >= RuleCount && apart.N > 0 {
			return d.Wrong("rule."+name,
				"%s: apart must be the number of apart_values, which are in rising order", name)
		}
		if r < RuleCount {
			b.Apart[r] = apart
		}
	}
	return nil
}

// ruleNames are the names of the built-in rules, sorted.
func ruleNames() (names []string) {
	for r := range Rules {
		names = append(names, Rules[r].Name)
	}
	slices.Sort(names)
	return names
}

func checkBaselineText(d *toml.Document, written *baselineText) error {
	switch {
	case written.Members < 0:
		return d.Wrong("members", "members is %d", written.Members)
	case !(written.Days >= 0 && written.Days < mostDays):
		return d.Wrong("days", "days is %v", written.Days)
	case written.To.Before(written.From):
		return d.Wrong("to", "to is before from")
	default:
		return nil
	}
}

// mostDays is how long a time.Duration can be.
const mostDays = math.MaxInt64 / float64(24*time.Hour)

// checkFit reports what no distribution can be.
func checkFit(f *stats.Fit, rule *Rule) error {
	knots := 0
	if f.Evaluable() {
		knots = stats.KnotSteps + 1
	}
	outOfRange := func(x float64) bool { return !(x >= 0 && x <= math.MaxFloat64) } // also NaN
	if rule.Unit == units.Odds {                                                    // which may speak for a user
		outOfRange = func(x float64) bool { return !(math.Abs(x) <= math.MaxFloat64) }
	}
	disordered := func(xs []float64) bool { return !slices.IsSorted(xs) || slices.ContainsFunc(xs, outOfRange) }
	switch {
	case f.N < 0:
		return fmt.Errorf("n is %d", f.N)
	case len(f.Knots) != knots:
		return fmt.Errorf("%d knots of %d members, %d needed", len(f.Knots), f.N, knots)
	case disordered(f.Knots) || disordered(f.Few):
		return fmt.Errorf("knots and values must be numbers from 0 up, in rising order")
	case len(f.Few) > 0 && (len(f.Few) != f.N || f.Evaluable()):
		return fmt.Errorf("%d values of %d members", len(f.Few), f.N)
	case slices.ContainsFunc([]float64{f.MedianY, f.ScaleLow, f.ScaleHigh}, outOfRange):
		return fmt.Errorf("median and scales must be numbers from 0 up")
	default:
		return nil
	}
}
