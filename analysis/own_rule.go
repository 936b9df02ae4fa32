package analysis

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"spoor/analysis/predicate"
	"spoor/analysis/units"
	"spoor/internal/nearest"
)

// MostOwnRules is how many rules of one's own a rule set can have.
const MostOwnRules = 64

// OwnRule is a rule of one's own: it measures the events that a condition takes. It can be compared with ==.
type OwnRule struct {
	Name  string // as in rule sets: "night-reading"
	Title string // as in sentences: "reading at night"; "": the name

	Measure OwnMeasure
	Of      Thing  // what is counted, or looked at
	Where   string // which events count: a condition of package predicate; "": all of them
	Among   string // of a share: which events it is a share of; "": all of them

	Within time.Duration // of the most in a time: how long that is

	Unit   string // the name of the unit, "" for that of the measure
	Family Family
	Least  int32 // observations that a user must have; 0: as many as the measure needs
	Alone  bool  // a hit is evidence without a hit of another family

	Level, References string // of the rule that this one was made of, for people; references one a line
}

// OwnMeasure says what number is made of the events.
type OwnMeasure uint8

// The measures.
const (
	MeasureCount      OwnMeasure = iota // how many
	MeasureDistinct                     // how many different ones
	MeasureShare                        // of those among which they are
	MeasurePerMinute                    // the most in a minute
	MeasurePerHour                      // in an hour
	MeasurePerDay                       // in 24 hours
	MeasurePerTime                      // in a time that the rule says
	MeasurePerSession                   // in a session
	MeasureRun                          // the longest run of events that are like this, one after the other
	MeasureSum                          // of their bytes
	MeasureGap                          // the median time from one to the next, within sessions

	measureCount = iota
)

// ownMeasure describes a measure.
type ownMeasure struct {
	name   string
	scales bool // the value grows with the window
	least  int32
}

var ownMeasures = [measureCount]ownMeasure{
	MeasureCount:      {"count", true, 1},
	MeasureDistinct:   {"distinct", true, 1},
	MeasureShare:      {"share", false, 10},
	MeasurePerMinute:  {"most-in-minute", false, 1},
	MeasurePerHour:    {"most-in-hour", false, 1},
	MeasurePerDay:     {"most-in-day", false, 1},
	MeasurePerTime:    {"most-in-time", false, 1},
	MeasurePerSession: {"most-in-session", false, 1},
	MeasureRun:        {"longest-run", false, 1},
	MeasureSum:        {"sum", true, 1},
	MeasureGap:        {"median-gap", false, 5},
}

// String is the name of the measure.
func (m OwnMeasure) String() string { return ownMeasures[m].name }

// Thing is what a rule of one's own counts.
type Thing uint8

// The things. Events, views and pages are counted one by one; of the others each once.
const (
	TheEvents Thing = iota
	TheViews
	ThePages // events that are not static
	TheItems
	TheMenus
	ThePaths
	TheRequests // a method, and what it asks for with its query
	TheAddresses
	TheNetworks
	TheAgents
	TheReferrers
	TheSessions
	TheDays
	TheBytes

	thingCount = iota
)

// thing describes a thing.
type thing struct {
	noun units.Noun
	unit units.Unit
	each Thing // which events are looked at: TheEvents, TheViews or ThePages
}

