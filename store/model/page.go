package model

import (
	"strings"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/internal/hugepage"
)

// Page is what the site description makes of a request of the case.
type Page struct {
	Item, Menu int32 // numbers in pages.items and pages.menus, analysis.None for none
	Level      web.Level
	Traits     web.Traits
	Shown      ViewRule
	Login      Login
	Alone      bool // one user alone asked for its path; known when all metrics are derived
}

// ViewRule says when a request of a page is a view.
type ViewRule uint8

const (
	never    ViewRule = iota
	answered          // when its status says so
	always            // but for an answer that refuses it
)

// Login says what a request has to do with logging in.
type Login uint8

const (
	noLogin   Login = iota
	askLogin        // it asks for the login page
	sendLogin       // it may carry a password
)

// Pages holds a page for each request, by number; the number 0 is none.
type Pages struct {
	OfRequest   []Page
	Items       *ItemNames
	Menus       *Dictionary[string]
	Sequences   []web.Sequence // by request
	Paths       []int32        // by request: the number of its path, 0 of a click
	pathNumbers *internTable   // nil where the item is the path
	Site        *web.Site
	Logins      bool // the formats say of some requests that they are logins, and how they ended
	*Clients

	Embedded  Embedded
	Templates map[string]bool     // of what is embedded, where that is known before the requests are placed
	Finder    *web.EmbeddedFinder // where it is not
	order     *sequences          // while requests are placed
	key       []byte              // scratch
}

// NewPages are the pages of a site of which no request is placed yet.
func NewPages(site *web.Site) *Pages {
	p := &Pages{OfRequest: make([]Page, 1), Items: newItemNames(), Menus: NewDictionary[string](),
		Sequences: make([]web.Sequence, 1), Paths: make([]int32, 1), Site: site, order: newSequences()}
	if site.HasPages() {
		paths := newInternTable()
		p.pathNumbers = &paths
	}
	return p
}

// EndPlacing frees what only the placing of requests needs.
func (p *Pages) EndPlacing() { p.order = nil }

// Place asks the site what the next request means. The texts are good only during the call.
func (p *Pages) Place(action, target, menu string, click ClickKind, how Ending) {
	p.PlaceOnly(action, target, menu, click, how)
	var sequence web.Sequence
	if click == NoClick {
		sequence = p.order.sequence(target)
	}
	p.Sequences = hugepage.Append(p.Sequences, sequence)
}

// PlaceOnly is Place without what requests count up, which a [SequenceQueue] may number beside it.
func (p *Pages) PlaceOnly(action, target, menu string, click ClickKind, how Ending) {
	p.Logins = p.Logins || how.isLogin()
	if click == NoClick {
		place := p.Site.Place(target)
		p.mayEmbed(target, &place)
		p.OfRequest = hugepage.Append(p.OfRequest, how.Applied(p.placeURL(place, action)))
		p.Paths = hugepage.Append(p.Paths, p.path(target))
		return
	}
	p.OfRequest = hugepage.Append(p.OfRequest, how.Applied(p.placeClick(action, target, menu, click)))
	p.Paths = hugepage.Append(p.Paths, 0)
	if p.Finder != nil {
		p.Finder.Click()
	}
}

// path numbers the path of the request that was placed last.
func (p *Pages) path(target string) int32 {
	if p.pathNumbers == nil { // to number it again would cost its text once more
		return p.OfRequest[len(p.OfRequest)-1].Item
	}
	return p.pathNumbers.number(web.Path(target))
}

func (p *Pages) placeURL(place web.Page, action string) Page {
	result := Page{Item: web.None, Menu: web.None, Level: place.Level}
	if place.Static {
		result.Traits |= web.Static
	}
	if place.Logout {
		result.Traits |= web.Logout
	}
	switch {
	case place.Login && web.MaySendLogin(action):
		result.Login = sendLogin
	case place.Login:
		result.Login = askLogin
	}
	if !place.Named {
		return result
	}
	result.Item, result.Menu = p.item(place.Item), NumberIn(p.Menus, place.Menu)
	if action == "GET" && !place.Static {
		result.Shown = answered
	}
	return result
}

// item numbers the item of the request that is being placed.
func (p *Pages) item(name string) int32 { return p.Items.Of(int32(len(p.OfRequest)), name) }

func (p *Pages) placeClick(action, item, menu string, click ClickKind) Page {
	result := Page{Item: web.None, Menu: NumberIn(p.Menus, menu), Traits: ClickTraits(action)}
	if click == ItemClick {
		result.Item = p.item(item)
		if !strings.HasPrefix(item, "/") || !p.Site.Place(item).Static { // a picture is no view, whoever reports it
			result.Shown = always
		}
	}
	return result
}

// ClickTraits are the traits of a click event by its name.
func ClickTraits(action string) web.Traits {
	if strings.EqualFold(action, "purchase") {
		return web.Click | web.Purchase
	}
	return web.Click
}

// NumberIn is the number of a text, which it gets if it has none. The text is good only during the call.
func NumberIn(d *Dictionary[string], text string) int32 {
	if id := d.Find([]byte(text)); id != 0 {
		return id
	}
	return d.add([]byte(text), itself)
}

// Know reports whether an event of the case can be of this request and this client.
func (p *Pages) Know(request, client int64) bool {
	return request > 0 && request < int64(len(p.OfRequest)) && client > 0 && client < int64(len(p.Robots))
}

// Event reduces an event of the case to what the analysis looks at.
func (p *Pages) Event(time, request, client, status, referrer int64) web.Event {
	page := &p.OfRequest[request]
	event := page.Event(p.Site, time, int32(request), int32(client), int(status), referrer != 0, p.Robots[client])
	event.Referrer = int32(referrer)
	return event
}

// Event is what the analysis looks at of a request of this page; referred: it names a referrer, robot: its client is
// one.
func (p *Page) Event(site *web.Site, time int64, request, client int32, status int, referred, robot bool) web.Event {
	traits := p.Traits
	if p.Shown == always && status < 400 || p.Shown == answered && web.IsViewStatus(status) {
		traits |= web.View
	}
	if web.IsClientError(status) {
		traits |= web.ClientErrors
	}
	if p.Login != noLogin && !traits.Has(web.LoginFailed) && !traits.Has(web.LoginPassed) {
		traits |= site.LoginOutcome(p.Login == sendLogin, status)
	}
	if referred {
		traits |= web.Referred
	}
	if robot {
		traits |= web.Robot
	}
	return web.Event{
		Time: time, Item: p.Item, Menu: p.Menu, Client: client, Request: request, Level: p.Level, Traits: traits,
	}
}

// LevelNames are the levels as the case shows them.
var LevelNames = [...]string{web.LevelUnknown: "unknown", web.LevelSummary: "summary", web.LevelDetail: "detail"}

// MarkAlone marks the requests whose paths one user alone asked for, when all users have been added to an index.
func (p *Pages) MarkAlone(index *analysis.AddressIndex) {
	for request := range p.OfRequest {
		p.OfRequest[request].Alone = index.OneAsked(int32(request))
	}
}
