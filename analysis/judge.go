package analysis

import (
	"context"
)

// Side is the side of the band that a hit is on.
type Side uint8

// The sides.
const (
	Inside Side = iota // no hit
	Low
	High
)

// Hit is a rule that a user hits.
type Hit struct {
	Rule   RuleID
	Side   Side
	Value  float64 // in the rule's unit
	N      int32   // the observations that it rests on
	Z      float64 // the distance; NaN if it is not known
	Points float64 // after damping within the family
}

// Judge is a matrix and a baseline with every distance computed once. It is safe for use by several goroutines.
type Judge struct {
	Matrix   *Matrix
	Baseline *Baseline

	z [RuleCount][]float64 // nil where the metric is not evaluable
}

// NewJudge computes the distances of all users.
func NewJudge(m *Matrix, b *Baseline) *Judge { return &Judge{Matrix: m, Baseline: b} }

// FitBaseline learns what is ordinary.
func FitBaseline(m *Matrix, passes int, exclude func(row int) bool) *Baseline { return &Baseline{} }

// Evaluation is what a rule set says of every user.
type Evaluation struct {
	Set       RuleSet
	Score     []float64 // by row, 0 to 100
	Low, High []uint32  // by row: bit r is set if rule r hits on that side
	Flagged   []bool    // by row
	Order     []int32   // rows by score, the highest first, then by row

	Evaluated    int // users who are judged and no declared robots; the counts are of these
	FlaggedCount int
	ByAlone      int            // flagged with a hit that is evidence alone
	RuleHits     [RuleCount]int // users who hit the rule
}

// Evaluate judges all users.
func (j *Judge) Evaluate(s RuleSet) *Evaluation {
	n := j.Matrix.Len()
	return &Evaluation{Set: s, Score: make([]float64, n), Low: make([]uint32, n), High: make([]uint32, n), Flagged: make([]bool, n), Order: make([]int32, n)}
}

// Hits judges one user.
func (j *Judge) Hits(s RuleSet, row int) []Hit { return nil }

// Change is a user whose place differs between two evaluations.
type Change struct {
	Row                     int
	Before, After           float64 // scores
	PlaceBefore, PlaceAfter int     // from 1
	Because                 []string
}

// Difference is what changes between two evaluations.
type Difference struct{ Entered, Left, Moved []Change }

// Compare compares.
func Compare(before, after *Evaluation) Difference { return Difference{} }

// Chance counts.
func (j *Judge) Chance(ctx context.Context, s RuleSet) (expected float64, ok bool) { return 0, false }

// Segment is an eCRM group.
type Segment uint8

// The segments.
const (
	Average Segment = iota
	New
	Loyal
	ChurnRisk
	DeclaredRobot
)

// String is the name.
func (s Segment) String() string {
	return [...]string{"average", "new", "loyal", "churn-risk", "declared-robot"}[s]
}

// Segments segments.
func Segments(m *Matrix) []Segment { return make([]Segment, m.Len()) }

// Why explains.
func (j *Judge) Why(s RuleSet, row int, h Hit) string { return "" }

// NotEvaluable explains.
func (j *Judge) NotEvaluable(row int, rule RuleID) string { return "" }

// Percentile places.
func (j *Judge) Percentile(rule RuleID, x float64) float64 { return 0 }

// Bounds are the bounds of a rule as numbers.
func (j *Judge) Bounds(s RuleSet, rule RuleID) (low, high float64) { return 0, 0 }

// CanHit reports whether anybody can hit.
func (j *Judge) CanHit(s RuleSet, rule RuleID, side Side) bool { return false }