var things = [thingCount]thing{
	TheEvents:    {units.NewNoun("event", "events"), units.Events, TheEvents},
	TheViews:     {units.ViewNoun, units.Views, TheViews},
	ThePages:     {units.NewNoun("page", "pages"), units.Pages, ThePages},
	TheItems:     {units.NewNoun("item", "items"), units.Items, TheViews},
	TheMenus:     {units.NewNoun("menu", "menus"), units.Menus, TheViews},
	ThePaths:     {units.NewNoun("path", "paths"), units.Paths, ThePages},
	TheRequests:  {units.NewNoun("request", "requests"), units.Requests, TheEvents},
	TheAddresses: {units.NewNoun("address", "addresses"), units.Addresses, TheEvents},
	TheNetworks:  {units.NewNoun("network", "networks"), units.Networks, TheEvents},
	TheAgents:    {units.NewNoun("agent", "agents"), units.Agents, TheEvents},
	TheReferrers: {units.NewNoun("referrer", "referrers"), units.Referrers, TheEvents},
	TheSessions:  {units.SessionNoun, units.Sessions, TheEvents},
	TheDays:      {units.NewNoun("day", "days"), units.Days, TheEvents},
	TheBytes:     {units.NewNoun("byte", "bytes"), units.Bytes, TheEvents},
}

// String is the name of the thing.
func (t Thing) String() string { return things[t].noun.Many }

// single reports whether the thing is an event itself, which is counted one by one.
func (t Thing) single() bool { return t <= ThePages }

// takes says of which things there is a measure.
func (m OwnMeasure) takes(t Thing) bool {
	switch m {
	case MeasureCount, MeasureRun, MeasureGap:
		return t.single()
	case MeasureDistinct:
		return !t.single() && t != TheBytes
	case MeasureSum:
		return t == TheBytes
	case MeasurePerSession:
		return t != TheBytes && t != TheSessions
	default:
		return t != TheBytes
	}
}

// takenThings are the names of the things that a measure can be of.
func (m OwnMeasure) takenThings() (names []string) {
	for t := range Thing(thingCount) {
		if m.takes(t) {
			names = append(names, t.String())
		}
	}
	return names
}

// ownNames are what a rule of one's own can be called.
var ownNames = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

const longestName = 40

// check reports what can't be.
func (r *OwnRule) check() error {
	switch {
	case len(r.Name) > longestName || !ownNames.MatchString(r.Name):
		return fmt.Errorf("%q is not a name for a rule: use lower-case letters and digits, with - between them, "+
			"at most %d", r.Name, longestName)
	case builtInNamed(r.Name):
		return fmt.Errorf("%s is the name of a built-in rule", r.Name)
	case !r.Measure.takes(r.Of):
		return fmt.Errorf("of: %s is of %s, not of %s", r.Measure, strings.Join(r.Measure.takenThings(), ", "), r.Of)
	case r.Among != "" && r.Measure != MeasureShare:
		return fmt.Errorf("among: only a share is among others, and this is a %s", r.Measure)
	case (r.Within > 0) != (r.Measure == MeasurePerTime):
		return fmt.Errorf("within: %s needs how long, as in within = \"5m\", and no other measure takes it",
			MeasurePerTime)
	case r.Within < 0 || r.Within > units.LongestSpan:
		return fmt.Errorf("within: a time from 1s to 366d")
	case r.Least < 0 || r.Least > mostLeast:
		return fmt.Errorf("least: a whole number from 1 to %d", mostLeast)
	}
	if _, err := r.unit(); err != nil {
		return err
	}
	return nil
}

const (
	mostLeast   = 1_000_000
	usualWithin = 5 * time.Minute
)

func builtInNamed(name string) bool {
	for r := range Rules {
		if Rules[r].Name == name {
			return true
		}
	}
	return false
}

// conditions are the two conditions of a rule, nil where there is none. The error names the field and the column.
func (r *OwnRule) conditions() (where, among *predicate.Predicate, err error) {
	if where, err = condition("where", r.Where); err == nil {
		among, err = condition("among", r.Among)
	}
	return where, among, err
}

func condition(field, text string) (*predicate.Predicate, error) {
	if text == "" {
		return nil, nil
	}
	p, err := parseCondition(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", field, err)
	}
	return p, nil
}

