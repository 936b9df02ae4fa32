package store

import (
	"fmt"
	"strings"
	"testing"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store/logline"
)

// shopVisit is a user who opens pages, each of which loads a picture after a second and another after two.
func shopVisit(user string, pages int) []placed {
	var events []placed
	now := int64(1_700_000_000_000)
	add := func(after int64, target, referrer string) {
		now += 1000 * after
		event := asked(user, now, target)
		event.Agent, event.Referrer, event.Line = []byte("Mozilla"), []byte(referrer), int64(len(events)+1)
		events = append(events, event)
	}
	for page := range pages {
		target := fmt.Sprintf("/chair/%d", page)
		add(60, target, "")
		add(1, fmt.Sprintf("/image/%d", 2*page), "https://shop.example"+target)
		add(1, fmt.Sprintf("/image/%d", 2*page+1), "https://shop.example"+target)
	}
	return events
}

func asked(user string, now int64, target string) placed {
	return placed{Source: 1, Event: logline.Event{
		Time: now, Key: []byte(user), Action: []byte("GET"), Target: []byte(target), Status: 200, Bytes: -1,
	}}
}

func shopCase(t *testing.T) *Case {
	c := newCase(t)
	for i, user := range []string{"ann", "bob", "cem"} {
		events := shopVisit(user, 6)
		for k := range events {
			events[k].Source = i + 1
		}
		appendEvents(t, c, i+1, events, 5)
	}
	return c
}

func templatesOf(t *testing.T, c *Case) string {
	t.Helper()
	found, err := c.Embedded(t.Context())
	check(t, err)
	var names []string
	for _, e := range found {
		names = append(names, e.Template)
	}
	return strings.Join(names, " ")
}

// TestEmbeddedCountsAsStatic: pictures are no views, and pages are read until the next page.
func TestEmbeddedCountsAsStatic(t *testing.T) {
	c := shopCase(t)
	for range 2 { // found, then kept
		if got := templatesOf(t, c); got != "/image/#" {
			t.Fatalf("embedded: %q", got)
		}
		matrix, err := c.Matrix(t.Context())
		check(t, err)
		row, _ := matrix.Row("ann")
		views := matrix.Stats[row].Views
		read, items := matrix.X[analysis.ReadingTime][row], matrix.X[analysis.ContentUsage][row]
		if views != 6 || read != 62 || items != 6 {
			t.Errorf("%d views of %v items, read for %v s", views, items, read)
		}
	}
	for i, event := range trackOf(t, c, "ann").Events {
		if image := i%3 > 0; event.Traits.Has(web.Static) != image || event.Traits.Has(web.View) == image {
			t.Errorf("event %d, %s: %b", i, event.Request.Target, event.Traits)
		}
	}
}

// TestSiteSaysWhatIsEmbedded: the description has the last word, on what it speaks of.
func TestSiteSaysWhatIsEmbedded(t *testing.T) {
	c := shopCase(t)
	for description, want := range map[string]int32{
		"":                                    6,
		"embedded = 'off'":                    18,
		"embedded = ['^/image/[0-5]$']":       12,
		"embedded = ['^/chair/', '^/image/']": 0,
		"[[page]]\nmatch = '^/(?P<item>[^/]+/\\d+)'":                     18,
		"[[page]]\nmatch = '^/(?P<item>image/1\\d)'":                     2,
		"embedded = ['^/']\n[[page]]\nmatch = '^/(?P<item>chair/[0-3])'": 4,
	} {
		check(t, c.SetSite(t.Context(), "site.toml", []byte(description)))
		matrix, err := c.Matrix(t.Context())
		check(t, err)
		row, _ := matrix.Row("bob")
		if matrix.Stats[row].Views != want {
			t.Errorf("%s: %d views, want %d", description, matrix.Stats[row].Views, want)
		}
		told := description == "" || strings.Contains(description, "image/1")
		if found := templatesOf(t, c); (found == "/image/#") != told {
			t.Errorf("%s: the log tells %q", description, found)
		}
	}
}

// TestEmbeddedWhileEventsComeIn: requests that come in can make others embedded, or no longer so; whoever refreshes
// then has what a derivation gives, in metrics and tracks. Clicks change nothing, and have nobody look.
func TestEmbeddedWhileEventsComeIn(t *testing.T) {
	c := newCase(t)
	appendEvents(t, c, 1, shopVisit("ann", 6), 100)
	matrix, err := c.Matrix(t.Context())
	check(t, err)
	at, err := c.Watermark(t.Context())
	check(t, err)
	source := 2
	comeIn := func(want string, events ...placed) {
		t.Helper()
		appendToTail(t, c, streamSource(source), events, 100)
		source++
		matrix, at, err = c.Refresh(t.Context(), matrix, at)
		check(t, err)
		if got := templatesOf(t, c); got != want {
			t.Errorf("embedded: %q, want %q", got, want)
		}
		images := 0
		for _, event := range trackOf(t, c, "ann").Events {
			if event.Traits.Has(web.Static) {
				images++
			}
		}
		if wanted := 12 * len(want) / len("/image/#"); images != wanted {
			t.Errorf("%d of ann's events are static, want %d", images, wanted)
		}
		how := matrix.Measuring
		again, err := c.MatrixWith(t.Context(), how, matrix.Window, nil)
		check(t, err)
		if got, want := fmt.Sprintf("%+v", *matrix), fmt.Sprintf("%+v", *again); got != want {
			t.Errorf("refreshed\n%s\nderived\n%s", got, want)
		}
	}
	comeIn("", shopVisit("bob", 3)...)
	comeIn("/image/#", shopVisit("cem", 3)...) // 24 requests
	click := asked("ann", 1_700_000_900_000, "7")
	click.Action, click.Click, click.Item = []byte("view"), true, click.Target
	comeIn("/image/#", click)
	var alone []placed
	for i := range 9 { // from nowhere
		alone = append(alone, asked("dan", 1_700_000_300_000, fmt.Sprintf("/image/%d", i)))
	}
	comeIn("", alone...)
	check(t, c.FlushTail(t.Context()))
	if got := templatesOf(t, c); got != "" {
		t.Errorf("as a run: %q", got)
	}
}

// TestEventsThatAreKeptAreAsRead: the first derivation measures the events that it has read to find what is embedded,
// the second reads them, as it knows by then.
func TestEventsThatAreKeptAreAsRead(t *testing.T) {
	c := shopCase(t)
	kept, err := deriveMatrix(t.Context(), c, nil)
	check(t, err)
	read, err := deriveMatrix(t.Context(), c, nil)
	check(t, err)
	if got, want := fmt.Sprint(kept.Stats, kept.X, kept.N), fmt.Sprint(read.Stats, read.X, read.N); got != want {
		t.Errorf("kept: %s\nread: %s", got, want)
	}
	if kept.Stats[0].Views != 6 {
		t.Errorf("%d views, want 6: pictures are none", kept.Stats[0].Views)
	}
}
