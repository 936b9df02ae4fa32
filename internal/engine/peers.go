package engine

import (
	"cmp"
	"context"
	"math"
	"slices"

	"spoor/analysis"
	"spoor/analysis/ecrm"
)

// Peers are those whom a user can be compared with: its segment, and the users who are most like it.
type Peers struct {
	Of      *Judgement
	Row     int
	Members int                         // judged users of the segment
	Medians [analysis.MostRules]float64 // of their metrics, NaN where nobody has a value
	Alike   []Peer                      // the most alike first
}

// Peer is another user, and how far away it is: the root mean square of the differences between the metrics of the two,
// in scales of the ordinary users.
type Peer struct {
	Row     int
	Apart   float64
	Metrics int // that both are judged by
}

const (
	mostPeers = 30
	// hitsApart is how far two users count as apart in a rule that one hits and the other does not, or not on the same
	// side, and valueApart in one that only one of them can be judged by.
	hitsApart, valueApart = 2, 1
	// farthest is where distances end, as in the score.
	farthest = 6
)

// Peers looks at all judged users for those who are like the one in a row. A peer is judged by at least three quarters
// of the metrics that the user is judged by: somebody of whom little is known is like nobody. Declared robots are peers
// of declared robots alone.
func (j *Judgement) Peers(ctx context.Context, row int) (*Peers, error) {
	p := &Peers{Of: j, Row: row}
	p.Medians, p.Members = j.segmentMedians(j.Segments[row])
	m, known := j.Matrix, j.metricsOfBoth(row, row)
	for other := range m.Len() {
		if other%4096 == 0 && ctx.Err() != nil {
			return p, ctx.Err()
		}
		if other == row || !m.Judged(other) || m.Robot(other) != m.Robot(row) {
			continue
		}
		if both := j.metricsOfBoth(row, other); 4*both >= 3*known {
			p.keep(Peer{other, j.apart(row, other), both})
		}
	}
	return p, nil
}

// keep puts a user among the most alike, if it belongs there. Of equals the first stays.
func (p *Peers) keep(one Peer) {
	if len(p.Alike) == mostPeers && one.Apart >= p.Alike[mostPeers-1].Apart {
		return
	}
	at, _ := slices.BinarySearchFunc(p.Alike, one,
		func(a, b Peer) int { return cmp.Or(cmp.Compare(a.Apart, b.Apart), -1) })
	p.Alike = slices.Insert(p.Alike, at, one)
	p.Alike = p.Alike[:min(len(p.Alike), mostPeers)]
}

// metricsOfBoth counts the metrics that two users can both be judged by.
func (j *Judgement) metricsOfBoth(a, b int) (count int) {
	for rule := range j.Matrix.Rules() {
		if x := j.Matrix.X[rule]; !math.IsNaN(x[a]) && !math.IsNaN(x[b]) {
			count++
		}
	}
	return count
}

// apart is how far two users are apart.
func (j *Judgement) apart(a, b int) float64 {
	sum, rules := 0.0, 0
	for rule := range j.Matrix.Rules() {
		x, y := j.Matrix.X[rule][a], j.Matrix.X[rule][b]
		apart := 0.0
		switch {
		case math.IsNaN(x) && math.IsNaN(y):
			continue
		case math.IsNaN(x) || math.IsNaN(y):
			apart = valueApart
		case j.Side(a, rule) != j.Side(b, rule):
			apart = hitsApart
		}
		if d := bounded(j.Distance(rule, a)) - bounded(j.Distance(rule, b)); !math.IsNaN(d) {
			apart = max(apart, math.Abs(d))
		}
		sum += apart * apart
		rules++
	}
	if rules == 0 {
		return math.Inf(1)
	}
	return math.Sqrt(sum / float64(rules))
}

func bounded(distance float64) float64 { return min(max(distance, -farthest), farthest) }

// segmentMedians are the medians of the metrics over the judged users of a segment, NaN where nobody has a value.
func (j *Judgement) segmentMedians(segment ecrm.Segment) (medians [analysis.MostRules]float64, members int) {
	var rows []int
	for row, s := range j.Segments {
		if s == segment && j.Matrix.Judged(row) {
			rows = append(rows, row)
		}
	}
	values := make([]float64, 0, len(rows))
	for r := range j.Matrix.Rules() {
		values = values[:0]
		for _, row := range rows {
			if x := j.Matrix.X[r][row]; !math.IsNaN(x) {
				values = append(values, x)
			}
		}
		medians[r] = median(values)
	}
	return medians, len(rows)
}

// median sorts the values; it is NaN without any.
func median(values []float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	slices.Sort(values)
	middle := len(values) / 2
	return (values[middle] + values[(len(values)-1)/2]) / 2
}
