package store

import (
	"context"
	"database/sql/driver"
	"strings"

	"spoor/analysis"
	"spoor/store/sqlite"
)

// page is what the site description makes of a request of the case.
type page struct {
	item, menu int32 // numbers in pages.items and pages.menus, analysis.None for none
	level      analysis.Level
	traits     analysis.Traits
	shown      viewRule
	login      login
	alone      bool // one user alone asked for its path; known when all metrics are derived
}

// viewRule says when a request of a page is a view.
type viewRule uint8

const (
	never    viewRule = iota
	answered          // when its status says so
	always            // but for an answer that refuses it
)

// login says what a request has to do with logging in.
type login uint8

const (
	noLogin   login = iota
	askLogin        // it asks for the login page
	sendLogin       // it may carry a password
)

// pages holds a page for each request, by number; the number 0 is none.
type pages struct {
	ofRequest   []page
	items       *itemNames
	menus       *dictionary[string]
	sequences   []analysis.Sequence // by request
	paths       []int32             // by request: the number of its path, 0 of a click
	pathNumbers *internTable        // nil where the item is the path
	site        *analysis.Site
	logins      bool // the formats say of some requests that they are logins, and how they ended
	*clients

	embedded  embedded
	templates map[string]bool          // of what is embedded, where that is known before the requests are placed
	finder    *analysis.EmbeddedFinder // where it is not
	order     *sequences               // while requests are placed
	key       []byte                   // scratch
}

// newPages are the pages of a site of which no request is placed yet.
func newPages(site *analysis.Site) *pages {
	p := &pages{ofRequest: make([]page, 1), items: newItemNames(), menus: newDictionary[string](), sequences: make([]analysis.Sequence, 1),
		paths: make([]int32, 1), site: site, order: newSequences()}
	if site.HasPages() {
		paths := newInternTable()
		p.pathNumbers = &paths
	}
	return p
}

// placeRequests asks the site what each request of the case means.
func placeRequests(ctx context.Context, db sqlite.Querier, site *analysis.Site) (*pages, error) {
	p := newPages(site)
	if err := p.beginEmbedded(ctx, db); err != nil {
		return nil, err
	}
	take := func(v []driver.Value) error {
		p.place(v[0].(string), v[1].(string), v[3].(string), clickKind(v[2].(int64)), parseEnding(v[4].(string), v[5].(string)))
		return nil
	}
	err := batchNumbered(ctx, db, []string{"action", "target", "click", "coalesce(menu, '')", "coalesce(kind, '')", "coalesce(outcome, '')"}, "request", take)
	if err != nil {
		return nil, err
	}
	p.order = nil
	if p.clients, err = readClients(ctx, db, site); err != nil || p.finder == nil {
		return p, err
	}
	return p, p.findEmbedded(ctx, db)
}

// place asks the site what the next request means. The texts may be SQLite's memory.
func (p *pages) place(action, target, menu string, click clickKind, how ending) {
	p.logins = p.logins || how.isLogin()
	if click == noClick {
		place := p.site.Place(target)
		p.mayEmbed(target, &place)
		p.ofRequest = append(p.ofRequest, how.applied(p.placeURL(place, action)))
		p.sequences = append(p.sequences, p.order.sequence(target))
		p.paths = append(p.paths, p.path(target))
		return
	}
	p.ofRequest = append(p.ofRequest, how.applied(p.placeClick(action, target, menu, click)))
	p.sequences = append(p.sequences, analysis.Sequence{})
	p.paths = append(p.paths, 0)
	if p.finder != nil {
		p.finder.Click()
	}
}

// path numbers the path of the request that was placed last.
func (p *pages) path(target string) int32 {
	if p.pathNumbers == nil { // to number it again would cost its text once more
		return p.ofRequest[len(p.ofRequest)-1].item
	}
	return p.pathNumbers.number(analysis.Path(target))
}

func (p *pages) placeURL(place analysis.Page, action string) page {
	result := page{item: analysis.None, menu: analysis.None, level: place.Level}
	if place.Static {
		result.traits |= analysis.Static
	}
	if place.Logout {
		result.traits |= analysis.Logout
	}
	switch {
	case place.Login && analysis.MaySendLogin(action):
		result.login = sendLogin
	case place.Login:
		result.login = askLogin
	}
	if !place.Named {
		return result
	}
	result.item, result.menu = p.item(place.Item), number(p.menus, place.Menu)
	if action == "GET" && !place.Static {
		result.shown = answered
	}
	return result
}

// item numbers the item of the request that is being placed.
func (p *pages) item(name string) int32 { return p.items.of(int32(len(p.ofRequest)), name) }

