package analysis

import (
	"math"
	"slices"
	"time"

	"spoor/analysis/stats"
)

// Baseline is what is ordinary: every metric's distribution over the ordinary users. It is fitted once and then frozen,
// so that turning a rule moves nobody's distance.
type Baseline struct {
	Name    string
	Window  Window        // that it was learned from, all matrices together
	Span    time.Duration // how long the window of each matrix was; 0: not known, and taken to fit
	Timeout time.Duration // that ended the sessions; 0: not known, and taken to fit
	Members int
	Dropped Dropped
	Own     OwnRules // that Fits has beside the built-in ones
	Fits    [MostRules]stats.Fit

	Leanings []Leaning // of each requirement of the site

	Apart [RuleCount]stats.Apart // by rule with a threshold: who is ordinary but for it

	matrices []*Matrix            // that it is being fitted to
	alone    *Matrix              // that it was fitted to and no other, nil of several
	apart    [RuleCount][]int32   // the rows of those who are ordinary but for one rule
	rows     []int32              // the members; nil if it was not fitted here
	xs       [MostRules][]float64 // their values, by row
	ns       [MostRules][]int32
}

// Dropped are users who are not taken for ordinary, each counted once, for the first reason that holds.
type Dropped struct {
	FewEvents int // fewer than 5 events
	Robots    int // declared robots
	Excluded  int // whom the caller excludes
	Trimmed   int // outside two bands, or by a threshold
}

// FitBaseline learns what is ordinary from the judged users, without declared robots unless they count, and without
// those that exclude names (nil: nobody), such as the users with a bad verdict. With 2 passes, whoever lies outside two
// bands or more (p10 and p90 of the paper's rules, whatever a rule set switches on) is left out and the rest is fitted
// again, because a baseline that contains the robots hides them. With TrimAll that also goes for whoever hits a
// threshold that Strict has on, unless a fifth of the members do: that is how the site is used.
func FitBaseline(m *Matrix, who BaselinePolicy, exclude func(row int) bool) *Baseline {
	return FitBaselines([]*Matrix{m}, who, func(_, row int) bool { return exclude != nil && exclude(row) })
}

