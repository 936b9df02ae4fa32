package store

import (
	"context"
	"database/sql/driver"
	"slices"
	"strings"

	"spoor/analysis/web"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// trackColumn is a column of what trackReader takes.
type trackColumn int

// The columns of an event, of its request and of who sent it.
const (
	trackTime trackColumn = iota
	trackRequest
	trackClient
	trackReferrer
	trackStatus
	trackBytes
	trackSource
	trackLine

	trackAction
	trackTarget
	trackClick
	trackItem
	trackItemName
	trackMenu
	trackMenuName
	trackLevel
	trackStatic
	trackLogout
	trackLogin
	trackShown
	trackKind
	trackOutcome

	trackAddress
	trackAgent
	trackReferrerURL
	trackMissing
)

// trackColumns are the expressions of the columns. The texts come with every event but are copied once for each
// request, client and referrer.
var trackColumns = []string{
	trackTime:     "e.ts",
	trackRequest:  "e.request",
	trackClient:   "e.client",
	trackReferrer: "coalesce(e.referrer, 0)",
	trackStatus:   "coalesce(e.status, 0)",
	trackBytes:    "coalesce(e.bytes, -1)",
	trackSource:   "e.source",
	trackLine:     "e.line",

	trackAction:   "r.action",
	trackTarget:   "r.target",
	trackClick:    "r.click",
	trackItem:     "coalesce(p.item, -1)",
	trackItemName: "coalesce(i.name, '')",
	trackMenu:     "coalesce(p.menu, -1)",
	trackMenuName: "coalesce(m.name, '')",
	trackLevel:    "p.level",
	trackStatic:   "p.static",
	trackLogout:   "p.logout",
	trackLogin:    "p.login",
	trackShown:    "p.shown",
	trackKind:     "coalesce(r.kind, '')",
	trackOutcome:  "coalesce(r.outcome, '')",

	trackAddress:     "c.ip",
	trackAgent:       "a.name",
	trackReferrerURL: "coalesce(f.url, '')",
	// How many texts an event names by number that are missing.
	trackMissing: "(p.item IS NOT NULL AND i.id IS NULL) + (p.menu IS NOT NULL AND m.id IS NULL) + " +
		"(e.referrer IS NOT NULL AND f.id IS NULL)",
}

// trackRow is a row of trackColumns.
type trackRow []driver.Value

func (r trackRow) integer(column trackColumn) int64 { return r[column].(int64) }

// text is valid as long as the row is.
func (r trackRow) text(column trackColumn) string { return r[column].(string) }

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
	site      *web.Site
	events    []model.Event
	requests  map[int64]request
	clients   map[int64]*model.Client
	referrers map[int64]string
}

func newTrackReader(site *web.Site) *trackReader {
	return &trackReader{
		site: site, requests: map[int64]request{}, clients: map[int64]*model.Client{}, referrers: map[int64]string{},
	}
}

// request is a request with its page as the analysis sees it.
type request struct {
	*model.Request
	page model.Page
}

func (t *trackReader) read(ctx context.Context, db sqlite.Querier, from string, args ...any) error {
	return sqlite.Batch(ctx, db, trackColumns, from, args, func(v []driver.Value) error {
		event, err := t.event(trackRow(v))
		t.events = append(t.events, event)
		return err
	})
}

func (t *trackReader) event(row trackRow) (model.Event, error) {
	if row.integer(trackMissing) != 0 {
		return model.Event{}, sqlite.Damaged("item, menu and referrer")
	}
	id, sender, status := row.integer(trackRequest), row.integer(trackClient), int(row.integer(trackStatus))
	request, client := t.request(id, row), t.client(sender, row)
	referred := row.integer(trackReferrer) != 0
	return model.Event{
		Event:   request.page.Event(t.site, row.integer(trackTime), int32(id), int32(sender), status, referred, client.Robot),
		Request: request.Request, Client: client, Referrer: t.referrer(row.integer(trackReferrer), row),
		Status: status, Bytes: row.integer(trackBytes), Reading: -1,
		Source: int(row.integer(trackSource)), Line: row.integer(trackLine),
	}, nil
}

func (t *trackReader) request(id int64, row trackRow) request {
	if known, ok := t.requests[id]; ok {
		return known
	}
	page := model.Page{
		Item: int32(row.integer(trackItem)), Menu: int32(row.integer(trackMenu)),
		Level: web.Level(max(slices.Index(model.LevelNames[:], row.text(trackLevel)), 0)),
		Shown: model.ViewRule(row.integer(trackShown)), Login: model.Login(row.integer(trackLogin)),
	}
	if row.integer(trackStatic) != 0 {
		page.Traits |= web.Static
	}
	if row.integer(trackLogout) != 0 {
		page.Traits |= web.Logout
	}
	if model.ClickKind(row.integer(trackClick)) != model.NoClick {
		page.Traits |= model.ClickTraits(row.text(trackAction))
	}
	text := func(column trackColumn) string { return strings.Clone(row.text(column)) }
	added := request{&model.Request{
		Action: text(trackAction), Target: text(trackTarget), Item: text(trackItemName), Menu: text(trackMenuName),
		Kind: text(trackKind), Outcome: text(trackOutcome),
	}, model.ParseEnding(row.text(trackKind), row.text(trackOutcome)).Applied(page)}
	t.requests[id] = added
	return added
}

func (t *trackReader) client(id int64, row trackRow) *model.Client {
	known, ok := t.clients[id]
	if !ok {
		agent := strings.Clone(row.text(trackAgent))
		known = &model.Client{Address: strings.Clone(row.text(trackAddress)), Agent: agent, Robot: t.site.IsRobot(agent)}
		t.clients[id] = known
	}
	return known
}

func (t *trackReader) referrer(id int64, row trackRow) string {
	known, ok := t.referrers[id]
	if !ok {
		known = strings.Clone(row.text(trackReferrerURL))
		t.referrers[id] = known
	}
	return known
}
