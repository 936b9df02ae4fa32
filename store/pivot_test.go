package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"spoor/analysis"
	"spoor/store/logline"
	"spoor/store/model"
)

// pivotedCase holds generated events in runs and in the tail, a catalogue, and a page for each request.
func pivotedCase(t testing.TB, seed uint64) *Case {
	t.Helper()
	c, events := generatedCase(t, seed, 900, 350)
	late := slices.Clone(events[:150])
	for i := range late {
		late[i].Source, late[i].Line = 3, int64(i+1)
	}
	appendToTail(t, c, streamSource(3), late, 40)
	check(t, c.ReplaceCatalogue(t.Context(), []model.Facts{
		{Key: "/jobs/1", Fields: map[string]string{"title": "Postdoc"}},
		{Key: "/news/1", Fields: map[string]string{"education": "none"}},
		{Key: "nobody looked", Fields: map[string]string{"title": "at this"}},
	}))
	_, err := c.Matrix(t.Context())
	check(t, err)
	_, err = c.writer.Exec(`CREATE VIEW told AS
		SELECT e.ts, u.key AS user, i.name AS item, p.level, c.ip, c.id AS client, a.name AS agent, e.status,
			p.shown = 2 AND coalesce(e.status, 0) < 400
				OR p.shown = 1 AND (e.status BETWEEN 200 AND 299 OR e.status = 304) AS view
		FROM every_event e JOIN user u ON u.id = e.user JOIN request r ON r.id = e.request JOIN page p ON p.request = r.id
		LEFT JOIN item i ON i.id = p.item JOIN client c ON c.id = e.client JOIN agent a ON a.id = c.agent`)
	check(t, err)
	return c
}

// windowsOf are the whole of a case, its middle, one moment and nothing.
func windowsOf(t testing.TB, c *Case) []analysis.Window {
	t.Helper()
	whole, err := c.Window(t.Context())
	check(t, err)
	third := (whole.To - whole.From) / 3
	return []analysis.Window{
		whole,
		{From: whole.From + third, To: whole.To - third},
		{From: whole.To, To: whole.To},
		{From: whole.To + 1, To: whole.To + 2},
	}
}

// TestPivotsAreWhatPlainQueriesSay compares every item, address and agent, with all who were there, with SQL over the
// views.
func TestPivotsAreWhatPlainQueriesSay(t *testing.T) {
	for seed := range uint64(4) {
		c := pivotedCase(t, 40+seed)
		for _, window := range windowsOf(t, c) {
			pivots, err := c.Pivots(t.Context(), window, model.DefaultTimeout, nil)
			check(t, err)
			got := told(t, c, pivots)
			for what, query := range plainPivots {
				want := table(t, c, query, window.From, window.To)
				if !slices.Equal(got[what], want) {
					t.Errorf("%s of %v: %d\n%s\nSQL says %d\n%s",
						what, window, len(got[what]), someOf(got[what]), len(want), someOf(want))
				}
			}
		}
	}
}

// plainPivots are the slow definition.
var plainPivots = map[string]string{
	"items": `SELECT item, coalesce((SELECT value FROM catalogue c WHERE c.item = told.item AND field = 'title'), ''),
			count(*), sum(level = 'summary'), sum(level = 'detail'), max(ts), count(DISTINCT user)
		FROM told WHERE view AND item IS NOT NULL AND ts BETWEEN ? AND ? GROUP BY item ORDER BY count(*) DESC, item`,
	"visits of items": `SELECT item, user, count(*), min(ts), max(ts) FROM told
		WHERE view AND item IS NOT NULL AND ts BETWEEN ? AND ? GROUP BY item, user ORDER BY item, user`,
	"addresses": `SELECT ip, count(*), count(DISTINCT client),
			coalesce(sum(status BETWEEN 400 AND 499), 0), max(ts), count(DISTINCT user)
		FROM told WHERE ip <> '' AND ts BETWEEN ? AND ? GROUP BY ip ORDER BY count(*) DESC, ip`,
	"visits of addresses": `SELECT ip, user, count(*), min(ts), max(ts) FROM told
		WHERE ip <> '' AND ts BETWEEN ? AND ? GROUP BY ip, user ORDER BY ip, user`,
	"visits of agents": `SELECT agent, user, count(*), min(ts), max(ts) FROM told
		WHERE ts BETWEEN ? AND ? GROUP BY agent, user ORDER BY agent, user`,
}

