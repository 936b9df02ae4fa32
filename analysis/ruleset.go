package analysis

import "fmt"

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
	Name           string             // of the preset that it began as
	Rules          [MostRules]Setting // by RuleID; of the rules of one's own as MeasureOptions has them
	MeasureOptions MeasureOptions     // a matrix of another one cannot be judged by this rule set

	Distance float64 // least |z| of a hit outside a Quantile bound; 0: none is asked for, nor that z is known

	// A user is flagged with at least this score, this many hits (never none), and hits from this many families or one
	// hit that is evidence alone, of so many points.
	Score    float64
	Hits     int
	Families int

	Alone float64 // least points of a hit that flags alone; 0: none are asked for

	BaselinePolicy
}

// BaselinePolicy says who is taken for ordinary, and so what a baseline is learned from.
type BaselinePolicy struct {
	Passes int  // of FitBaseline: 2 leaves those out whom Trim says
	Trim   Trim // who is left out by the second pass
	Robots bool // declared robots are users like all others: ordinary or not, judged, flagged
}

// Trim says whom the second pass of FitBaseline leaves out.
type Trim uint8

// Who is left out.
const (
	TrimBands Trim = iota // who is outside two bands
	TrimAll               // and who hits a threshold
)

var trimNames = [...]string{TrimBands: "bands", TrimAll: "all"}

// defaults is how a rule is set where nothing else is said.
func (r *Rule) defaults() Setting {
	s := Setting{On: true, Low: Bound{Quantile, 10}, High: Bound{Quantile, 90}, Weight: 20}
	if r.HighOnly {
		s.Low = Bound{}
	}
	if r.Kind == Threshold {
		s.High = Bound{Number, r.Usual}
	}
	return s
}

// numbers reports whether no bound needs the ordinary users.
func (s *Setting) numbers() bool { return s.Low.Kind != Quantile && s.High.Kind != Quantile }

// check reports bounds that leave nothing between them.
func (s *RuleSet) check() error {
	for r, setting := range s.Rules {
		if setting.Low.Kind == Number && setting.High.Kind == Number && setting.Low.Value >= setting.High.Value {
			return fmt.Errorf("the low bound of %s must be less than its high bound (%s to %s)",
				s.Rule(RuleID(r)).Name, setting.Low, setting.High)
		}
	}
	return nil
}

// Only returns the rule set with all other rules off, and every hit flagging: how good is this rule alone?
func (s RuleSet) Only(rule RuleID) RuleSet {
	for r := range s.Rules {
		s.Rules[r].On = RuleID(r) == rule
	}
	s.Score, s.Alone, s.Families, s.Hits = 0, 0, 0, 0
	return s
}
