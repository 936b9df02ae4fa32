package analysis

import (
	"fmt"
	"slices"
)

// BoundKind says how a bound is given.
type BoundKind uint8

// The kinds of bounds.
const (
	NoBound  BoundKind = iota // that side cannot hit
	Quantile                  // a quantile of the baseline; a hit must also keep the rule set's Distance
	Number                    // a number in the metric's unit: the analyst's own judgement, which needs no Distance
)

// Bound is one end of the band that a rule takes as ordinary. Values strictly outside hit.
type Bound struct {
	Kind  BoundKind
	Value float64 // Quantile: in percent, so that 10 is the 0.10-quantile; Number: in the metric's unit
}

// Setting is what a rule set says of one rule.
type Setting struct {
	On        bool
	Low, High Bound
	Weight    float64 // points of a hit as far out as can be: 0 to 100
}

// RuleSet says which rules judge, how, and when a user counts as flagged. Rule sets can be compared with ==.
type RuleSet struct {
	Name  string // of the preset that it began as
	Rules [RuleCount]Setting

	Distance float64 // least |z| of a hit outside a Quantile bound; 0: none is asked for, nor that z is known

	// A user is flagged with at least this score, this many hits (never none), and hits from this many families or one
	// hit that is evidence alone.
	Score    float64
	Hits     int
	Families int

	Passes int // of FitBaseline: 2 leaves those out who are outside two bands
}

// presets are the rule sets that come with spoor, the default first.
var presets = []func() RuleSet{Strict, Paper}

// Strict is the default: a hit must be outside its band and far out, and one phenomenon is not enough.
func Strict() RuleSet {
	s := RuleSet{Name: "strict", Distance: 3.5, Score: 25, Families: 2, Passes: 2}
	for r := range Rules {
		s.Rules[r] = Rules[r].usual()
		if Rules[r].Alone {
			s.Rules[r].Weight = 40
		}
	}
	return s
}

// Paper is the rule set of the paper: outside the band is a hit, two hits are suspicious.
func Paper() RuleSet {
	s := RuleSet{Name: "paper", Hits: 2, Passes: 1}
	for r := range Rules {
		s.Rules[r] = Rules[r].usual()
	}
	s.Rules[Burst].On = false
	return s
}

// usual is how a rule is set where nothing else is said.
func (r *Rule) usual() Setting {
	s := Setting{On: true, Low: Bound{Quantile, 10}, High: Bound{Quantile, 90}, Weight: 20}
	if r.HighOnly {
		s.Low = Bound{}
	}
	if r.Kind == Threshold {
		s.High = Bound{Number, r.Usual}
	}
	return s
}

// Preset returns the preset of this name.
func Preset(name string) (RuleSet, error) {
	var names []string
	for _, preset := range presets {
		s := preset()
		if s.Name == name {
			return s, nil
		}
		names = append(names, s.Name)
	}
	return RuleSet{}, fmt.Errorf("%s: no such preset; did you mean %s?", name, nearest(name, slices.Values(names)))
}