// FitBaselines learns one baseline from several matrices, such as the same users in one span of time after another,
// taking each row for a user. The spans should be of one length, and their sessions of one timeout; Span and Timeout
// are those of the first. exclude, which may be nil, is given the index of the matrix and the row.
func FitBaselines(matrices []*Matrix, who BaselinePolicy, exclude func(matrix, row int) bool) *Baseline {
	b := &Baseline{}
	if len(matrices) > 0 {
		b.Window, b.Span, b.Timeout = matrices[0].Window, matrices[0].Window.length(), matrices[0].Timeout
		b.Own = matrices[0].Measuring.Own
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
	b.matrices = matrices
	b.pool()
	for range who.Passes - 1 {
		b.fit(RuleID.trims)
		b.trim(who.Trim)
	}
	b.fit(func(RuleID) bool { return true })
	for r := range b.apart {
		b.Apart[r] = stats.NewApart(b.xs[r], b.apart[r])
	}
	if len(matrices) == 1 {
		b.alone = matrices[0]
	}
	b.matrices = nil
	return b
}

// reason is the count that a user goes into who is not taken for ordinary, nil for others.
func (d *Dropped) reason(m *Matrix, row int, who BaselinePolicy, excluded bool) *int {
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
func (b *Baseline) pool() {
	for r := range b.Own.Count() {
		if len(b.matrices) == 1 {
			b.xs[r], b.ns[r] = b.matrices[0].X[r], b.matrices[0].N[r]
			continue
		}
		for _, m := range b.matrices {
			b.xs[r], b.ns[r] = append(b.xs[r], m.X[r]...), append(b.ns[r], m.N[r]...)
		}
	}
}

// fit learns the distributions of some rules, and gives those their values that rest on what is ordinary.
func (b *Baseline) fit(some func(RuleID) bool) {
	b.Members = len(b.rows)
	b.fitRules(func(r RuleID) bool { return some(r) && !r.ofBaseline() })
	b.Leanings = leaningsOf(b.matrices, b.rows)
	b.compare()
	b.fitRules(func(r RuleID) bool { return some(r) && r.ofBaseline() })
}

func (b *Baseline) fitRules(some func(RuleID) bool) {
	var rules []RuleID
	for r := range b.Own.Count() {
		if some(RuleID(r)) {
			rules = append(rules, RuleID(r))
		}
	}
	stats.InParallel(len(rules), func(from, to int) {
		var sorter stats.Sorter
		for _, r := range rules[from:to] {
			b.Fits[r] = sorter.Fit(b.xs[r], b.rows, b.Own.Rule(r).transform)
		}
	})
}

// compare gives the rules their values that rest on what is ordinary.
func (b *Baseline) compare() {
	for i, m := range b.matrices {
		ordinary := b.ordinaryFor(m)
		for r := range Rules {
			if !Rules[r].compares() {
				continue
			}
			x, n := m.compareBy(&Rules[r], ordinary)
			if i == 0 { // mostly there is but one
				b.xs[r], b.ns[r] = x, n
			} else {
				b.xs[r], b.ns[r] = append(b.xs[r], x...), append(b.ns[r], n...)
			}
		}
	}
}

// ordinaryFor is what the users of a matrix are compared with.
func (b *Baseline) ordinaryFor(m *Matrix) *ordinary {
	return &ordinary{b.fitsFor(m), leaningsFor(m, b.Leanings), hourBeginsOf(m)}
}

// trim leaves those members out who are outside two bands or more, and with TrimAll those who hit a threshold.
func (b *Baseline) trim(how Trim) {
	left := b.outsideTwo()
	if how == TrimAll {
		b.trimHits(left)
	}
	before := len(b.rows)
	b.rows = slices.DeleteFunc(b.rows, func(row int32) bool { return left[row] })
	b.Dropped.Trimmed += before - len(b.rows)
}

// usualShare is the share of the members above which a hit is no sign of misuse, but how the site is used.
const usualShare = 0.2

// trimHits adds the members who hit a threshold that Strict has on to those who are left out. Those who hit just one
// are kept apart.
func (b *Baseline) trimHits(left []bool) {
	hits := b.thresholdHits()
	count := make([]uint8, len(left))
	for r := range hits {
		for _, row := range hits[r] {
			count[row]++
		}
	}
	for r := range hits {
		for _, row := range hits[r] {
			if count[row] == 1 && !left[row] {
				b.apart[r] = append(b.apart[r], row)
			}
		}
	}
	for row := range left {
		left[row] = left[row] || count[row] > 0
	}
}

// thresholdHits are by rule the members who hit a threshold that Strict has on; nobody where the site is used so.
func (b *Baseline) thresholdHits() (hits [RuleCount][]int32) {
	set, open := Strict(), noFits() // whether a hit is rare among those who may be left out is no question
	for r := range Rules {
		if Rules[r].Kind != Threshold || !set.Rules[r].On || Rules[r].Compared {
			continue
		}
		compiled := compileRule(&set, RuleID(r), open[r])
		for _, row := range b.rows {
			if compiled.side(b.xs[r][row], math.NaN(), b.ns[r][row], false) != Inside {
				hits[r] = append(hits[r], row)
			}
		}
		if float64(len(hits[r])) > usualShare*float64(len(b.rows)) {
			hits[r] = nil
		}
	}
	return hits
}

// outsideTwo reports for each row whether it is outside two bands or more of the paper's rules.
func (b *Baseline) outsideTwo() []bool {
	outside := make([]uint8, len(b.xs[0]))
	for _, r := range trimming {
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
	two := make([]bool, len(outside))
	for row, bands := range outside {
		two[row] = bands >= 2
	}
	return two
}

// trimming are the bands that trim looks at, so that a new rule changes no baseline. Among them is also what users are
// compared with before the trim: the reading time.
var trimming = []RuleID{ReadingTime, VisitFrequency, SessionTime, ContentUsage, MenuUsage, ContentDepth}

func (r RuleID) trims() bool { return slices.Contains(trimming, r) }

// Distance is how far x lies from the median of the ordinary users, in scales of its side: negative below. It is NaN if
// x or the metric is not evaluable, if that side has no scale, and of a Threshold, which does not look at the ordinary
// users.
func (b *Baseline) Distance(rule RuleID, x float64) float64 {
	fit, described := &b.Fits[rule], b.Own.Rule(rule)
	if !fit.Evaluable() || described.Kind == Threshold {
		return math.NaN()
	}
	return fit.Distance(described.transform(x))
}

// fits are what the rules judge a matrix by.
type fits [MostRules]*stats.Fit

// noFits are those of nothing that is known.
func noFits() (all fits) {
	for r := range all {
		all[r] = new(stats.Fit)
	}
	return all
}

// alignedTo is the baseline with the rules of one's own where a matrix has them; what it has not learned has an empty
// fit.
func (b *Baseline) alignedTo(m *Matrix) *Baseline {
	own := m.Measuring.Own
	if b.Own == own {
		return b
	}
	aligned := *b
	aligned.Own = own
	for r := RuleCount; r < MostRules; r++ {
		aligned.Fits[r], aligned.xs[r], aligned.ns[r] = stats.Fit{}, nil, nil
	}
	for i := range own.List() {
		if r, found := b.Own.find(&own.List()[i]); found {
			to := RuleCount + i
			aligned.Fits[to], aligned.xs[to], aligned.ns[to] = b.Fits[r], b.xs[r], b.ns[r]
		}
	}
	return &aligned
}

// fitsFor are the fits of the baseline, but empty ones of metrics that cannot be compared over the window of the
// matrix, or by its sessions.
func (b *Baseline) fitsFor(m *Matrix) fits {
	all := noFits()
	for r, rule := range b.Own.All() {
		if !(rule.Scales && !b.spans(m.Window) || rule.Sessions && !b.sameTimeout(m)) {
			all[r] = &b.Fits[r]
		}
	}
	return all
}

// sameTimeout reports whether the sessions of a matrix end as those did that the baseline was learned from.
func (b *Baseline) sameTimeout(m *Matrix) bool {
	return b.Timeout == 0 || m.Timeout == 0 || b.Timeout == m.Timeout
}

// spanTolerance is the part of the longer of two spans by which they may differ and still be taken for equal.
const spanTolerance = 0.1

// spans reports whether a window is about as long as what the baseline was learned from.
func (b *Baseline) spans(w Window) bool {
	if b.Span == 0 {
		return true
	}
	difference := (b.Span - w.length()).Abs()
	return float64(difference) <= spanTolerance*float64(max(b.Span, w.length()))
}
