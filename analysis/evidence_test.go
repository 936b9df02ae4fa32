package analysis

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"spoor/analysis/web"
)

func TestEvidence(t *testing.T) {
	known := shelf()
	known.Referrers, known.Devices = true, []int32{0, 1, 2}
	upTo := func(n int) (all []int) {
		for i := range n {
			all = append(all, i)
		}
		return all
	}
	for _, c := range []struct {
		rule      RuleID
		knowledge *Knowledge
		track     string
		want      []int
	}{
		{ReadingTime, known, "0s view a1, 1s view a2", nil},
		{DirectDetail, known, "0s view a1 summary, 1s view a1 detail, 2s view a2 detail, 3s other a3 detail, " +
			"4s view a2 summary, 5s view a2 detail", []int{2}},
		{ContentOrder, courses(t), "0s view a3, 1s view a2, 2s view a1, 3s view a2, 4s view a5", []int{0, 1, 4}},
		{Burst, known, "0s view a1, 1s view a1, 3s view a2, 3s static a5, 3s view a3, 3s view a2, 9s view a4",
			[]int{2, 4}},
		{Burst, known, "0s other #1, 1s other #2, 2s other #1, 2s other #2, 3s other #2", []int{1, 3, 4}},
		{Burst, known, "0s refused #1, 11s refused #2, 12s refused #3, 12s refused #2, 13s other", []int{1, 2}},
		{Metronome, known, after(append(slices.Repeat([]int{10}, 20), 11, 12, 9, 8)...), append(upTo(22)[1:], 23)},
		{Enumeration, known, "0s #50, 1s #101, " + shift(t, "2s", times(10, 1000, "#%d")) + ", 20s #60", upTo(12)[2:]},
		{Harvest, warehouse(t, 3), "0s view a1, 1s view a1, 2s view a9, 3s other a2, 4s view a3", []int{0, 4}},
		{Sharing, known, "0s @1, 1s @1, 10s @2, 20s @2, 70s @1, 71s @1, 90s @2, 1h @2", []int{0, 2, 5, 6}},
		{SharedSource, known, "0s @1, 1s @2, 2s @1, 3s @0, 4s @5", []int{0, 1, 4}},
		{LoginGuessing, known, "0s fails, 1s passes, 2s fails, 3s view a1, 4s fails, 5s passes, 6s fails, 7s passes",
			[]int{2, 4, 5}},
		{LoginGuessing, known, "0s fails, 1s fails", nil},
		{LoginAbuse, known, "0s fails, 1s passes, 2s fails", []int{0, 2}},
		{NonBrowser, known, "0s view, 1s from, 2s other, 3s click", []int{0, 2}},
	} {
		m := NewMeasurer(sessionsOf(30*time.Minute), Window{0, day}, c.knowledge)
		if got := m.Evidence(c.rule, track(t, c.track), Profile{}); !slices.Equal(got, c.want) {
			t.Errorf("%s of %s is proved by %v, want %v", c.rule, c.track, got, c.want)
		}
	}
}

// TestEvidenceCounts holds the evidence against the values that it should prove.
func TestEvidenceCounts(t *testing.T) {
	m := NewMeasurer(sessionsOf(30*time.Minute), Window{0, 10 * day}, refKnowledge())
	m.leanings = [web.MaxRequirements]float64{0.4, 0.5}
	for _, u := range crowd(rand.New(rand.NewPCG(41, 42)), 400) {
		profile := Profile{Has: u.has}
		row := m.Measure(u.events, profile)
		count := func(rule RuleID) float64 { return float64(len(m.Evidence(rule, u.events, profile))) }
		value := func(rule RuleID) float64 { return row.Values[rule].X * float64(row.Values[rule].N) }
		for _, rule := range []RuleID{ContentOrder, DirectDetail, Harvest, NonBrowser} {
			if v := value(rule); !same(v, none) && int(count(rule)) != int(v+0.5) {
				t.Errorf("%s: %v events prove %s, want %v", u.key, count(rule), rule, v)
			}
		}
		if r, _ := worst(&row.Mismatches, &m.leanings); r >= 0 &&
			int(count(ProfileMismatch)) != int(row.Mismatches[r].Unmet) {
			t.Errorf("%s: %v events prove a mismatch of %d items", u.key, count(ProfileMismatch), row.Mismatches[r].Unmet)
		}
		if x := row.Values[LoginGuessing].X; x > 0 && count(LoginGuessing) != x+1 {
			t.Errorf("%s: %v events prove that %v logins failed", u.key, count(LoginGuessing), x)
		}
		if level := row.Values[Burst].X; !same(level, none) &&
			count(Burst) < level*DefaultMeasureOptions().Buckets[row.BurstKind].Capacity {
			t.Errorf("%s: a bucket of %v is filled by %v events", u.key, level, count(Burst))
		}
	}
}
