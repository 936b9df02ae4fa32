package ecrm

import (
	"slices"
	"sync"

	"spoor/analysis"
	"spoor/analysis/clock"
	"spoor/analysis/stats"
	"spoor/internal/hugepage"
)

// Segment is an eCRM group of users.
type Segment uint8

// The segments.
const (
	Average Segment = iota
	New
	Loyal
	ChurnRisk
	DeclaredRobot
)

var segmentNames = [...]string{
	Average: "average", New: "new", Loyal: "loyal", ChurnRisk: "churn-risk", DeclaredRobot: "declared-robot",
}

// String is the name of the segment.
func (s Segment) String() string { return segmentNames[s] }

const (
	newFor     = 14 * clock.DayLength // how long after joining, or the first event, a user is new
	newMeans   = 2 * newFor           // shorter windows cannot tell who is new
	newVisits  = 2                    // sessions that a new user has at most
	goneVisits = 4                    // sessions that a user must have to be missed
)

// Segments puts every user into one segment, the first that fits:
//
//   - declared-robot: more than half of its events carry an agent that says so.
//   - new: joined, or where that is not known first seen, at most 14 days before the end of the window, and at most 2
//     sessions. Who is only known to be first seen is not new in a window shorter than 28 days, where half of the users
//     or more would be.
//   - loyal: R ≥ 4 and F ≥ 4, and M ≥ 4 if anybody in the case bought anything.
//   - churn-risk: F ≥ 3 and R ≤ 2; or at least 4 sessions and away, from the last event to the end of the window, for
//     longer than 3 times the own median interval between sessions; or at least 4 sessions and in the second half of
//     the window, or of the time since joining, less than 40 % as many as in the first.
//   - average: everybody else; those of them who lose interest by what rules say are churn-risk, too (see WithLosing).
//
// R scores the last event, F the sessions, M the purchases: 1 + ⌊5 × the share of users with strictly less⌋ among the
// users that are no declared robots, so 1 to 5, and equal values score the same.
func Segments(m *analysis.Matrix) []Segment {
	s := segmenter{matrix: m}
	of := func() []int64 { return hugepage.Make[int64](m.Len())[:0] }
	last, sessions, purchases := of(), of(), of()
	for row := range m.Stats {
		of := &m.Stats[row]
		s.shop = s.shop || of.Purchases > 0
		if !m.Robot(row) {
			last = append(last, of.Last)
			sessions, purchases = append(sessions, int64(of.Sessions)), append(purchases, int64(of.Purchases))
		}
	}
	var columns sync.WaitGroup
	columns.Go(func() { s.recency = fifths(last) })
	columns.Go(func() { s.frequency = fifths(sessions) })
	columns.Go(func() { s.money = fifths(purchases) })
	columns.Wait()
	segments := make([]Segment, m.Len())
	stats.InParallel(len(segments), func(from, to int) {
		for row := from; row < to; row++ {
			segments[row] = s.segment(row)
		}
	})
	return segments
}

type segmenter struct {
	matrix                    *analysis.Matrix
	recency, frequency, money cuts
	shop                      bool // somebody bought something
}

func (s *segmenter) segment(row int) Segment {
	m := s.matrix
	switch {
	case m.Robot(row):
		return DeclaredRobot
	case s.isNew(row):
		return New
	case s.isLoyal(row):
		return Loyal
	case s.isLeaving(row):
		return ChurnRisk
	default:
		return Average
	}
}

func (s *segmenter) isNew(row int) bool {
	m := s.matrix
	since := m.Stats[row].Joined
	if since == 0 {
		if m.Window.To-m.Window.From < newMeans {
			return false
		}
		since = m.Stats[row].First
	}
	return m.Window.To-since <= newFor && m.Stats[row].Sessions <= newVisits
}

func (s *segmenter) isLoyal(row int) bool {
	m := s.matrix
	return s.recency.score(m.Stats[row].Last) >= 4 && s.frequency.score(int64(m.Stats[row].Sessions)) >= 4 &&
		(!s.shop || s.money.score(int64(m.Stats[row].Purchases)) >= 4)
}

func (s *segmenter) isLeaving(row int) bool {
	m := s.matrix
	if s.frequency.score(int64(m.Stats[row].Sessions)) >= 3 && s.recency.score(m.Stats[row].Last) <= 2 {
		return true
	}
	if m.Stats[row].Sessions < goneVisits {
		return false
	}
	away := m.Window.To - m.Stats[row].Last
	return away > 3*m.Stats[row].VisitInterval || 5*m.Stats[row].SecondHalf < 2*m.Stats[row].FirstHalf
}

// cuts are the values that a user must exceed to score 2, 3, 4 and 5.
type cuts [4]int64

// fifths finds the cuts of a column. A value x scores more than k if at least k fifths of the n values are
// strictly below it, that is if the ⌈k·n÷5⌉-th smallest is.
func fifths(values []int64) (c cuts) {
	if len(values) == 0 {
		return c
	}
	keys := hugepage.Make[uint64](len(values))
	for i, value := range values {
		keys[i] = uint64(value) ^ stats.SignBit
	}
	keys, _ = stats.RadixSort(keys, nil)
	for k := range c {
		c[k] = int64(keys[((k+1)*len(keys)+4)/5-1] ^ stats.SignBit)
	}
	return c
}

// score is 1 to 5.
func (c *cuts) score(x int64) int {
	score := 1
	for _, cut := range c {
		if x > cut {
			score++
		}
	}
	return score
}

// losing are the rules whose low side tells, as the paper reads it, that somebody loses interest: reads shortly, stays
// shortly, uses little.
var losing = []analysis.RuleID{analysis.ReadingTime, analysis.SessionTime, analysis.ContentUsage}

// Losing are the rules that a user hits on the low side, as who loses interest does; none of a user who comes or reads
// more than is usual, such as a program that reads fast.
func Losing(e *analysis.Evaluation, row int) (rules analysis.RuleBits) {
	high := e.High.Of(row)
	if high.Has(analysis.VisitFrequency) || high.Has(analysis.ContentUsage) {
		return rules
	}
	for _, r := range losing {
		if e.Low.Of(row).Has(r) {
			rules.Add(r)
		}
	}
	return rules
}

// WithLosing are the segments that follow from the matrix, with those users of average who hit rules as who loses
// interest does in churn-risk.
func WithLosing(e *analysis.Evaluation, of []Segment) []Segment {
	segments := slices.Clone(of)
	for row := range segments {
		if segments[row] == Average && e.Matrix().Judged(row) && Losing(e, row).Any() {
			segments[row] = ChurnRisk
		}
	}
	return segments
}
