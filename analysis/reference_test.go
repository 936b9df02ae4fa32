package analysis

import (
	"context"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"testing"

	"pgregory.net/rapid"

	"spoor/analysis/web"
)

// This file says the same as the package, slow and plain, over maps and lists, and compares the two on made-up users.
// It shares with the package the events and the descriptions of rule sets, and no code.

type refUser struct {
	key    string
	events []web.Event
	robot  bool
	has    []string           // by requirement of refSite
	unmet  []int              // by requirement
	tried  []refTried         // requirements of enough items
	values map[string]float64 // absent: not evaluable
	n      map[string]int
	visits []int64 // see refVisits
}

func refQuantile(sorted []float64, p float64) float64 {
	h := float64(len(sorted)-1) * p
	k := int(math.Floor(h))
	next := min(k+1, len(sorted)-1)
	return sorted[k] + (h-float64(k))*(sorted[next]-sorted[k])
}

func refSessions(events []web.Event, timeout int64) [][]web.Event {
	var out [][]web.Event
	ended := true
	for _, e := range events {
		if ended || e.Time-out[len(out)-1][len(out[len(out)-1])-1].Time > timeout {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], e)
		ended = e.Traits&web.Logout != 0
	}
	return out
}

func refMeasure(u *refUser, timeout int64) {
	u.values, u.n = map[string]float64{}, map[string]int{}
	all := refSessions(u.events, timeout)
	var reading []float64
	moments := map[int64]bool{}
	minutes, longer := 0.0, 0
	for _, session := range all {
		if len(session) > 1 {
			longer++
			minutes += float64(session[len(session)-1].Time-session[0].Time) / 1000 / 60
		}
		var moving []web.Event
		for _, e := range session {
			if e.Traits&web.Static == 0 {
				moving = append(moving, e)
			}
		}
		for i := 0; i+1 < len(moving); i++ {
			if moving[i].Traits&web.View != 0 {
				reading = append(reading, float64(moving[i+1].Time-moving[i].Time)/1000)
				moments[moving[i].Time/1000] = true
			}
		}
	}
	items, menus, viewed, robots := map[int32]bool{}, map[int32]int{}, 0, 0
	for _, e := range u.events {
		if e.Traits&web.View != 0 {
			viewed++
			items[e.Item] = true
			menus[e.Menu]++
		}
		if e.Traits&web.Robot != 0 {
			robots++
		}
	}
	u.robot = 2*robots > len(u.events)
	u.n = map[string]int{
		"reading-time": len(reading), "visit-frequency": len(all), "session-time": longer, "content-usage": viewed,
		"menu-usage": viewed,
		"menu-focus": viewed, "fast-reading": len(moments),
	}
	u.visits = refVisits(u.events, timeout)
	u.n["schedule"] = len(u.visits)
	refMeasureMore(u, timeout)
	if len(u.events) < 5 {
		return
	}
	u.values["visit-frequency"] = float64(len(all))
	if longer > 0 {
		u.values["session-time"] = minutes / float64(longer)
	}
	if viewed >= 10 {
		u.values["menu-focus"] = float64(slices.Max(slices.Collect(maps.Values(menus)))) / float64(viewed)
	}
	if len(reading) >= 5 {
		sort.Float64s(reading)
		u.values["reading-time"] = refQuantile(reading, 0.5)
	}
	if viewed > 0 {
		u.values["content-usage"] = float64(len(items))
	}
	if viewed >= 5 {
		u.values["menu-usage"] = float64(len(menus))
	}
}

// refMeasureMore measures what needs more than the events, and the rules of today.
func refMeasureMore(u *refUser, timeout int64) {
	values := refToday(u, timeout)
	values["burst"] = refValue{refBurst(u.events), len(u.events), true}
	maps.Copy(values, refSemantic(u))
	for name, v := range values {
		u.n[name] = v.n
		if v.ok && len(u.events) >= 5 {
			u.values[name] = v.x
		}
	}
}

func TestEqualsReference(t *testing.T) {
	flagged := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		users := crowd(random, rapid.IntRange(1, 400).Draw(t, "users"))
		m := crowdMatrix(users)
		for _, u := range users {
			refMeasure(u, 1_800_000)
		}
		for _, preset := range presets {
			set := preset()
			set.Trim = TrimBands // see TestTrimAll
			j := NewJudge(m, FitBaseline(m, set.BaselinePolicy, nil))
			bands, members := refBaseline(users, set.Passes)
			refCompare(users, bands, members)
			checkValues(t, j.Matrix, users)
			checkBaseline(t, j.Baseline, bands, members)
			e := j.Evaluate(set)
			flagged[set.Name] += e.FlaggedCount
			if usual, sure := refUsual(members); sure {
				checkEvaluation(t, j, e, users, bands, usual)
			}
			if set.Trim = TrimAll; set.Name == "strict" {
				checkMeanReach(t, j.Evaluate(set), users, bands, members)
			}
			set.Trim = TrimBands
			if _, ok := j.Chance(context.Background(), set); ok && len(members) < 30 {
				t.Fatal("chance was judged by fewer than 30 members")
			}
		}
	})
	if flagged["strict"] == 0 || flagged["paper"] == 0 {
		t.Errorf("flagged %v: too little was compared", flagged)
	}
	t.Log(flagged)
}

