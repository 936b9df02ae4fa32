package analysis

import (
	"strconv"
	"strings"
	"testing"
	"time"
)

// postings are items 1 to 20: 1 to 10 ask for a doctor, 11 to 20 for none; odd ones ask for law, 2 for "law; physics", 4 for
// any, the other even ones for nothing.
func postings(t testing.TB) *Knowledge {
	t.Helper()
	var entries []Entry
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
		entries = append(entries, Entry{Item: strconv.Itoa(i), Fields: fields})
	}
	site := mustParseSite(t, `
		require = [{profile = "education", item = "education", order = ["none", "bachelor", "doctor"]}, {profile = "major", item = "field"}]`)
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

func TestProfileMismatch(t *testing.T) {
	k := postings(t)
	for _, c := range []struct {
		name, track string
		has         []string
		want        Value
		mismatches  []Mismatch
	}{
		// Half of the catalogue asks for a doctor.
		{"half of six", viewed(1, 2, 3, 11, 12, 13), []string{"bachelor"}, Value{4.0 / 8, 6}, []Mismatch{{6, 3, 3, 3}}},
		{"all of five", viewed(1, 2, 3, 4, 5), []string{"none"}, Value{6.0 / 7.5, 5}, []Mismatch{{5, 5, 0, 2.5}}},
		{"each item once", viewed(1, 1, 1, 2, 3, 4, 5), []string{"none"}, Value{6.0 / 7.5, 5}, []Mismatch{{5, 5, 0, 2.5}}},
		{"four items", viewed(1, 1, 2, 3, 4), []string{"none"}, Value{none, 0}, []Mismatch{{4, 4, 0, 2}}},
		{"as much as is asked for", viewed(1, 2, 3, 4, 5), []string{"doctor"}, Value{1.0 / 5, 5}, []Mismatch{{5, 0, 0, 0}}},
		{"nothing known", viewed(1, 2, 3, 4, 5), nil, Value{none, 0}, []Mismatch{{}}},
		{"not in the order", viewed(1, 2, 3, 4, 5), []string{"?"}, Value{1.0 / 5, 5}, []Mismatch{{5, 0, 0, 0}}},
		// Of 12 entries with a field, a physicist does not meet the ten odd ones.
		{"the worst counts", viewed(1, 2, 3, 4, 5), []string{"none", "physics"}, Value{6.0 / 7.5, 5},
			[]Mismatch{{5, 5, 0, 2.5}, {5, 3, 0, 5 * (10.0 / 12)}}},
		{"the other is worse", viewed(11, 13, 15, 17, 19), []string{"none", "physics"}, Value{6 / (5*(10.0/12) + 5), 5},
			[]Mismatch{{5, 0, 0, 2.5}, {5, 5, 0, 5 * (10.0 / 12)}}},
		{"one of many fields", viewed(1, 2, 3, 4, 5), []string{"", "law"}, Value{1.0 / 5, 5}, []Mismatch{{}, {5, 0, 0, 0}}},
		{"not in the catalogue", viewed(1, 2, 3, 4, 99), []string{"none"}, Value{none, 0}, []Mismatch{{4, 4, 0, 2}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			row := NewMeasurer(sessionsOf(30*time.Minute), Window{0, day}, k).Measure(track(t, c.track), Profile{Has: c.has})
			if got := row.Values[ProfileMismatch]; !same(got.X, c.want.X) || got.N != c.want.N {
				t.Errorf("%v of %d, want %v of %d", got.X, got.N, c.want.X, c.want.N)
			}
			for r, want := range c.mismatches {
				if got := row.Mismatches[r]; got.Items != want.Items || got.Unmet != want.Unmet || got.Over != want.Over || !same(got.Expected, want.Expected) {
					t.Errorf("requirement %d: %+v, want %+v", r, got, want)
				}
			}
		})
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
		row := NewMeasurer(sessionsOf(30*time.Minute), Window{0, day}, postings(t)).Measure(track(t, viewed(1, 2, 3, 4, 6, 13, 15, 1)), Profile{Has: c.has})
		if row.Known != c.known || row.BothItems != c.items || row.BothUnmet != c.unmet {
			t.Errorf("%q: known %b, %d of %d unmet, want %b, %d of %d", c.has, row.Known, row.BothUnmet, row.BothItems, c.known, c.unmet, c.items)
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
