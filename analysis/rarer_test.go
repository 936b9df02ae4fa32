package analysis

import (
	"math"
	"testing"

	"spoor/analysis/stats"
)

// burstsOf is a matrix of users whose fullest buckets were so full, of these kinds.
func burstsOf(users map[string]Measures) *Matrix {
	m := NewMatrix(len(users))
	id := UserNumber(0)
	for _, key := range []string{"a", "b", "c"} {
		if row, ok := users[key]; ok {
			id++
			m.Append(id, key, row)
		}
	}
	return m
}

func burstRow(fullness float64, kind BurstKind) Measures {
	row := Measures{Stats: Stats{Events: 30, BurstKind: kind}}
	for r := range row.Values {
		row.Values[r].X = math.NaN()
	}
	row.Values[Burst] = Value{fullness, 30}
	return row
}

// TestRefusedBurstsNeedNotBeRare: where scripts of the pages overflow a hundredth of all buckets, requests that are
// refused are still no work of a page.
func TestRefusedBurstsNeedNotBeRare(t *testing.T) {
	// one in a hundred above 3
	busy := piecewise(100, [2]float64{0, 0}, [2]float64{900, 1}, [2]float64{990, 3}, [2]float64{1000, 9})
	m := burstsOf(map[string]Measures{"a": burstRow(1.5, SameRequest), "b": burstRow(1.5, ManyRefused),
		"c": burstRow(4, ManyItems)})
	j := NewJudge(m, &Baseline{Fits: [MostRules]stats.Fit{Burst: busy}, Members: 100})
	set := Strict()
	e := j.Evaluate(set)
	for row, want := range []Side{Inside, High, High} {
		got, hits := Inside, j.Hits(set, row)
		if len(hits) > 0 {
			got = hits[0].Side
		}
		if got != want || (e.Score[row] > 0) != (want == High) {
			t.Errorf("user %s: %v, a score of %v, want %v", m.Key[row], got, e.Score[row], want)
		}
	}
	if _, high := j.Bounds(set, Burst); high != 3 {
		t.Errorf("the bound is drawn at %v", high)
	}
	if got := j.Hits(set, 1)[0].Points; got != set.Rules[Burst].Weight*0.75 { // halfway from 1 to 2
		t.Errorf("%v points", got)
	}
}

// TestAloneUnlessCommon: at more than two ordinary users in a hundred a hit is no evidence alone, but of more than two.
func TestAloneUnlessCommon(t *testing.T) {
	for _, c := range []struct {
		members int
		beyond  float64 // the share of those who have a value
		alone   bool
	}{{1000, 0.01, true}, {1000, 0.03, true}, {1000, 0.05, false}, {60, 0.05, true}} {
		fit := piecewise(c.members/2, [2]float64{0, 0}, [2]float64{1000 * (1 - c.beyond), 0.6}, [2]float64{1000, 1})
		j := NewJudge(burstsOf(map[string]Measures{"a": burstRow(0, NoBurst)}),
			&Baseline{Fits: [MostRules]stats.Fit{Enumeration: fit}, Members: c.members})
		alone, ordinary := j.Alone(Strict(), Enumeration) // every second member has a value
		if alone != c.alone || math.Abs(ordinary-c.beyond/2) > 0.002 {
			t.Errorf("%v beyond: alone %v, at %v of the ordinary users", c.beyond, alone, ordinary)
		}
		if alone, _ := j.Alone(Strict(), NonBrowser); alone {
			t.Error("non-browser is never evidence alone")
		}
	}
}

// TestCommonAmongFewWithAValue: 25 of 100 users open details, all of them from elsewhere. That is how the site is used,
// though too few do it to compare anybody with them.
func TestCommonAmongFewWithAValue(t *testing.T) {
	for _, c := range []struct {
		details, direct int
		alone           bool
	}{{25, 25, false}, {29, 22, false}, {25, 2, true}, {2, 2, true}} {
		values := widened(ordinaryUsers(100))
		for row := range c.details {
			values[row][DirectDetail] = 0.1
			if row < c.direct {
				values[row][DirectDetail] = 1
			}
		}
		m := matrixOf(values...)
		set := mustWith(t, Strict(), "baseline.passes=1")
		b := FitBaseline(m, set.BaselinePolicy, nil)
		for name, baseline := range map[string]*Baseline{"fitted": b, "read again": readAgain(t, b)} {
			j := NewJudge(m, baseline)
			alone, share := j.Alone(set, DirectDetail)
			if want := float64(c.direct) / 100; alone != c.alone || math.Abs(share-want) > 1e-9 {
				t.Errorf("%s: %d of %d: alone %v, at %v of the ordinary users", name, c.direct, c.details, alone, share)
			}
			if e := j.Evaluate(set); e.Flagged[0] != c.alone {
				t.Errorf("%s: %d of %d: flagged %v", name, c.direct, c.details, e.Flagged[0])
			}
		}
	}
}

// TestCommonAmongTheOthers: whom a threshold keeps out of the baseline, and nothing else, tells whether many hit it. Of
// 200 users 8 probe alone, 2 probe and do something else, too, and 3 guess passwords: 8 of those who are ordinary but
// for probing probe.
func TestCommonAmongTheOthers(t *testing.T) {
	values := widened(ordinaryUsers(200))
	for row := range values {
		values[row][Probing], values[row][LoginGuessing] = float64(row%3), 0
	}
	for row := 100; row < 110; row++ {
		values[row][Probing] = 12
	}
	for row := 108; row < 113; row++ {
		values[row][LoginGuessing] = 7
	}
	m := matrixOf(values...)
	b := FitBaseline(m, Strict().BaselinePolicy, nil)
	inside := FitBaseline(m, BaselinePolicy{Passes: 2, Trim: TrimBands}, nil)
	apart := 0
	for _, row := range inside.rows {
		if row >= 100 && row < 108 {
			apart++
		}
	}
	if got := b.Apart[Probing]; got.N != apart || apart < 3 || got.Values[0] != 12 {
		t.Fatalf("%+v are apart, want %d", got, apart)
	}
	if got, want := b.Apart[LoginGuessing].N, 0; got == want {
		t.Error("nobody is apart for guessing passwords")
	}
	want := float64(apart) / float64(b.Members+apart)
	for name, baseline := range map[string]*Baseline{"fitted": b, "read again": readAgain(t, b)} {
		j := NewJudge(m, baseline)
		if alone, share := j.Alone(Strict(), Probing); alone || math.Abs(share-want) > 1e-9 {
			t.Errorf("%s: probing alone %v, at %v of the ordinary users, want %v", name, alone, share, want)
		}
		if e := j.Evaluate(Strict()); e.Flagged[100] || !e.Flagged[109] {
			t.Errorf("%s: a common hit flags: %v; with another one: %v", name, e.Flagged[100], e.Flagged[109])
		}
		set := mustWith(t, Strict(), "probing.high=13")
		if alone, share := j.Alone(set, Probing); !alone || share != 0 {
			t.Errorf("%s: from 13 on alone %v, at %v", name, alone, share)
		}
	}
}

// readAgain writes a baseline and reads it.
func readAgain(t *testing.T, b *Baseline) *Baseline {
	t.Helper()
	again, err := ParseBaseline("baseline.toml", []byte(b.TOML()))
	if err != nil {
		t.Fatal(err)
	}
	return again
}