// told writes pivots as the queries do.
func told(t *testing.T, c *Case, p *model.Pivots) map[string][]string {
	keys, err := userKeys(t.Context(), c.reader)
	check(t, err)
	got := map[string][]string{}
	visits := func(what, thing string, visits []model.Visit) {
		if !slices.IsSortedFunc(visits, func(a, b model.Visit) int { return int(a.User - b.User) }) {
			t.Errorf("the users of %q are out of order", thing)
		}
		for _, v := range visits {
			got[what] = append(got[what], words(thing, keys[v.User], v.Count, v.First, v.Last))
		}
	}
	for _, i := range p.Items {
		got["items"] = append(got["items"], words(i.Name, i.Title, i.Views, i.Summaries, i.Details, i.Last, len(i.Visits)))
		visits("visits of items", i.Name, i.Visits)
	}
	for _, a := range p.Addresses {
		got["addresses"] = append(got["addresses"], words(a.Name, a.Events, a.Agents, a.Refused, a.Last, len(a.Visits)))
		visits("visits of addresses", a.Name, a.Visits)
	}
	for _, a := range p.Agents {
		visits("visits of agents", a.Name, a.Visits)
	}
	for what, lines := range got {
		if strings.HasPrefix(what, "visits") {
			slices.Sort(lines)
		}
	}
	return got
}

// TestPivotsOfATinyCase is worked out by hand, with a site that knows levels and menus.
func TestPivotsOfATinyCase(t *testing.T) {
	c := newCase(t)
	check(t, c.SetSite(t.Context(), "site", []byte(`
[[page]]
match = '^/jobs/(?P<item>\d+)$'
menu = "jobs"
level = "summary"
[[page]]
match = '^/jobs/(?P<item>\d+)/detail$'
menu = "details"
level = "detail"
`)))
	event := func(minute int64, user, address, agent, target string, status int32) placed {
		return placed{Event: logline.Event{
			Time: minute * 60_000, Key: []byte(user), Client: []byte(address), Agent: []byte(agent),
			Action: []byte("GET"), Target: []byte(target), Status: status, Bytes: -1}, Source: 1, Line: minute}
	}
	appendEvents(t, c, 1, []placed{
		event(1, "kim", "10.0.0.1", "Firefox", "/jobs/7", 200),
		event(2, "kim", "10.0.0.2", "Firefox", "/jobs/7/detail", 200),
		event(3, "lee", "10.0.0.1", "Googlebot/2.1", "/jobs/7", 200),
		event(4, "kim", "10.0.0.1", "Opera", "/jobs/8", 404), // no view
		event(40, "kim", "10.0.0.1", "Firefox", "/", 200),    // another session
		event(41, "kim", "", "Firefox", "/jobs/9", 304),
	}, 2)
	window, err := c.Window(t.Context())
	check(t, err)
	var told []int64
	progress := func(done, total int64) { told = append(told, done, total) }
	pivots, err := c.Pivots(t.Context(), window, model.DefaultTimeout, progress)
	check(t, err)
	got := fmt.Sprintf("%+v\n%+v\n%+v\n%v", pivots.Items, pivots.Addresses, pivots.Agents, told)
	want := strings.Join([]string{
		"[{Name:7 Menu:jobs Title: Views:3 Summaries:2 Details:1 Last:180000 " +
			"Visits:[{User:1 Count:2 First:60000 Last:120000} {User:2 Count:1 First:180000 Last:180000}]}",
		" {Name:9 Menu:jobs Title: Views:1 Summaries:1 Details:0 Last:2460000 " +
			"Visits:[{User:1 Count:1 First:2460000 Last:2460000}]}]",
		"\n[{Name:10.0.0.1 Events:4 Sessions:3 Agents:3 Refused:1 Last:2400000 " +
			"Visits:[{User:1 Count:3 First:60000 Last:2400000} {User:2 Count:1 First:180000 Last:180000}]}",
		" {Name:10.0.0.2 Events:1 Sessions:1 Agents:1 Refused:0 Last:120000 " +
			"Visits:[{User:1 Count:1 First:120000 Last:120000}]}]",
		"\n[{Name:Firefox Robot:false Events:4 Visits:[{User:1 Count:4 First:60000 Last:2460000}]}",
		" {Name:Googlebot/2.1 Robot:true Events:1 Visits:[{User:2 Count:1 First:180000 Last:180000}]}",
		" {Name:Opera Robot:false Events:1 Visits:[{User:1 Count:1 First:240000 Last:240000}]}]",
		"\n[6 6]",
	}, "")
	if got != want {
		t.Errorf("the pivots are\n%s\nwant\n%s", got, want)
	}
}

func TestPivotsOfNothing(t *testing.T) {
	c := newCase(t)
	pivots, err := c.Pivots(t.Context(), analysis.Window{}, model.DefaultTimeout, nil)
	check(t, err)
	if len(pivots.Items)+len(pivots.Addresses)+len(pivots.Agents) > 0 {
		t.Errorf("an empty case has %+v", pivots)
	}
}

func TestPivotsCanBeCancelled(t *testing.T) {
	c, _ := generatedCase(t, 3, 500, 200)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Pivots(ctx, analysis.Window{}, model.DefaultTimeout, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled pivots end in %v", err)
	}
	if _, err := c.Timeline(ctx, model.DefaultTimeout, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled timeline ends in %v", err)
	}
}
