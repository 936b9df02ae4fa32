package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"spoor/analysis"
	"spoor/store/logline"
	"spoor/store/model"
)

// TestProfileReachesTheMetrics: when a user joined is in the matrix, for the user of the profile and nobody else.
func TestProfileReachesTheMetrics(t *testing.T) {
	c := newCase(t)
	check(t, c.ReplaceProfiles(t.Context(), []model.Facts{
		{Key: "kim", Fields: map[string]string{"joined": "2026-01-02"}},
		{Key: "nobody", Fields: map[string]string{"joined": "2026-01-03"}},
	}))
	var events []placed
	for i, user := range []string{"kim", "lee"} {
		events = append(events, placed{Event: logline.Event{
			Key: []byte(user), Client: []byte("10.0.0.1"), Action: []byte("GET"), Target: []byte("/a"),
			Referrer: []byte("https://a.example/"), Status: 200, Bytes: -1, Time: 1_767_400_000_000,
		}, Source: 1, Line: int64(i + 1)})
	}
	appendEvents(t, c, 1, events, 10)
	matrix, err := c.Matrix(t.Context())
	check(t, err)
	for key, want := range map[string]int64{"kim": 1_767_312_000_000, "lee": 0} {
		row, found := matrix.Row(key)
		if !found || matrix.Stats[row].Joined != want {
			t.Errorf("%s joined at %d, want %d", key, matrix.Stats[row].Joined, want)
		}
	}
	if _, found := matrix.Row("nobody"); found {
		t.Error("who never came has a row")
	}
	if !matrix.Background.Referrers {
		t.Error("the log has referrers, and the metrics don't know it")
	}
}

// TestCatalogueReachesTheMetrics: kim looks at 5, 4, 3, 2 and 1, each of which needs the one before it, and lee the
// other way round; then both look at 6, which needs what nobody looked at. That is five of five for kim, and one of
// five for lee.
func TestCatalogueReachesTheMetrics(t *testing.T) {
	c := newCase(t)
	check(t, c.ReplaceCatalogue(t.Context(), []model.Facts{
		{Key: "/2", Fields: map[string]string{"requires": "/1"}}, {Key: "/3", Fields: map[string]string{"requires": "/2"}},
		{Key: "/4", Fields: map[string]string{"requires": "/3"}}, {Key: "/5", Fields: map[string]string{"requires": "/4"}},
		{Key: "/6", Fields: map[string]string{"requires": "/never"}},
	}))
	var events []placed
	view := func(user, target string, kind logline.Kind) {
		events = append(events, placed{Event: logline.Event{
			Key: []byte(user), Client: []byte("10.0.0.1"), Agent: []byte("Mozilla/5.0"), Action: []byte("GET"),
			Target: []byte(target), Status: 200, Bytes: -1, Time: 1_767_400_000_000 + int64(len(events))*10_000, Kind: kind,
		}, Source: 1, Line: int64(len(events) + 1)})
	}
	for _, target := range []string{"/5", "/4", "/3", "/2", "/1", "/6"} {
		view("kim", target, logline.UnknownKind)
	}
	for _, target := range []string{"/1", "/2", "/3", "/4", "/5", "/6"} {
		view("lee", target, logline.UnknownKind)
	}
	view("lee", "/enter", logline.Login)
	events[len(events)-1].Outcome = logline.Passed
	appendEvents(t, c, 1, events, 20)
	matrix, err := c.Matrix(t.Context())
	check(t, err)
	for key, want := range map[string]float64{"kim": 1, "lee": 0.2} {
		row, _ := matrix.Row(key)
		if x, n := matrix.X[analysis.ContentOrder][row], matrix.N[analysis.ContentOrder][row]; x != want || n != 5 {
			t.Errorf("%s: %v of %d views out of order, want %v of 5", key, x, n, want)
		}
	}
	if !matrix.Background.Logins {
		t.Error("the log says who logs in, and the metrics don't know it")
	}
	known, err := readKnowledge(t.Context(), c.db(), matrix.Key, nil)
	check(t, err)
	content, pages := known.Content, known.Pages
	if len(content.Devices) != 2 || !slices.Equal(content.Devices, pages.Devices) || // the client, and none
		len(content.Sequences) != 8 || !slices.Equal(content.Sequences, pages.Sequences) || // seven targets, and none
		len(content.Paths) != 8 || !slices.Equal(content.Paths, pages.Paths) {
		t.Errorf("%d devices, %d sequences and %d paths reach the metrics, of %d, %d and %d",
			len(content.Devices), len(content.Sequences), len(content.Paths), len(pages.Devices), len(pages.Sequences),
			len(pages.Paths))
	}
}

