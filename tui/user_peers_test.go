package tui

import (
	"math"
	"slices"
	"sort"
	"testing"

	"spoor/analysis"
)

// TestPeersAreThoseMostAlike compares with sorting everybody.
func TestPeersAreThoseMostAlike(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	w := a.work
	for _, key := range []string{"scraper", "user042", "김민수"} {
		row := int32(mustRow(t, a, key))
		p, err := findPeers(t.Context(), w.judged(), w.judgeNow, row)
		if err != nil {
			t.Fatal(err)
		}
		var want []peer
		for other := range int32(w.Users.Len()) {
			if other != row && w.Users.Judged(int(other)) && w.Users.Robot(int(other)) == w.Users.Robot(int(row)) {
				want = append(want, peer{other, w.judged().between(w.judgeNow.Baseline, row, other)})
			}
		}
		sort.SliceStable(want, func(i, k int) bool { return want[i].between < want[k].between })
		if want = want[:min(mostPeers, len(want))]; !slices.Equal(p.alike, want) {
			t.Errorf("%s: %v, not %v", key, p.alike, want)
		}
	}
}

// TestBetween works the distance of two users out by hand: they are 1.5 scales apart in reading time, only one hits
// visits, only one has a content depth, and nobody has anything else.
func TestBetween(t *testing.T) {
	m := analysis.NewMatrix(2)
	nothing := analysis.Measures{}
	for r := range nothing.Values {
		nothing.Values[r].X = math.NaN()
	}
	a, b := nothing, nothing
	a.Values[analysis.ReadingTime].X, b.Values[analysis.ReadingTime].X = math.E-1, math.Exp(2.5)-1 // y is ln(1 + x)
	a.Values[analysis.VisitFrequency].X, b.Values[analysis.VisitFrequency].X = 3, 3
	a.Values[analysis.ContentDepth].X = 0.4
	m.Append(1, "a", a)
	m.Append(2, "b", b)
	baseline := &analysis.Baseline{}
	baseline.Fits[analysis.ReadingTime] = analysis.Fit{N: 100, MedianY: 1, ScaleLow: 1, ScaleHigh: 1}
	high := analysis.NewHitSets(2, false)
	high.Add(1, analysis.VisitFrequency)
	of := judged{users: m, now: &analysis.Evaluation{Low: analysis.NewHitSets(2, false), High: high}}
	want := math.Sqrt((1.5*1.5 + 2*2 + 1*1) / 3)
	if got := of.between(baseline, 0, 1); math.Abs(got-want) > 1e-12 || of.between(baseline, 1, 0) != got ||
		of.between(baseline, 0, 0) != 0 {
		t.Errorf("they are %v apart, not %v", got, want)
	}
}

func TestWalkingPeers(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "down", "enter", "shift+tab", "shift+tab")
	u := a.top().(*user)
	if u.peers == nil || u.place().String() != "users/scraper/peers" {
		t.Fatalf("%s has no peers", u.place())
	}
	press(a, "enter")
	if a.top() != screen(u) {
		t.Error("the user itself is opened")
	}
	press(a, "down", "down", "enter")
	if got := a.top().(*user).key(); got != a.work.Users.Key[u.peers.alike[0].row] {
		t.Errorf("enter opens %q", got)
	}
	drain(a, a.work.remeasure(days(0, 4), silent))
	press(a, "esc")
	if u.peers == nil || u.peers.of.users != a.work.compared() {
		t.Error("the peers are those of before")
	}
}

func TestMedian(t *testing.T) {
	if got := median([]float64{9, 1, 4}); got != 4 {
		t.Errorf("%v", got)
	}
	if got := median([]float64{9, 1, 4, 5}); got != 4.5 {
		t.Errorf("%v", got)
	}
	if !math.IsNaN(median(nil)) {
		t.Error("nothing has a median")
	}
}
