package model

import (
	"cmp"
	"slices"

	"spoor/analysis"
	"spoor/analysis/predicate"
	"spoor/analysis/stats"
	"spoor/analysis/web"
)

// Numbering gives the texts of records numbers as they come, and so makes of records the events that the analysis looks
// at. Its numbers mean nothing in another numbering. It is not for use by more than one goroutine at a time.
type Numbering struct {
	Dictionaries *Dictionaries
	Pages        *Pages
	Clients      *ClientNumbers
	Frozen       bool // what has no number yet gets none

	Request func(id int32, e *RequestEntry) // is told of each new request; may be nil
	Client  func(id int32)                  // likewise, of each new client
	Tables  *analysis.OwnTables             // is told of everything new; may be nil
	Own     *OwnKnowledge                   // that the tables want
	Firsts  map[int32]RecordPlace           // where each request stands first in the logs; nil: nobody asks
}

// NewNumbering has no number yet. templates are those of embedded requests.
func NewNumbering(site *web.Site, templates map[string]bool) *Numbering {
	n := &Numbering{Dictionaries: NewDictionaries(), Pages: NewPages(site), Clients: NewClientNumbers(site)}
	n.Pages.Clients = n.Clients.Clients
	n.Pages.Templates = templates
	return n
}

// NumberRequest is the number of a request, which it gets if it has none.
func (n *Numbering) NumberRequest(action, target, menu []byte, click ClickKind, how Ending) int32 {
	request := n.Dictionaries.Request(action, target, menu, click, how)
	if int(request) == len(n.Pages.OfRequest) {
		n.addRequest(request)
	}
	return request
}

// NumberRecord is the number of the request of a record.
func (n *Numbering) NumberRecord(r *Record) int32 {
	how, click := ParseEnding(string(r.Kind), string(r.Outcome)), ClickKind(min(r.Click, uint8(ItemClick)))
	return n.NumberRequest(r.Action, r.Target, r.Menu, click, how)
}

// NumberClient is the number of a client, which it gets if it has none.
func (n *Numbering) NumberClient(address, agent []byte) int32 {
	client := n.Dictionaries.Client(address, agent)
	if int(client) == len(n.Clients.Robots) {
		n.addClient(client)
	}
	return client
}

// RecordPlace is where a record stands in the logs.
type RecordPlace struct{ Source, Line int64 }

// NoteFirst notes where a request stands, if that is before where it has been seen.
func (n *Numbering) NoteFirst(request int32, at RecordPlace) {
	first, found := n.Firsts[request]
	if !found || at.Source < first.Source || at.Source == first.Source && at.Line < first.Line {
		n.Firsts[request] = at
	}
}

// InLogOrder are the numbers of the requests in the order in which they stand first in the logs.
func (n *Numbering) InLogOrder() []int32 {
	requests := make([]int32, 0, len(n.Firsts))
	for request := range n.Firsts {
		requests = append(requests, request)
	}
	slices.SortFunc(requests, func(a, b int32) int {
		x, y := n.Firsts[a], n.Firsts[b]
		return cmp.Or(cmp.Compare(x.Source, y.Source), cmp.Compare(x.Line, y.Line), cmp.Compare(a, b))
	})
	return requests
}

// addRequest places the request that was numbered last.
func (n *Numbering) addRequest(id int32) {
	e := &n.Dictionaries.Requests.Added[id-1]
	n.Pages.Place(e.Action, e.Target, e.Menu, e.Click, e.Ending)
	if n.Request != nil {
		n.Request(id, e)
	}
	if n.Tables != nil {
		n.tellRequest(id, e)
	}
}

func (n *Numbering) addClient(id int32) {
	for n.Clients.AgentCount <= n.Dictionaries.Agents.Count() {
		n.Clients.AddAgent(n.Dictionaries.Agents.Added[n.Clients.AgentCount-1])
	}
	e := &n.Dictionaries.Clients.Added[id-1]
	n.Clients.Add(int64(e.Agent), e.Address)
	if n.Client != nil {
		n.Client(id)
	}
	if n.Tables != nil {
		e := analysis.NewClientPart(e.Address, n.Dictionaries.Agents.Added[e.Agent-1])
		n.Tables.Tell(predicate.Client, id, &e)
		stats.Put(&n.Own.Networks, id, numberOrNone(n.Own.Network, e.Network))
	}
}

// Item is the name of an item.
func (n *Numbering) Item(id int32) string {
	if id == web.None {
		return ""
	}
	if name := n.Pages.Items.Short[id-1]; name != "" {
		return name
	}
	if place, isLong := n.Pages.Items.FindLong(id); isLong {
		e := &n.Dictionaries.Requests.Added[n.Pages.Items.Long[place].Request-1]
		return ItemName(n.Pages.Site, e.Target, e.Click)
	}
	return ""
}

// Menu is the name of a menu.
func (n *Numbering) Menu(id int32) string {
	if id == web.None {
		return ""
	}
	return n.Pages.Menus.Added[id-1]
}