// TestItemsOfWhichOnlyTheNameIsKnown are of the catalogue as all others are: who fetched 100 of 500 items has not
// fetched half of them because the catalogue says something of only 200.
func TestItemsOfWhichOnlyTheNameIsKnown(t *testing.T) {
	for _, titles := range []int{0, 200, 500} {
		c := newCase(t)
		var entries []model.Facts
		for i := range 500 {
			entry := model.Facts{Key: fmt.Sprint("/", i), Fields: map[string]string{}}
			if i < titles {
				entry.Fields["title"] = "known"
			}
			entries = append(entries, entry)
		}
		check(t, c.ReplaceCatalogue(t.Context(), entries))
		var events []placed
		for i := range 100 {
			events = append(events, placed{Event: logline.Event{
				Key: []byte("kim"), Client: []byte("10.0.0.1"), Agent: []byte("Mozilla/5.0"), Action: []byte("GET"),
				Target: []byte(entries[i].Key), Status: 200, Bytes: -1, Time: 1_767_400_000_000 + int64(i)*10_000,
			}, Source: 1, Line: int64(i + 1)})
		}
		appendEvents(t, c, 1, events, 100)
		matrix, err := c.Matrix(t.Context())
		check(t, err)
		if x, n := matrix.X[analysis.Harvest][0], matrix.N[analysis.Harvest][0]; x != 0.2 || n != 500 {
			t.Errorf("%d titles: kim fetched %v of a catalogue of %d, want a fifth of 500", titles, x, n)
		}
		coverage, err := c.Coverage(t.Context())
		if check(t, err); coverage.Entries != 500 || coverage.EntriesSeen != 100 {
			t.Errorf("%d titles: %+v", titles, coverage)
		}
		about, err := c.About(t.Context(), "kim", []string{"/0"})
		if check(t, err); (titles > 0) != (about.Catalogue["/0"]["title"] == "known") || len(about.Catalogue["/0"]) > 1 {
			t.Errorf("%d titles: %v is known of an item", titles, about.Catalogue)
		}
	}
}

// TestKnowledgeThatCannotBeRead: a table that is missing is an error, and not a case that knows nothing.
func TestKnowledgeThatCannotBeRead(t *testing.T) {
	for _, table := range []string{"setting", "catalogue", "referrer", "profile"} {
		c := newCase(t)
		if _, err := readKnowledge(t.Context(), c.db(), nil, nil); err != nil {
			t.Errorf("before %s is gone: %v", table, err)
		}
		_, err := c.writer.ExecContext(t.Context(), "DROP TABLE "+table)
		check(t, err)
		if _, err := readKnowledge(t.Context(), c.db(), nil, nil); err == nil {
			t.Errorf("without %s nothing is wrong", table)
		}
	}
}

// TestSiteThatIsNoneIsRefused: a description with a mistake is an error that names the file, and the one before stays.
func TestSiteThatIsNoneIsRefused(t *testing.T) {
	c := newCase(t)
	const sound = "[[page]]\nmatch = '^/jobs/(?P<item>.+)'\n"
	check(t, c.SetSite(t.Context(), "site.toml", []byte(sound)))
	err := c.SetSite(t.Context(), "site.toml", []byte("[[page]]\nmach = '^/'\n"))
	if err == nil || !strings.HasPrefix(err.Error(), "site.toml:2:1: page.mach: no such key") {
		t.Errorf("error %v", err)
	}
	if text, err := c.SiteDescription(t.Context()); err != nil || text != sound {
		t.Errorf("the description is %q, %v", text, err)
	}
}
