package store

import (
	"fmt"
	"slices"
	"testing"

	"spoor/analysis"
	"spoor/store/logline"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// TestEvidence takes a user through the case: logins, devices and referrers become facts, rules hit, and lines prove
// them.
func TestEvidence(t *testing.T) {
	c := newCase(t)
	check(t, c.SetSite(t.Context(), "site.toml", []byte("[login]\npath = '^/login$'\n")))
	var events []placed
	add := func(user, address, action, target, referrer string, status int32) {
		events = append(events, placed{Event: logline.Event{
			Key: []byte(user), Client: []byte(address), Agent: []byte("Mozilla/5.0 Firefox/121.0"),
			Action: []byte(action), Target: []byte(target), Referrer: []byte(referrer), Status: status, Bytes: -1,
			Time: int64(len(events)) * 30_000}, Source: 1, Line: int64(len(events) + 1),
		})
	}
	for range 7 {
		add("kim", "10.0.0.1", "POST", "/login", "/", 200)
	}
	add("kim", "10.0.0.1", "POST", "/login", "/", 302)
	for i := range 12 {
		add("kim", fmt.Sprintf("10.0.%d.1", i%2), "GET", fmt.Sprintf("/jobs/%d?menu=a", 100+i), "", 200)
	}
	for user := range 7 {
		for range 5 {
			add(fmt.Sprintf("other%d", user), "10.0.1.1", "GET", "/", "/", 200)
		}
	}
	add("10.0.9.9", "10.0.9.9", "GET", "/", "", 200)
	appendEvents(t, c, 1, events, 1000)
	matrix, err := c.Matrix(t.Context())
	check(t, err)
	row, _ := matrix.Row("kim")
	track := trackOf(t, c, "kim")
	rules := []analysis.RuleID{
		analysis.LoginGuessing, analysis.Enumeration, analysis.Sharing,
		analysis.SharedSource, analysis.NonBrowser, analysis.ReadingTime,
	}
	proof, err := c.Evidence(t.Context(), track, matrix, rules)
	check(t, err)
	for i, want := range []struct {
		x     float64
		proof []int
	}{
		{7, []int{0, 1, 2, 3, 4, 5, 6, 7}},
		{1, []int{8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19}},
		{1, []int{0, 9, 18, 19}},
		{8.0 / 5, []int{0, 9}},
		{0.6, []int{8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19}},
	} {
		if got := matrix.X[rules[i]][row]; got != want.x || !slices.Equal(proof[i], want.proof) {
			t.Errorf("%s is %v, proved by %v; want %v, %v", rules[i], got, proof[i], want.x, want.proof)
		}
	}
	if proof[5] != nil {
		t.Errorf("a band is proved by %v", proof[5])
	}
	later := *matrix
	later.Window.From += 10 * 30_000
	proof, err = c.Evidence(t.Context(), track, &later, rules[4:5])
	check(t, err)
	if want := []int{10, 11, 12, 13, 14, 15, 16, 17, 18, 19}; !slices.Equal(proof[0], want) {
		t.Errorf("later %v, want %v", proof[0], want)
	}
}

// TestEvidenceOfRarePaths takes for evidence every request, in the window, of a path that nobody else asked for.
func TestEvidenceOfRarePaths(t *testing.T) {
	c := newCase(t)
	var events []placed
	for i, e := range []struct{ user, target string }{
		{"kim", "/before"}, {"kim", "/shared"}, {"kim", "/own/1"}, {"lee", "/shared"},
		{"kim", "/own/2?x=1"}, {"kim", "/own/1"}, {"lee", "/other"},
	} {
		events = append(events, placed{Event: logline.Event{
			Key: []byte(e.user), Client: []byte("10.0.0.1"), Action: []byte("GET"), Target: []byte(e.target),
			Status: 200, Bytes: -1, Time: int64(i) * 1000}, Source: 1, Line: int64(i + 1)})
	}
	appendEvents(t, c, 1, events, 1000)
	matrix, err := c.Matrix(t.Context())
	check(t, err)
	matrix.Window.From = 1000
	rules := []analysis.RuleID{analysis.Burst, analysis.RarePaths}
	evidence, err := c.Evidence(t.Context(), trackOf(t, c, "kim"), matrix, rules)
	check(t, err)
	if want := []int{2, 3, 4}; !slices.Equal(evidence[1], want) {
		t.Errorf("%v, want %v", evidence[1], want)
	}
}

func TestIsAddress(t *testing.T) {
	for _, c := range []struct {
		key, address string
		want         bool
	}{
		{"kim", "10.0.0.1", false}, {"10.0.0.1", "10.0.0.1", true}, {"10.0.0.1 Mozilla/5.0", "10.0.0.1", true},
		{"2001:db8:1:2::/64", "2001:db8:1:2::3", true},
		{"host.example", "host.example", true}, {"", "", false}, {"10.0.0.1", "10.0.0.2", false},
		{"10.0.0.1", "::ffff:10.0.0.1", true}, {"10.0.0.1 curl/8.1", "::ffff:10.0.0.1", true},
		{"fe80::/64", "fe80::1%eth0", true}, {"kim", "host", false},
	} {
		if got := model.IsAddressOf(c.key, c.address); got != c.want {
			t.Errorf("%q of %q: %v", c.key, c.address, got)
		}
	}
}

// TestEvidenceOfATrackIsThatOfTheCase asks for the evidence of every rule of every user, once with what is known of the
// user alone and once with all that is known of the case.
func TestEvidenceOfATrackIsThatOfTheCase(t *testing.T) {
	for seed := range uint64(3) {
		c, events := generatedCase(t, seed+1, 1500, 400)
		var profiles, catalogue []model.Facts
		for i := range 40 {
			fields := map[string]string{"level": []string{"none", "some", "most"}[i%3]}
			profiles = append(profiles, model.Facts{Key: fmt.Sprintf("user%d", i), Fields: fields})
		}
		for i, item := range []string{"/jobs/1", "/jobs/2", "/news/1", "0", "1", "2", "3", "/a␀b", "never"} {
			catalogue = append(catalogue, model.Facts{Key: item, Fields: map[string]string{
				"level":    []string{"some", "most"}[i%2],
				"requires": []string{"", "never", "/a␀b 3"}[i%3],
			}})
		}
		for i := range 4 {
			fields := map[string]string{"level": []string{"none", "some"}[i%2]}
			profiles = append(profiles, model.Facts{Key: fmt.Sprintf("busy%d", i), Fields: fields})
		}
		catalogue[len(catalogue)-1].Fields["requires"], catalogue[6].Fields["requires"] = "", ""
		catalogue[7].Fields["requires"] = ""
		check(t, c.SetSite(t.Context(), "site", []byte(`[[page]]
match = '^(?P<item>/jobs/\d+)'
menu = "jobs"
level = "detail"
[login]
path = '^/news/'
[[require]]
profile = "level"
item = "level"
order = ["none", "some", "most"]
`)))
		check(t, c.ReplaceProfiles(t.Context(), profiles))
		check(t, c.ReplaceCatalogue(t.Context(), catalogue))
		matrix, err := c.Matrix(t.Context())
		check(t, err)
		matrix.Window.From += (matrix.Window.To - matrix.Window.From) / 3
		proved := map[analysis.RuleID]bool{}
		for _, key := range []string{"busy0", "busy1", "busy2", "busy3", "user1", "user2"} {
			track := trackOf(t, c, key)
			for rule := range analysis.RuleID(analysis.RuleCount) {
				got, err := c.Evidence(t.Context(), track, matrix, []analysis.RuleID{rule})
				check(t, err)
				if want := evidenceByAll(t, c, track, matrix, rule); !rule.OfAllUsers() && !slices.Equal(got[0], want) {
					t.Errorf("seed %d, %s, %s: %v, want %v", seed, key, rule, got[0], want)
				}
				proved[rule] = proved[rule] || len(got[0]) > 0
			}
		}
		if len(events) == 0 || !proved[analysis.ContentOrder] || !proved[analysis.ProfileMismatch] ||
			!proved[analysis.Sharing] || !proved[analysis.Harvest] {
			t.Errorf("seed %d: nothing is proved by some rules: %v", seed, proved)
		}
	}
}

// evidenceByAll is the evidence of one rule as measured with everything that the case knows.
func evidenceByAll(t *testing.T, c *Case, track *model.Track, users *analysis.Matrix,
	rule analysis.RuleID) (proof []int) {
	t.Helper()
	check(t, c.snapshot(t.Context(), func(db sqlite.Querier) error {
		keys, err := userKeys(t.Context(), db)
		check(t, err)
		known, err := readKnowledge(t.Context(), db, keys, nil)
		check(t, err)
		first, events := track.Within(users.Window)
		if len(events) == 0 {
			return nil
		}
		measurer := analysis.NewMeasurer(users.Measuring.Of(model.DefaultTimeout), users.Window, known.Content)
		profile := known.Profile(slices.Index(keys, track.Key), track.Key, events)
		for _, event := range measurer.Evidence(rule, events, profile) {
			proof = append(proof, first+event)
		}
		return nil
	}))
	return proof
}

// TestEvidenceOfAMismatch: ordinary users keep to what their education allows and do not care about the major, so only
// the items beyond the education of the user prove the hit, although more items ask for another major.
func TestEvidenceOfAMismatch(t *testing.T) {
	c := newCase(t)
	check(t, c.SetSite(t.Context(), "site.toml", []byte("[[page]]\nmatch = '^/jobs/(?P<item>\\d+)$'\n"+
		"[[require]]\nprofile = 'education'\nitem = 'level'\norder = ['none', 'doctor']\n"+
		"[[require]]\nprofile = 'major'\nitem = 'field'\n")))
	var catalogue, profiles []model.Facts
	for item := range 40 {
		fields := map[string]string{"level": "none", "field": "law"}
		if item < 20 {
			fields["level"] = "doctor"
		}
		if item%2 == 0 {
			fields["field"] = "physics"
		}
		catalogue = append(catalogue, model.Facts{Key: fmt.Sprint(item), Fields: fields})
	}
	var events []placed
	view := func(user string, item int) {
		events = append(events, placed{Event: logline.Event{
			Key: []byte(user), Client: []byte("10.0.0.1"), Action: []byte("GET"),
			Target: fmt.Appendf(nil, "/jobs/%d", item), Status: 200, Bytes: -1,
			Time: int64(len(events)) * 60_000}, Source: 1, Line: int64(len(events) + 1)})
	}
	for user := range 40 {
		key := fmt.Sprintf("user%02d", user)
		profiles = append(profiles, model.Facts{Key: key, Fields: map[string]string{"education": "none", "major": "law"}})
		for i := range 10 {
			view(key, 20+(user+i)%20)
		}
	}
	profiles = append(profiles, model.Facts{Key: "zoe", Fields: map[string]string{"education": "none", "major": "law"}})
	for _, item := range []int{1, 3, 5, 7, 9, 11, 13, 15, 20, 22, 24, 26, 28, 30, 32, 34, 36} {
		view("zoe", item)
	}
	check(t, c.ReplaceCatalogue(t.Context(), catalogue))
	check(t, c.ReplaceProfiles(t.Context(), profiles))
	appendEvents(t, c, 1, events, 1000)
	matrix, err := c.Matrix(t.Context())
	check(t, err)
	isZoe := func(row int) bool { return matrix.Key[row] == "zoe" }
	j := analysis.NewJudge(matrix, analysis.FitBaseline(matrix, analysis.BaselinePolicy{Passes: 1}, isZoe))
	evidence, err := c.Evidence(t.Context(), trackOf(t, c, "zoe"), j.Matrix, []analysis.RuleID{analysis.ProfileMismatch})
	check(t, err)
	if want := []int{0, 1, 2, 3, 4, 5, 6, 7}; !slices.Equal(evidence[0], want) {
		t.Errorf("proved by %v, want %v", evidence[0], want)
	}
}