// checkMeanReach is about a rule set whose baseline is not trimmed by bands alone, by a baseline that is.
func checkMeanReach(t *rapid.T, e *Evaluation, users []*refUser, bands map[string]*refBand, members []*refUser) {
	for row, u := range users {
		if want := refMeanReach(u, bands, members); !same(e.Reach[row], want) {
			t.Fatalf("%s reaches %v on average, want %v", u.key, e.Reach[row], want)
		}
	}
}

func checkValues(t *rapid.T, m *Matrix, users []*refUser) {
	for row, u := range users {
		for r, name := range refNames {
			want, ok := u.values[name]
			if got := m.X[r][row]; ok == math.IsNaN(got) || ok && !same(got, want) || int(m.N[r][row]) != u.n[name] {
				t.Fatalf("%s of %s is %v of %d, want %v of %d", name, u.key, got, m.N[r][row], want, u.n[name])
			}
		}
		for r, unmet := range u.unmet {
			if int(m.Mismatches[r][row].Unmet) != unmet {
				t.Fatalf("%s does not meet %d items of requirement %d, want %d", u.key, m.Mismatches[r][row].Unmet, r, unmet)
			}
		}
		if m.Robot(row) != u.robot {
			t.Fatalf("%s declared robot: %v", u.key, !u.robot)
		}
	}
}

func checkBaseline(t *rapid.T, b *Baseline, bands map[string]*refBand, members []*refUser) {
	if b.Members != len(members) {
		t.Fatalf("%d members, want %d", b.Members, len(members))
	}
	for r, name := range refNames {
		fit, want := &b.Fits[r], bands[name]
		if Rules[r].Kind == Threshold {
			continue
		}
		if fit.Evaluable() != (want != nil) {
			t.Fatalf("%s evaluable: %v of %d", name, fit.Evaluable(), fit.N)
		}
		if want == nil {
			continue
		}
		if !same(fit.MedianY, want.median) || !same(fit.ScaleLow, want.down) || !same(fit.ScaleHigh, want.up) ||
			fit.N != len(want.xs) {
			t.Fatalf("%s fits as %+v, want %v %v %v", name, *fit, want.median, want.down, want.up)
		}
		for k := 0; k <= 1000; k++ {
			if p := float64(k) / 1000; fit.Quantile(p) != refQuantile(want.xs, p) {
				t.Fatalf("%s: quantile %v is %v, want %v", name, p, fit.Quantile(p), refQuantile(want.xs, p))
			}
		}
	}
}

func checkEvaluation(t *rapid.T, j *Judge, e *Evaluation, users []*refUser, bands map[string]*refBand,
	usual map[string]bool) {
	evaluated, flaggedCount := 0, 0
	for row, u := range users {
		want, score, flagged := refJudge(u, bands, usual, e.Set.Name)
		if len(u.events) >= 5 && !u.robot {
			evaluated++
		}
		if flagged {
			flaggedCount++
		}
		if !same(e.Score[row], score) || e.Flagged[row] != flagged {
			t.Fatalf("%s scores %v, flagged %v; want %v, %v", u.key, e.Score[row], e.Flagged[row], score, flagged)
		}
		hits := j.Hits(e.Set, row)
		if len(hits) != len(want) {
			t.Fatalf("%s has %d hits, want %d", u.key, len(hits), len(want))
		}
		low, high := RuleBits{}, RuleBits{}
		for i, hit := range hits {
			if hit.Rule.String() != want[i].name || hit.Side != want[i].side || !same(hit.Points, want[i].points) {
				t.Fatalf("%s hits %+v, want %+v", u.key, hit, want[i])
			}
			if hit.Side == Low {
				low.Add(hit.Rule)
			} else {
				high.Add(hit.Rule)
			}
		}
		if low != e.Low.Of(row) || high != e.High.Of(row) {
			t.Fatalf("%s: Hits say %v and %v, Evaluate says %v and %v", u.key, low, high, e.Low.Of(row), e.High.Of(row))
		}
	}
	if e.Evaluated != evaluated || e.FlaggedCount != flaggedCount {
		t.Fatalf("%d evaluated, %d flagged, want %d and %d", e.Evaluated, e.FlaggedCount, evaluated, flaggedCount)
	}
	order := make([]int32, len(users))
	for row := range order {
		order[row] = int32(row)
	}
	for row, u := range users {
		if want := refReach(u, bands, e.Set.Name); !same(e.Reach[row], want) {
			t.Fatalf("%s reaches %v, want %v", u.key, e.Reach[row], want)
		}
	}
	sort.SliceStable(order, func(i, k int) bool {
		a, b := order[i], order[k]
		return e.Score[a] > e.Score[b] || e.Score[a] == e.Score[b] && e.Reach[a] > e.Reach[b]
	})
	if !slices.Equal(order, e.Order) {
		t.Fatalf("order %v, want %v", e.Order, order)
	}
}
