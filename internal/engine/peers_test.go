package engine

import (
	"math"
	"slices"
	"sort"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"spoor/analysis"
	"spoor/analysis/ecrm"
	"spoor/analysis/stats"
)

// nothingKnown is a user who can be judged by no metric.
func nothingKnown() (m analysis.Measures) {
	m.Events = 10
	for r := range m.Values {
		m.Values[r].X = math.NaN()
	}
	return m
}

// peersOf are judged users with these measures, whom no rule hits.
func peersOf(users ...analysis.Measures) *Judgement {
	m := analysis.NewMatrix(len(users))
	for i, measures := range users {
		m.Append(analysis.UserNumber(i+1), "user"+strconv.Itoa(100+i), measures)
	}
	baseline := &analysis.Baseline{}
	for r := range baseline.Fits {
		baseline.Fits[r] = stats.Fit{N: 100, MedianY: 1, ScaleLow: 1, ScaleHigh: 1}
	}
	none := func() analysis.HitSets { return analysis.NewHitSets(len(users), false) }
	return &Judgement{
		Judge:    analysis.NewJudge(m, baseline),
		Segments: make([]ecrm.Segment, len(users)),
		Now:      &analysis.Evaluation{Low: none(), High: none()},
	}
}

// TestApart works the distance of two users out by hand: they are 1.5 scales apart in reading time, only one hits
// visits, only one has a content depth, and nobody has anything else.
func TestApart(t *testing.T) {
	a, b := nothingKnown(), nothingKnown()
	a.Values[analysis.ReadingTime].X, b.Values[analysis.ReadingTime].X = math.E-1, math.Exp(2.5)-1 // y is ln(1 + x)
	a.Values[analysis.VisitFrequency].X, b.Values[analysis.VisitFrequency].X = 3, 3
	a.Values[analysis.ContentDepth].X = 0.4
	of := peersOf(a, b)
	of.Now.High.Add(1, analysis.VisitFrequency)
	want := math.Sqrt((1.5*1.5 + 2*2 + 1*1) / 3)
	if got := of.apart(0, 1); math.Abs(got-want) > 1e-12 || of.apart(1, 0) != got || of.apart(0, 0) != 0 {
		t.Errorf("they are %v apart, not %v", got, want)
	}
}

// TestMetricsThatCannotBeComparedSetNobodyApart: in a window of another length than was learned visits say nothing.
func TestMetricsThatCannotBeComparedSetNobodyApart(t *testing.T) {
	a, b := nothingKnown(), nothingKnown()
	a.Values[analysis.VisitFrequency].X, b.Values[analysis.VisitFrequency].X = 3, 60
	a.Values[analysis.ReadingTime].X, b.Values[analysis.ReadingTime].X = math.E-1, math.Exp(2.5)-1
	of := peersOf(a, b)
	of.Baseline.Span = time.Hour
	of.Judge = analysis.NewJudge(of.Matrix, of.Baseline)
	if got, want := of.apart(0, 1), math.Sqrt(1.5*1.5/2); math.Abs(got-want) > 1e-12 {
		t.Errorf("they are %v apart, not %v", got, want)
	}
}

// TestNobodyUnknownIsAPeer has a user of eight metrics, one who is like it in two and has no more, one who is far from
// it in six of them, and one who has only five.
func TestNobodyUnknownIsAPeer(t *testing.T) {
	with := func(metrics int, x float64) analysis.Measures {
		m := nothingKnown()
		for r := analysis.RuleID(0); metrics > 0; r++ {
			if r != analysis.ProfileMismatch { // which follows from what the others are
				m.Values[r].X = x
				metrics--
			}
		}
		return m
	}
	of := peersOf(with(8, 3), with(2, 3), with(6, 30), with(5, 3), with(8, 300))
	p, err := of.Peers(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	var rows []int
	for _, one := range p.Alike {
		rows = append(rows, one.Row)
	}
	if !slices.Equal(rows, []int{2, 4}) || p.Alike[0].Metrics != 6 || p.Alike[1].Metrics != 8 {
		t.Errorf("the peers are %+v", p.Alike)
	}
	if p, _ := of.Peers(t.Context(), 1); len(p.Alike) != 4 {
		t.Errorf("those of who has two metrics are %+v", p.Alike)
	}
}

// TestPeersAreThoseMostAlike compares with sorting everybody.
func TestPeersAreThoseMostAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		users := make([]analysis.Measures, rapid.IntRange(1, 80).Draw(t, "users"))
		for i := range users {
			users[i] = nothingKnown()
			for r := range users[i].Values {
				if rapid.IntRange(0, 9).Draw(t, "known") > 1 {
					users[i].Values[r].X = float64(rapid.IntRange(0, 40).Draw(t, "x"))
				}
			}
		}
		of := peersOf(users...)
		p, err := of.Peers(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		var want []Peer
		for other := 1; other < len(users); other++ {
			if both := of.metricsOfBoth(0, other); float64(both) >= 0.75*float64(of.metricsOfBoth(0, 0)) {
				want = append(want, Peer{other, of.apart(0, other), both})
			}
		}
		sort.SliceStable(want, func(i, k int) bool { return want[i].Apart < want[k].Apart })
		if want = want[:min(mostPeers, len(want))]; !slices.Equal(p.Alike, want) {
			t.Errorf("%v, not %v", p.Alike, want)
		}
	})
}

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		of   []float64
		want float64
	}{{[]float64{9, 1, 4}, 4}, {[]float64{9, 1, 4, 5}, 4.5}} {
		if got := median(c.of); got != c.want {
			t.Errorf("%v, not %v", got, c.want)
		}
	}
	if !math.IsNaN(median(nil)) {
		t.Error("nothing has a median")
	}
}
