package store

import (
	"context"
	"database/sql/driver"
	"slices"
	"strings"
	"time"

	"spoor/analysis"
	"spoor/store/sqlite"
)

// trackColumns are what trackReader takes; the texts come with every event but are copied once for each request, client
// and referrer.
var trackColumns = []string{
	"e.ts", "e.request", "e.client", "coalesce(e.referrer, 0)", "coalesce(e.status, 0)", "coalesce(e.bytes, -1)", "e.source", "e.line",
	"r.action", "r.target", "coalesce(i.name, '')", "coalesce(m.name, '')", "c.ip", "a.name", "coalesce(f.url, '')",
	"coalesce(p.item, -1)", "coalesce(p.menu, -1)", "p.level", "p.static", "p.logout", "p.shown", "r.click", "p.login",
	"(p.item IS NOT NULL AND i.id IS NULL) + (p.menu IS NOT NULL AND m.id IS NULL) + (e.referrer IS NOT NULL AND f.id IS NULL)",
}

// trackTables are read in the order of the events: CROSS JOIN keeps SQLite from beginning with another table.
const trackTables = ` e
	CROSS JOIN request r ON r.id = e.request CROSS JOIN page p ON p.request = e.request
	LEFT JOIN item i ON i.id = p.item LEFT JOIN menu m ON m.id = p.menu
	CROSS JOIN client c ON c.id = e.client CROSS JOIN agent a ON a.id = c.agent
	LEFT JOIN referrer f ON f.id = e.referrer `

// The events of a run, and those of a user that have no run yet, in load order.
const (
	trackOfRun  = "FROM event" + trackTables + "WHERE e.rowid BETWEEN ? AND ?"
	trackOfTail = "FROM tail" + trackTables + "WHERE e.user = ?"
)

type trackReader struct {
	site      *analysis.Site
	events    []Event
	requests  map[int64]request
	clients   map[int64]*Client
	referrers map[int64]string
}

// request is a request with its page as the analysis sees it.
type request struct {
	*Request
	page page
}

func (t *trackReader) read(ctx context.Context, db sqlite.Querier, from string, args ...any) error {
	return sqlite.Batch(ctx, db, trackColumns, from, args, func(v []driver.Value) error {
		integer := func(column int) int64 { return v[column].(int64) }
		if integer(23) != 0 { // a text that is named by number and is not there
			return sqlite.Damaged("item, menu and referrer")
		}
		request := t.request(integer(1), v)
		client := t.client(integer(2), v)
		t.events = append(t.events, Event{
			Event:   request.page.event(t.site, integer(0), int32(integer(1)), int32(integer(2)), int(integer(4)), integer(3) != 0, client.Robot),
			Request: request.Request, Client: client, Referrer: t.referrer(integer(3), v),
			Status: int(integer(4)), Bytes: integer(5), Source: int(integer(6)), Line: integer(7), Reading: -1,
		})
		return nil
	})
}

func (t *trackReader) request(id int64, v []driver.Value) request {
	if known, ok := t.requests[id]; ok {
		return known
	}
	page := page{
		item: int32(v[15].(int64)), menu: int32(v[16].(int64)),
		level: analysis.Level(max(slices.Index(levelNames[:], v[17].(string)), 0)), shown: viewRule(v[20].(int64)), login: login(v[22].(int64)),
	}
	for column, trait := range map[int]analysis.Traits{18: analysis.Static, 19: analysis.Logout} {
		if v[column].(int64) != 0 {
			page.traits |= trait
		}
	}
	if clickKind(v[21].(int64)) != noClick {
		page.traits |= clickTraits(v[8].(string))
	}
	text := func(column int) string { return strings.Clone(v[column].(string)) }
	added := request{&Request{Action: text(8), Target: text(9), Item: text(10), Menu: text(11)}, page}
	t.requests[id] = added
	return added
}

func (t *trackReader) client(id int64, v []driver.Value) *Client {
	known, ok := t.clients[id]
	if !ok {
		agent := strings.Clone(v[13].(string))
		known = &Client{Address: strings.Clone(v[12].(string)), Agent: agent, Robot: t.site.IsRobot(agent)}
		t.clients[id] = known
	}
	return known
}

func (t *trackReader) referrer(id int64, v []driver.Value) string {
	known, ok := t.referrers[id]
	if !ok {
		known = strings.Clone(v[14].(string))
		t.referrers[id] = known
	}
	return known
}

// Cut cuts the track into sessions that end after this timeout, in place of those of the case's own, and finds how long each view
// was read, as the analysis does.
func (t *Track) Cut(timeout time.Duration) {
	t.Sessions = nil
	for i := range t.Events {
		t.Events[i].Reading = -1
	}
	events := make([]analysis.Event, len(t.Events))
	for i := range t.Events {
		events[i] = t.Events[i].Event
	}
	starts := append(analysis.CutSessions(events, timeout, nil), len(events))
	for s := range starts[:len(starts)-1] {
		session := Session{First: starts[s], End: starts[s+1]}
		for i := session.First; i < session.End; i++ {
			if t.Events[i].Traits.Has(analysis.View) {
				session.Views++
			}
		}
		analysis.EachReading(events[session.First:session.End], func(view int, milliseconds int64) {
			t.Events[session.First+view].Reading = milliseconds
		})
		t.Sessions = append(t.Sessions, session)
	}
}
