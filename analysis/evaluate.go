package analysis

import (
	"sync"

	"spoor/analysis/stats"
	"spoor/internal/hugepage"
)

// Evaluation is what a rule set says of every user.
type Evaluation struct {
	Set RuleSet

	Score     []float64 // by row, 0 to 100
	Reach     []float64 // by row: how far out users are, which orders those of one score
	Low, High HitSets   // by row: the rules that hit on that side, as the matrix has them
	Flagged   []bool    // by row
	Order     []int32   // rows by score, the highest first, then by reach, then by row

	Evaluated int // users who are judged, without declared robots unless the set judges them
	Counts

	judge *Judge
}

// Counts are of the evaluated users only.
type Counts struct {
	FlaggedCount int
	ByAlone      int            // users flagged with a hit that is evidence alone
	RuleHits     [MostRules]int // users who hit the rule
}

func (c *Counts) add(more *Counts) {
	c.FlaggedCount += more.FlaggedCount
	c.ByAlone += more.ByAlone
	for r := range c.RuleHits {
		c.RuleHits[r] += more.RuleHits[r]
	}
}

// Evaluate judges all users and ranks them.
func (j *Judge) Evaluate(s RuleSet) *Evaluation {
	n, own := j.Matrix.Len(), len(j.Matrix.Measuring.Own.List()) > 0
	e := &Evaluation{
		Set: s, Score: hugepage.Make[float64](n), Low: NewHitSets(n, own), High: NewHitSets(n, own),
		Flagged: make([]bool, n), Evaluated: j.evaluated(&s), judge: j,
	}
	rules := j.compile(&s)
	var lock sync.Mutex
	stats.InParallel(n, func(from, to int) {
		var part Counts
		for ; from < to; from += block {
			e.mark(rules, from, min(from+block, to))
			e.score(rules, from, min(from+block, to), &part)
		}
		lock.Lock()
		defer lock.Unlock()
		e.add(&part)
	})
	var byReach []int32
	e.Reach, byReach = j.reach(&s)
	e.Order = stats.Rank(e.Score, byReach)
	return e
}

// RankBy ranks the users by scores of another making, by row. It flags nobody.
func (j *Judge) RankBy(scores []float64) *Evaluation {
	n := j.Matrix.Len()
	return &Evaluation{Score: scores, Low: NewHitSets(n, false), High: NewHitSets(n, false), Flagged: make([]bool, n),
		Order: stats.Descending(scores), Evaluated: j.judged - j.robots, judge: j}
}

// block is how many rows are judged at a time: few enough that their bits stay in the processor's cache.
const block = 2048

// Matrix is what was evaluated.
func (e *Evaluation) Matrix() *Matrix { return e.judge.Matrix }

// mark sets the bits of the rows from … to, a column at a time.
func (e *Evaluation) mark(rules compiledRules, from, to int) {
	for r := range rules {
		rule := &rules[r]
		if rule.idle() {
			continue
		}
		for i, x := range e.judge.Matrix.X[r][from:to] {
			if !(x < rule.low || x > rule.high) { // also if x is not evaluable
				continue
			}
			z, n := e.judge.Distance(RuleID(r), from+i), e.judge.Matrix.N[r][from+i]
			switch rule.side(x, z, n, exempts(r, e.judge.Matrix, from+i)) {
			case Low:
				e.Low.Add(from+i, RuleID(r))
			case High:
				e.High.Add(from+i, RuleID(r))
			}
		}
	}
}

// score adds the hits of the rows from … to up.
func (e *Evaluation) score(rules compiledRules, from, to int, part *Counts) {
	var memory [MostRules]Hit
	for row := from; row < to; row++ {
		low, high := e.Low.Of(row), e.High.Of(row)
		if !low.Any() && !high.Any() {
			continue
		}
		hits := e.judge.appendHits(memory[:0], rules, row, low, high)
		e.Score[row] = e.judge.Matrix.Measuring.Own.damp(hits)
		if !e.Set.Robots && e.judge.Matrix.Robot(row) {
			continue
		}
		for i := range hits {
			part.RuleHits[hits[i].Rule]++
		}
		flagged, alone := e.Set.flags(hits, e.Score[row], rules)
		e.Flagged[row] = flagged
		if flagged {
			part.FlaggedCount++
			if alone {
				part.ByAlone++
			}
		}
	}
}
