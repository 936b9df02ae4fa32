package engine

import (
	"slices"
	"testing"
	"time"

	"spoor/analysis"
	"spoor/store"
	"spoor/store/model"
)

// fourUsers are ann, a robot, bob and cat, with numbers of users that are not their rows; bob alone is flagged.
func fourUsers() *Judgement {
	m := analysis.NewMatrix(4)
	for row, key := range []string{"ann", "bad-bot", "bob", "cat"} {
		measures := analysis.Measures{Stats: analysis.Stats{Events: 10}}
		if key == "bad-bot" {
			measures.RobotEvents = 10
		}
		m.Append(analysis.UserNumber(10-row), key, measures)
	}
	flagged := []bool{false, false, true, false}
	return &Judgement{Judge: &analysis.Judge{Matrix: m}, Now: &analysis.Evaluation{Flagged: flagged},
		Verdicts: map[string]store.Verdict{
			"bob": {User: "bob", Label: store.Suspicious}, "cat": {User: "cat", Label: "benign"},
		}}
}

func TestVisitors(t *testing.T) {
	j := fourUsers()
	visits := [][]model.Visit{{{User: 10, Count: 1}}, {{User: 8, Count: 2}, {User: 9, Count: 5}, {User: 10, Count: 2}},
		{{User: 99}}, {}}
	counts := j.CountVisitors(len(visits), func(i int) []model.Visit { return visits[i] })
	if want := []VisitorCounts{{1, 0, 0}, {3, 1, 1}, {1, 0, 0}, {}}; !slices.Equal(counts, want) {
		t.Errorf("the visitors are %v, not %v", counts, want)
	}
	if got := ByUsers(counts); !slices.Equal(got, []int32{1, 0, 2, 3}) {
		t.Errorf("by users they are %v", got)
	}
	var keys []string
	for _, v := range j.Visitors(append(visits[1], model.Visit{User: 99, Count: 100})) {
		keys = append(keys, j.Matrix.Key[v.Row])
	}
	if !slices.Equal(keys, []string{"bad-bot", "ann", "bob"}) {
		t.Errorf("the users are %v", keys)
	}
}

func TestVerdicts(t *testing.T) {
	j := fourUsers()
	if v := j.Verdict(0); v.Label != store.NoVerdict || v.User != "ann" {
		t.Errorf("of ann somebody says %+v", v)
	}
	if v := j.Verdict(3); v.Label != "benign" {
		t.Errorf("of cat somebody says %+v", v)
	}
	if got := Suspicious(j.Verdicts); len(got) != 1 || !got["bob"] {
		t.Errorf("suspicious are %v", got)
	}
}

// TestBuckets works out where buckets begin: across the day that is an hour shorter in Berlin, on Mondays, and in a
// zone that is half an hour beside UTC.
func TestBuckets(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	india := time.FixedZone("IST", 5*3600+1800)
	bucket := func(name string) Bucket {
		return Buckets[slices.IndexFunc(Buckets, func(b Bucket) bool { return b.Name == name })]
	}
	for _, c := range []struct {
		name                 string
		zone                 *time.Location
		at, begin, following string
	}{
		{"1 day", berlin, "2026-03-29T12:00:00+02:00", "2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00"},
		{"8 h", berlin, "2026-03-29T12:00:00+02:00", "2026-03-29T09:00:00+02:00", "2026-03-29T17:00:00+02:00"},
		{"1 week", time.UTC, "2026-03-01T23:59:59Z", "2026-02-23T00:00:00Z", "2026-03-02T00:00:00Z"},
		{"1 h", india, "2026-03-01T10:29:00+05:30", "2026-03-01T10:00:00+05:30", "2026-03-01T11:00:00+05:30"},
		{"3 months", time.UTC, "2026-05-31T00:00:00Z", "2026-04-01T00:00:00Z", "2026-07-01T00:00:00Z"},
		{"1 year", time.UTC, "2026-05-31T00:00:00Z", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"},
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		begin := bucket(c.name).Begin(at.UnixMilli(), c.zone)
		next := bucket(c.name).Next(begin, c.zone)
		if a, b := time.UnixMilli(begin).In(c.zone).Format(time.RFC3339),
			time.UnixMilli(next).In(c.zone).Format(time.RFC3339); a != c.begin || b != c.following {
			t.Errorf("%s of %s is from %s to %s, not from %s to %s", c.name, c.at, a, b, c.begin, c.following)
		}
	}
}

// TestCannotCompare: whom fixed limits flag is said, and that none is on where that is so.
func TestCannotCompare(t *testing.T) {
	m := analysis.NewMatrix(1)
	m.Append(1, "ann", analysis.Measures{Stats: analysis.Stats{Events: 100},
		Values: [analysis.RuleCount]analysis.Value{analysis.Enumeration: {X: 1, N: 90}}})
	strict, reading := analysis.Strict(), analysis.Strict().Only(analysis.ReadingTime)
	high := analysis.Strict()
	high.Score = 100
	const few = "nobody can be compared with others: only 1 ordinary user, 30 are needed; "
	for want, set := range map[string]analysis.RuleSet{
		few + "fixed limits still flag 1 user: enumeration": strict,
		few + "fixed limits still count, and flag nobody":   high,
		few + "no fixed limit is on":                        reading,
	} {
		set.BaselinePolicy = analysis.BaselinePolicy{Passes: 1}
		if got := Judge(m, NewBaselineSource(nil), set, nil).CannotCompare(); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}

// TestWhatUnflaggedUsersLack: by hand, lee's 40 accounts are 20 points of one family, kim's 20 refused paths 40 points
// that are evidence alone, and ann has both.
func TestWhatUnflaggedUsersLack(t *testing.T) {
	users := analysis.NewMatrix(4)
	for id, hits := range []map[analysis.RuleID]float64{
		{analysis.Probing: 20, analysis.LoginAbuse: 40}, {analysis.Probing: 20}, {analysis.LoginAbuse: 40}, {},
	} {
		m := analysis.Measures{Stats: analysis.Stats{Events: 50}}
		for rule, x := range hits {
			m.Values[rule] = analysis.Value{X: x, N: 50}
		}
		users.Append(analysis.UserNumber(id), []string{"ann", "kim", "lee", "non"}[id], m)
	}
	for _, test := range []struct {
		change string
		want   [4]string
	}{
		{"flag.score=25", [4]string{}},
		{"flag.score=20", [4]string{2: "flagged with hits of 2 families, or evidence alone of 30 points"}},
		{"flag.alone=0", [4]string{}},
		{"login-abuse.weight=24.6", [4]string{2: "flagged from a score of 25 on, has 24.6"}},
		{"flag.hits=2", [4]string{1: "flagged from 2 hits on, has 1"}},
	} {
		set, err := analysis.Strict().With(test.change)
		if err != nil {
			t.Fatal(err)
		}
		j := Judge(users, NewBaselineSource(nil), set, nil)
		for row, want := range test.want {
			if got := j.Lacks(row); got != want {
				t.Errorf("with %s %s lacks %q, want %q", test.change, users.Key[row], got, want)
			}
		}
	}
}
