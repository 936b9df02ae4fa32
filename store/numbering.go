package store

import (
	"cmp"
	"slices"

	"spoor/analysis"
	"spoor/analysis/predicate"
)

// numbering gives the texts of records numbers as they come, and so makes of records the events that the analysis looks at. Its numbers
// agree with those of no other numbering. It is not for use by more than one goroutine at a time.
type numbering struct {
	d       *dictionaries
	pages   *pages
	clients *clientNumbers
	frozen  bool // what has no number yet gets none

	request func(id int32, e *requestEntry) // is told of each new request; may be nil
	client  func(id int32)                  // likewise, of each new client
	tables  *analysis.OwnTables             // is told of everything new; may be nil
	facts   *ownFacts                       // that the tables want
	firsts  map[int32]recordPlace           // where each request stands first in the logs; nil: nobody asks
}

func newNumbering(site *analysis.Site, templates map[string]bool) *numbering {
	n := &numbering{d: newDictionaries(), pages: newPages(site), clients: newClientNumbers(site)}
	n.pages.clients = n.clients.clients
	n.pages.templates = templates
	return n
}

// event is the event of a record. It is not ok where the numbering is frozen and something has no number.
func (n *numbering) event(r *Record) (e analysis.Event, ok bool) {
	how, click := parseEnding(string(r.Kind), string(r.Outcome)), clickKind(min(r.Click, uint8(itemClick)))
	if n.frozen && !n.knows(r, click, how) {
		return e, false
	}
	request := n.d.request(r.Action, r.Target, r.Menu, click, how)
	if int(request) == len(n.pages.ofRequest) {
		n.addRequest(request)
	}
	if n.firsts != nil {
		n.noteFirst(request, recordPlace{r.Source, r.Line})
	}
	client := n.d.client(r.Address, r.Agent)
	if int(client) == len(n.clients.robots) {
		n.addClient(client)
	}
	referrer := n.d.referrer(r.Referrer)
	if n.tables != nil {
		n.tellReferrer(referrer)
	}
	return n.pages.event(r.Time, int64(request), int64(client), r.Status, int64(referrer)), true
}

// recordPlace is where a record stands in the logs.
type recordPlace struct{ source, line int64 }

func (n *numbering) noteFirst(request int32, at recordPlace) {
	first, found := n.firsts[request]
	if !found || at.source < first.source || at.source == first.source && at.line < first.line {
		n.firsts[request] = at
	}
}

// inLogOrder are the numbers of the requests in the order in which they stand first in the logs.
func (n *numbering) inLogOrder() []int32 {
	requests := make([]int32, 0, len(n.firsts))
	for request := range n.firsts {
		requests = append(requests, request)
	}
	slices.SortFunc(requests, func(a, b int32) int {
		x, y := n.firsts[a], n.firsts[b]
		return cmp.Or(cmp.Compare(x.source, y.source), cmp.Compare(x.line, y.line), cmp.Compare(a, b))
	})
	return requests
}

func (n *numbering) knows(r *Record, click clickKind, how ending) bool {
	return n.d.requests.find(n.d.requestKey(r.Action, r.Target, r.Menu, click, how)) != 0 &&
		(len(r.Referrer) == 0 || n.d.referrers.find(r.Referrer) != 0) &&
		n.knowsClient(r)
}

// addRequest places the request that was numbered last.
func (n *numbering) addRequest(id int32) {
	e := &n.d.requests.added[id-1]
	n.pages.place(e.action, e.target, e.menu, e.click, e.ending)
	if n.request != nil {
		n.request(id, e)
	}
	if n.tables != nil {
		n.tellRequest(id, e)
	}
}

func (n *numbering) addClient(id int32) {
	for n.clients.agentCount <= n.d.agents.count() {
		n.clients.addAgent(n.d.agents.added[n.clients.agentCount-1])
	}
	e := &n.d.clients.added[id-1]
	n.clients.add(int64(e.agent), e.address)
	if n.client != nil {
		n.client(id)
	}
	if n.tables != nil {
		e := analysis.NewClientPart(e.address, n.d.agents.added[e.agent-1])
		n.tables.Tell(predicate.Client, id, &e)
		set(&n.facts.networks, id, orNone(n.facts.network, e.Network))
	}
}

// detail is what rules of one's own look at of a record besides.
func (n *numbering) detail(r *Record, e *analysis.Event) analysis.Detail {
	return analysis.Detail{Bytes: max(r.Bytes, 0), Referrer: e.Referrer, Source: int32(r.Source), Status: int16(r.Status)}
}

// item is the name of an item.
func (n *numbering) item(id int32) string {
	if id == analysis.None {
		return ""
	}
	if name := n.pages.items.short[id-1]; name != "" {
		return name
	}
	if place, isLong := n.pages.items.findLong(id); isLong {
		e := &n.d.requests.added[n.pages.items.long[place].request-1]
		return itemName(n.pages.site, e.target, e.click)
	}
	return ""
}

// menu is the name of a menu.
func (n *numbering) menu(id int32) string {
	if id == analysis.None {
		return ""
	}
	return n.pages.menus.added[id-1]
}

func (n *numbering) knowsClient(r *Record) bool {
	agent := n.d.agents.find(r.Agent)
	return n.pages.finder != nil || agent != 0 && n.d.clients.find(n.d.clientKey(r.Address, agent)) != 0
}
