package analysis

import (
	"math"
	"slices"
	"time"
)

// leastMembers is how many ordinary users a metric must have, or it is not evaluable.
const leastMembers = 30

// Baseline is what is ordinary: every metric's distribution over the ordinary users. It is fitted once and then frozen,
// so that turning a rule moves nobody's distance.
type Baseline struct {
	Name    string
	Window  Window        // that it was learned from, all matrices together
	Span    time.Duration // how long the window of each matrix was; 0: not known, and taken to fit
	Timeout time.Duration // that ended the sessions; 0: not known, and taken to fit
	Members int
	Dropped Dropped
	Fits    [RuleCount]Fit

	rows []int32              // the members; nil if it was not fitted here
	xs   [RuleCount][]float64 // their values, by row
	ns   [RuleCount][]int32
}

// Dropped are users who are not taken for ordinary, each counted once, for the first reason that holds.
type Dropped struct {
	FewEvents int // fewer than 5 events
	Robots    int // declared robots
	Excluded  int // whom the caller excludes
	Trimmed   int // outside two bands
}

// FitBaseline learns what is ordinary from the judged users, without declared robots unless they count, and without those that
// exclude names (nil: nobody), such as the users with a bad verdict. With 2 passes, whoever lies outside two bands or more (p10 and p90
// of any rule, whatever a rule set switches on) is left out and the rest is fitted again, because a baseline that contains
// the robots hides them.
func FitBaseline(m *Matrix, who Ordinary, exclude func(row int) bool) *Baseline {
	return FitBaselines([]*Matrix{m}, who, func(_, row int) bool { return exclude != nil && exclude(row) })
}

// FitBaselines learns one baseline from several matrices, such as the same users in one span of time after another, taking
// each row for a user. The spans should be of one length, and their sessions of one timeout; Span and Timeout are those of the first. exclude, which may be nil, is given the
// index of the matrix and the row.
func FitBaselines(matrices []*Matrix, who Ordinary, exclude func(matrix, row int) bool) *Baseline {
	b := &Baseline{}
	if len(matrices) > 0 {
		b.Window, b.Span, b.Timeout = matrices[0].Window, matrices[0].Window.length(), matrices[0].Timeout
	}
	first := int32(0) // row of the matrix
	for i, m := range matrices {
		b.Window = Window{min(b.Window.From, m.Window.From), max(b.Window.To, m.Window.To)}
		for row := range m.Len() {
			if reason := b.Dropped.reason(m, row, who, exclude != nil && exclude(i, row)); reason != nil {
				*reason++
			} else {
				b.rows = append(b.rows, first+int32(row))
			}
		}
		first += int32(m.Len())
	}
	b.pool(matrices)
	b.fit()
	for range who.Passes - 1 {
		b.trim()
		b.fit()
	}
	return b
}

// reason is where a user is counted who is not taken for ordinary, nil for others.
func (d *Dropped) reason(m *Matrix, row int, who Ordinary, excluded bool) *int {
	switch {
	case !m.Judged(row):
		return &d.FewEvents
	case m.Robot(row) && !who.Robots:
		return &d.Robots
	case excluded:
		return &d.Excluded
	default:
		return nil
	}
}

// pool puts the columns of all matrices one after the other.
func (b *Baseline) pool(matrices []*Matrix) {
	if len(matrices) == 1 {
		b.xs, b.ns = matrices[0].X, matrices[0].N
		return
	}
	for r := range Rules {
		for _, m := range matrices {
			b.xs[r], b.ns[r] = append(b.xs[r], m.X[r]...), append(b.ns[r], m.N[r]...)
		}
	}
}

func (b *Baseline) fit() {
	b.Members = len(b.rows)
	inParallel(RuleCount, func(from, to int) {
		for r := from; r < to; r++ {
			b.Fits[r] = newFit(&Rules[r], b.xs[r], b.rows)
		}
	})
}

// trim leaves those members out who are outside two bands or more.
func (b *Baseline) trim() {
	outside := make([]uint8, len(b.xs[0]))
	for r := range b.Fits {
		if Rules[r].Kind != Band {
			continue
		}
		low, high := b.Fits[r].Quantile(0.10), b.Fits[r].Quantile(0.90) // NaN if not evaluable: then nobody is outside
		if Rules[r].HighOnly {
			low = math.Inf(-1)
		}
		for _, row := range b.rows {
			if x := b.xs[r][row]; x < low || x > high {
				outside[row]++
			}
		}
	}
	before := len(b.rows)
	b.rows = slices.DeleteFunc(b.rows, func(row int32) bool { return outside[row] >= 2 })
	b.Dropped.Trimmed += before - len(b.rows)
}

// Distance is how far x lies from the median of the ordinary users, in scales of its side: negative below. It is NaN if
// x or the metric is not evaluable, if that side has no scale, and of a Threshold, which does not look at the ordinary users.
func (b *Baseline) Distance(rule RuleID, x float64) float64 {
	fit := &b.Fits[rule]
	if !fit.Evaluable() || Rules[rule].Kind != Band {
		return math.NaN()
	}
	d := Rules[rule].transform(x) - fit.MedianY
	scale := fit.ScaleLow
	if d > 0 {
		scale = fit.ScaleHigh
	}
	switch {
	case d == 0:
		return 0
	case scale == 0:
		return math.NaN()
	default:
		return d / scale
	}
}

// fits are what the rules judge a matrix by.
type fits [RuleCount]*Fit

// fitsFor are the fits of the baseline; of metrics that cannot be compared over the matrix's window, or by its sessions, empty ones.
func (b *Baseline) fitsFor(m *Matrix) (all fits) {
	for r := range all {
		all[r] = &b.Fits[r]
		if Rules[r].Scales && !b.spans(m.Window) || Rules[r].Sessions && !b.endsSessionsAs(m) {
			all[r] = new(Fit)
		}
	}
	return all
}

// endsSessionsAs reports whether the sessions of a matrix end as those did that the baseline was learned from.
func (b *Baseline) endsSessionsAs(m *Matrix) bool {
	return b.Timeout == 0 || m.Timeout == 0 || b.Timeout == m.Timeout
}

// spanTolerance is by which part of the longer two spans may differ and still be taken for equal.
const spanTolerance = 0.1

// spans reports whether a window is about as long as what the baseline was learned from.
func (b *Baseline) spans(w Window) bool {
	if b.Span == 0 {
		return true
	}
	difference := (b.Span - w.length()).Abs()
	return float64(difference) <= spanTolerance*float64(max(b.Span, w.length()))
}