// parseCondition checks a condition over one event. An error names the column, and for a name that is not known what is
// nearest.
func parseCondition(text string) (*predicate.Predicate, error) {
	p, err := predicate.Parse(text)
	if wrong := new(predicate.Error); errors.As(err, &wrong) && wrong.Known != nil {
		return nil, fmt.Errorf("%w%s", err, nearest.Suggest(wrong.Word, func(yield func(string) bool) {
			for _, known := range wrong.Known {
				if !yield(known) {
					return
				}
			}
		}))
	}
	return p, err
}

// measured is the part of the rule that its values follow from.
func (r *OwnRule) measured() OwnRule {
	return OwnRule{Measure: r.Measure, Of: r.Of, Where: r.Where, Among: r.Among, Within: r.Within,
		Unit: r.Unit, Least: r.Least}
}

// title is what sentences call the rule.
func (r *OwnRule) title() string { return cmp.Or(r.Title, strings.ReplaceAll(r.Name, "-", " ")) }

// unit is the unit of the values.
func (r *OwnRule) unit() (units.Unit, error) {
	natural := things[r.Of].unit
	switch r.Measure {
	case MeasureShare:
		natural = units.Share
	case MeasureGap:
		natural = units.Seconds
	}
	if r.Unit == "" || r.Unit == natural.String() {
		return natural, nil
	}
	if r.Measure == MeasureGap && r.Unit == units.Minutes.String() {
		return units.Minutes, nil
	}
	if natural.Whole() {
		for u := range units.Nouns {
			if units.Unit(u).Whole() && units.Nouns[u].Many == r.Unit {
				return units.Unit(u), nil
			}
		}
	}
	return 0, fmt.Errorf("unit: %s are not in %q but in %s", r.Measure, r.Unit, natural)
}

// least is how many observations a user must have.
func (r *OwnRule) least() int32 { return cmp.Or(r.Least, ownMeasures[r.Measure].least) }

// describe makes a Rule of it, as all rules are one.
func (r *OwnRule) describe() Rule {
	unit, err := r.unit()
	if err != nil {
		panic(err) // it has been checked
	}
	each := things[things[r.Of].each].noun
	rule := Rule{
		Name: r.Name, Title: r.title(), Unit: unit, Family: r.Family, Alone: r.Alone, Kind: Either, Least: r.least(),
		Scales:   ownMeasures[r.Measure].scales,
		Sessions: r.Measure == MeasurePerSession || r.Measure == MeasureGap || r.Of == TheSessions,
		Observed: each, Over: each, Less: "less", More: "more",
	}
	switch {
	case r.Measure == MeasureShare && !r.Of.single():
		rule.Observed, rule.Over = things[r.Of].noun, things[r.Of].noun
	case r.Measure == MeasureGap:
		gap := units.NewNoun("gap", "gaps")
		rule.Observed, rule.Over, rule.Less, rule.More = gap, gap, "shorter", "longer"
	case unit.Whole():
		rule.Less = "fewer"
	}
	if words := r.words(); words != "" {
		rule.beside = func(*Matrix, int) string { return words }
	}
	return rule
}

// words say what the rule takes, in its own words: "where hour < 6", "where hour < 6 among menu == "jobs"".
func (r *OwnRule) words() string {
	var parts []string
	if r.Within > 0 {
		parts = append(parts, "within "+units.FormatSpan(r.Within))
	}
	if r.Where != "" {
		parts = append(parts, "where "+short(predicate.OneLine(r.Where)))
	}
	if r.Among != "" {
		parts = append(parts, "among "+short(predicate.OneLine(r.Among)))
	}
	return strings.Join(parts, ", ")
}

// longestQuote is how many characters of a condition a sentence quotes.
const longestQuote = 200

// short is a condition that is not too long to quote.
func short(condition string) string {
	if runes := []rune(condition); len(runes) > longestQuote {
		return string(runes[:longestQuote]) + "…"
	}
	return condition
}

// defaults is how the rule is set where nothing else is said: whoever lies above nine tenths of the ordinary users hits
// it.
func (r *OwnRule) defaults() Setting {
	return Setting{On: true, High: Bound{Quantile, 90}, Weight: 20}
}