func (p *pages) placeClick(action, item, menu string, click clickKind) page {
	result := page{item: analysis.None, menu: number(p.menus, menu), traits: clickTraits(action)}
	if click == itemClick {
		result.item = p.item(item)
		if !strings.HasPrefix(item, "/") || !p.site.Place(item).Static { // a picture is no view, whoever reports it
			result.shown = always
		}
	}
	return result
}

// clickTraits are the traits of a click event by its name.
func clickTraits(action string) analysis.Traits {
	if strings.EqualFold(action, "purchase") {
		return analysis.Click | analysis.Purchase
	}
	return analysis.Click
}

func number(d *dictionary[string], text string) int32 {
	if id := d.find([]byte(text)); id != 0 {
		return id
	}
	text = strings.Clone(text) // it may be SQLite's memory
	return d.add([]byte(text), text)
}

// know reports whether an event of the case can be of this request and this client.
func (p *pages) know(request, client int64) bool {
	return request > 0 && request < int64(len(p.ofRequest)) && client > 0 && client < int64(len(p.robots))
}

// event reduces an event of the case to what the analysis looks at.
func (p *pages) event(time, request, client, status, referrer int64) analysis.Event {
	event := p.ofRequest[request].event(p.site, time, int32(request), int32(client), int(status), referrer != 0, p.robots[client])
	event.Referrer = int32(referrer)
	return event
}

func (p *page) event(site *analysis.Site, time int64, request, client int32, status int, referred, robot bool) analysis.Event {
	traits := p.traits
	if p.shown == always && status < 400 || p.shown == answered && analysis.IsViewStatus(status) {
		traits |= analysis.View
	}
	if analysis.IsClientError(status) {
		traits |= analysis.ClientErrors
	}
	if p.login != noLogin && !traits.Has(analysis.LoginFailed) && !traits.Has(analysis.LoginPassed) {
		traits |= site.LoginOutcome(p.login == sendLogin, status)
	}
	if referred {
		traits |= analysis.Referred
	}
	if robot {
		traits |= analysis.Robot
	}
	return analysis.Event{Time: time, Item: p.item, Menu: p.menu, Client: client, Request: request, Level: p.level, Traits: traits}
}

// levelNames are the levels as the case shows them.
var levelNames = [...]string{analysis.LevelUnknown: "unknown", analysis.LevelSummary: "summary", analysis.LevelDetail: "detail"}

const pageSchema = `
DROP TABLE IF EXISTS page; DROP TABLE IF EXISTS item; DROP TABLE IF EXISTS menu;
CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE menu (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE page ( -- what the site description makes of a request
	request INTEGER PRIMARY KEY REFERENCES request,
	item    INTEGER REFERENCES item,
	menu    INTEGER REFERENCES menu,
	level   TEXT    NOT NULL,
	static  INTEGER NOT NULL, -- 1: loaded by the browser, not by the user
	logout  INTEGER NOT NULL, -- 1: ends the session
	shown   INTEGER NOT NULL, -- 0: never a view, 1: a view when answered 2xx or 304, 2: always a view
	login   INTEGER NOT NULL, -- 1: asks for the login page, 2: may carry a password
	alone   INTEGER NOT NULL  -- 1: one user alone had asked for its path when the metrics were derived
) STRICT;`

// markAlone marks the requests whose paths one user alone asked for, when all users have been added to an index.
func (p *pages) markAlone(index *analysis.AddressIndex) {
	for request := range p.ofRequest {
		p.ofRequest[request].alone = index.OneAsked(int32(request))
	}
}

// after are the rows of the tables behind those that there are of each, without the items whose names are long.
func (p *pages) after(items, menus, requests int) []sqlite.Rows {
	pages := sqlite.Rows{
		Into:  "page (request, item, menu, level, static, logout, shown, login, alone)",
		Count: len(p.ofRequest) - 1,
		Put: func(i int, to sqlite.Values) {
			page := &p.ofRequest[i+1]
			to.Integer(int64(i + 1))
			unless(page.item == analysis.None, int64(page.item), to)
			unless(page.menu == analysis.None, int64(page.menu), to)
			to.Text(levelNames[page.level])
			to.Integer(flag(page.traits.Has(analysis.Static)))
			to.Integer(flag(page.traits.Has(analysis.Logout)))
			to.Integer(int64(page.shown))
			to.Integer(int64(page.login))
			to.Integer(flag(page.alone))
		},
	}
	return []sqlite.Rows{p.items.after(items), plainTexts("menu (id, name)", 1, p.menus.added).After(menus), pages.After(requests)}
}
