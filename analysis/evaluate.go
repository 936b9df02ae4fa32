package analysis

import "sync"

// Evaluation is what a rule set says of every user.
type Evaluation struct {
	Set RuleSet

	Score     []float64 // by row, 0 to 100
	Reach     []float64 // by row: the sum of the distances of the band rules that are on, at most 6 of each
	Low, High []uint32  // by row: bit r is set if rule r hits on that side
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
	RuleHits     [RuleCount]int // users who hit the rule
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
	n := j.Matrix.Len()
	e := &Evaluation{
		Set: s, Score: make([]float64, n), Low: make([]uint32, n), High: make([]uint32, n), Flagged: make([]bool, n),
		Evaluated: j.evaluated(&s), judge: j,
	}
	gauges := compileRules(&s, &j.fits, j.Baseline.Members)
	var lock sync.Mutex
	inParallel(n, func(from, to int) {
		var part Counts
		for ; from < to; from += block {
			e.mark(&gauges, from, min(from+block, to))
			e.score(&gauges, from, min(from+block, to), &part)
		}
		lock.Lock()
		defer lock.Unlock()
		e.add(&part)
	})
	var byReach []int32
	e.Reach, byReach = j.reach(bandsOn(&s))
	e.Order = rank(e.Score, byReach)
	return e
}

// block is how many rows are judged at a time: few enough that their bits stay in the processor's cache.
const block = 2048

// mark sets the bits of the rows from … to, a column at a time.
func (e *Evaluation) mark(gauges *compiledRules, from, to int) {
	low, high := e.Low[from:to], e.High[from:to]
	for r := range gauges {
		g := &gauges[r]
		if g.idle() {
			continue
		}
		for i, x := range e.judge.Matrix.X[r][from:to] {
			if !(x < g.low || x > g.high) { // also if x is not evaluable
				continue
			}
			switch g.side(x, e.judge.distance(r, from+i), e.judge.Matrix.N[r][from+i]) {
			case Low:
				low[i] |= 1 << r
			case High:
				high[i] |= 1 << r
			}
		}
	}
}

// score adds the hits of the rows from … to up.
func (e *Evaluation) score(gauges *compiledRules, from, to int, part *Counts) {
	var memory [RuleCount]Hit
	for row := from; row < to; row++ {
		if e.Low[row]|e.High[row] == 0 {
			continue
		}
		hits := e.judge.appendHits(memory[:0], gauges, row, e.Low[row], e.High[row])
		e.Score[row] = damp(hits)
		if !e.Set.Robots && e.judge.Matrix.Robot(row) {
			continue
		}
		for i := range hits {
			part.RuleHits[hits[i].Rule]++
		}
		flagged, alone := e.Set.flags(hits, e.Score[row], gauges)
		e.Flagged[row] = flagged
		if flagged {
			part.FlaggedCount++
			if alone {
				part.ByAlone++
			}
		}
	}
}
