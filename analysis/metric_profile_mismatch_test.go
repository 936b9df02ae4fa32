package analysis

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"spoor/analysis/web"
)

// postings are items 1 to 20: 1 to 10 ask for a doctor, 11 to 20 for none; odd ones ask for law, 2 for "law; physics",
// 4 for any, the other even ones for nothing.
func postings(t testing.TB) *Knowledge {
	t.Helper()
	var entries []web.Entry
	for i := 1; i <= 20; i++ {
		fields := map[string]string{"education": "none"}
		if i <= 10 {
			fields["education"] = "doctor"
		}
		switch {
		case i%2 == 1:
			fields["field"] = "law"
		case i == 2:
			fields["field"] = "law; physics"
		case i == 4:
			fields["field"] = "any"
		}
		entries = append(entries, web.Entry{Item: strconv.Itoa(i), Fields: fields})
	}
	site := mustParseSite(t, `
		require = [{profile = "education", item = "education", order = ["none", "bachelor", "doctor"]},
			{profile = "major", item = "field"}]`)
	k, err := NewKnowledge(site, entries, numbers)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// viewed are views of items, a second apart.
func viewed(items ...int) string {
	var views []string
	for i, item := range items {
		views = append(views, strconv.Itoa(i)+"s view a"+strconv.Itoa(item))
	}
	return strings.Join(views, ", ")
}

func TestMismatches(t *testing.T) {
	k := postings(t)
	for _, c := range []struct {
		name, track string
		has         []string
		want        []Mismatch
	}{
		// Half of the catalogue asks for a doctor.
		{"half of six", viewed(1, 2, 3, 11, 12, 13), []string{"bachelor"}, []Mismatch{{6, 3, 3, 3}}},
		{"all of five", viewed(1, 2, 3, 4, 5), []string{"none"}, []Mismatch{{5, 5, 0, 2.5}}},
		{"each item once", viewed(1, 1, 1, 2, 3, 4, 5), []string{"none"}, []Mismatch{{5, 5, 0, 2.5}}},
		{"four items", viewed(1, 1, 2, 3, 4), []string{"none"}, []Mismatch{{4, 4, 0, 2}}},
		{"as much as is asked for", viewed(1, 2, 3, 4, 5), []string{"doctor"}, []Mismatch{{5, 0, 0, 0}}},
		{"nothing known", viewed(1, 2, 3, 4, 5), nil, []Mismatch{{}}},
		{"not in the order", viewed(1, 2, 3, 4, 5), []string{"?"}, []Mismatch{{5, 0, 0, 0}}},
		// Of 12 entries with a field, a physicist does not meet the ten odd ones.
		{"two requirements", viewed(1, 2, 3, 4, 5), []string{"none", "physics"},
			[]Mismatch{{5, 5, 0, 2.5}, {5, 3, 0, 5 * (10.0 / 12)}}},
		{"one of many fields", viewed(1, 2, 3, 4, 5), []string{"", "law"}, []Mismatch{{}, {5, 0, 0, 0}}},
		{"not in the catalogue", viewed(1, 2, 3, 4, 99), []string{"none"}, []Mismatch{{4, 4, 0, 2}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			row := NewMeasurer(sessionsOf(30*time.Minute), Window{0, day}, k).Measure(track(t, c.track), Profile{Has: c.has})
			for r, want := range c.want {
				if got := row.Mismatches[r]; got.Items != want.Items || got.Unmet != want.Unmet ||
					got.Over != want.Over || !same(got.Expected, want.Expected) {
					t.Errorf("requirement %d: %+v, want %+v", r, got, want)
				}
			}
		})
	}
}

// TestOdds are worked out by hand. Half of the catalogue is unmet if the profile does not matter; an ordinary user
// leaves a fifth of that: each unmet item is 0.5 ÷ 0.1 = 5 times likelier, each met one 0.5 ÷ 0.9 = 5 ÷ 9 times as
// likely.
func TestOdds(t *testing.T) {
	for _, c := range []struct {
		name    string
		of      Mismatch
		leaning float64
		want    float64 // not yet the logarithm
	}{
		{"all of five", Mismatch{5, 5, 0, 2.5}, 0.2, 3125},
		{"none of five", Mismatch{5, 0, 0, 2.5}, 0.2, 3125. / 59049},
		{"six of ten", Mismatch{10, 6, 0, 5}, 0.2, 15625 * 625. / 6561},
		{"too few", Mismatch{4, 4, 0, 2}, 0.2, none},
		{"met everywhere", Mismatch{5, 0, 0, 0}, 0.2, none},
		{"nothing is known of ordinary users", Mismatch{5, 5, 0, 2.5}, none, none},
		{"ordinary users look at as much", Mismatch{5, 5, 0, 2.5}, 1, none},
		{"nearly nothing fits: at most 0.99", Mismatch{5, 5, 0, 5}, 0.5, math.Pow(0.99/0.5, 5)},
		{"ordinary users leave nothing: at least 0.005", Mismatch{5, 5, 0, 2.5}, 0, 1e10},
	} {
		got := c.of.Odds(c.leaning)
		if want := math.Log10(c.want); math.IsNaN(got) != math.IsNaN(want) || math.Abs(got-want) > 1e-12 {
			t.Errorf("%s: %v, want %v", c.name, got, want)
		}
	}
}

// TestProfileMismatch: 40 ordinary users look at ten items each and leave one unmet, where five would be; the last user
// leaves all ten of the first requirement unmet and none of the second.
func TestProfileMismatch(t *testing.T) {
	m := NewMatrix(41)
	m.Background = Capabilities{Described: true, Catalogue: true,
		Requirements: []web.Requirement{{Profile: "education", Item: "level"}, {Profile: "major", Item: "field"}}}
	for row := range 41 {
		v := Measures{Stats: Stats{Events: 20, Known: 0b11}}
		v.Mismatches[0], v.Mismatches[1] = Mismatch{10, 1, 0, 5}, Mismatch{10, 1, 0, 5}
		if row == 40 {
			v.Mismatches[0].Unmet, v.Mismatches[1].Unmet = 10, 0
		}
		m.Append(UserNumber(row), fmt.Sprintf("u%02d", row), v)
	}
	b := FitBaseline(m, BaselinePolicy{Passes: 1}, func(row int) bool { return row == 40 })
	want := []Leaning{{"education", "level", 40, 0.2}, {"major", "field", 40, 0.2}}
	if !slices.Equal(b.Leanings, want) {
		t.Fatalf("leanings %v, want %v", b.Leanings, want)
	}
	j := NewJudge(m, b)
	if got, want := j.Matrix.X[ProfileMismatch][40], 10*math.Log10(5); !same(got, want) ||
		j.Matrix.N[ProfileMismatch][40] != 10 {
		t.Errorf("%v of %d, want %v of 10", got, j.Matrix.N[ProfileMismatch][40], want)
	}
	var measurer Measurer
	if measurer.Compare(j.Matrix); measurer.leanings[0] != 0.2 || measurer.leanings[1] != 0.2 ||
		!math.IsNaN(measurer.leanings[2]) {
		t.Errorf("evidence rests on leanings of %v", measurer.leanings)
	}
}

func TestBoth(t *testing.T) {
	for _, c := range []struct {
		has          []string
		known        uint8
		items, unmet int32
	}{
		{[]string{"none", "physics"}, 0b11, 6, 2}, // of 1, 2, 3, 4, 13, 15 it is 1 and 3
		{[]string{"none"}, 0b01, 0, 0},
		{[]string{"", "physics"}, 0b10, 0, 0},
	} {
		measurer := NewMeasurer(sessionsOf(30*time.Minute), Window{0, day}, postings(t))
		row := measurer.Measure(track(t, viewed(1, 2, 3, 4, 6, 13, 15, 1)), Profile{Has: c.has})
		if row.Known != c.known || row.BothItems != c.items || row.BothUnmet != c.unmet {
			t.Errorf("%q: known %b, %d of %d unmet, want %b, %d of %d", c.has, row.Known, row.BothUnmet, row.BothItems,
				c.known, c.unmet, c.items)
		}
	}
}

func TestMeasuringProfilesAllocatesNothing(t *testing.T) {
	m := NewMeasurer(sessionsOf(30*time.Minute), Window{0, day}, postings(t))
	events, profile := track(t, viewed(1, 2, 3, 4, 5, 6, 7)), Profile{Has: []string{"none", "law"}}
	m.Measure(events, profile)
	if allocations := testing.AllocsPerRun(100, func() { m.Measure(events, profile) }); allocations != 0 {
		t.Errorf("%v allocations a user", allocations)
	}
}
