package model

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"spoor/analysis"
	"spoor/analysis/web"
)

// Pivots turn a case round: not what a user did, but which users looked at an item, came from an address or used an
// agent.
type Pivots struct {
	Window    analysis.Window // what they tell of
	Items     []Item          // those that were viewed, the most viewed first
	Addresses []Address       // the one with the most events first
	Agents    []Agent         // the one with the most events first
}

// Item is a piece of content that was viewed.
type Item struct {
	Name      string
	Menu      string // empty: none
	Title     string // as the catalogue has it; empty: it has none
	Views     int
	Summaries int // of the views, those of the summary
	Details   int // of the views, those of the detail
	Last      int64
	Visits    []Visit // by number of the user; they count views
}

// Address is where events came from.
type Address struct {
	Name     string
	Events   int
	Sessions int // that have an event from there
	Agents   int // that were used there
	Refused  int // events that were answered 4xx
	Last     int64
	Visits   []Visit // by number of the user; they count events
}

// Agent is the program that events came by. Its name may be empty.
type Agent struct {
	Name   string
	Robot  bool // it declares itself one
	Events int
	Visits []Visit // by number of the user; they count events
}

// Visit is what one user had to do with an item, an address or an agent.
type Visit struct {
	User        analysis.UserNumber
	Count       int32
	First, Last int64 // UTC milliseconds
}

// fieldTitle is what the catalogue commonly calls the name of an item.
const fieldTitle = "title"

// PivotBuilder gathers pivots while users go by.
type PivotBuilder struct {
	pages                 *Pages
	Order                 []int32  // of the requests, as they came; nil: that of their numbers
	ItemNames, AgentNames []string // by number

	items, addresses, agents visitCounter

	summaries, details []int32 // by item
	refused, sessions  []int32 // by address
	session            int32   // the number of the session at hand, from 1
	within             []int32 // by address: the last session that had an event from there
	used               []bool  // by client
	starts             []int
}

// NewPivotBuilder has seen no user yet.
func NewPivotBuilder(p *Pages) *PivotBuilder {
	items, addresses := p.Items.Count()+1, len(p.Names)
	return &PivotBuilder{
		pages: p,
		items: newVisitCounter(items), summaries: make([]int32, items), details: make([]int32, items),
		addresses: newVisitCounter(addresses), refused: make([]int32, addresses), sessions: make([]int32, addresses),
		within: make([]int32, addresses), agents: newVisitCounter(p.AgentCount), used: make([]bool, len(p.Robots)),
	}
}

// Add takes everything that a user did, in time order.
func (t *PivotBuilder) Add(user analysis.UserNumber, events []web.Event, timeout time.Duration) {
	t.starts = analysis.CutSessions(events, timeout, t.starts[:0])
	next := 0
	for i := range events {
		e := &events[i]
		if next < len(t.starts) && t.starts[next] == i {
			t.session++
			next++
		}
		t.source(user, e)
		if !e.Traits.Has(web.View) || e.Item == web.None {
			continue
		}
		t.items.add(e.Item, user, e.Time)
		switch e.Level {
		case web.LevelSummary:
			t.summaries[e.Item]++
		case web.LevelDetail:
			t.details[e.Item]++
		}
	}
	t.items.next()
	t.addresses.next()
	t.agents.next()
}

// source notes where an event came from.
func (t *PivotBuilder) source(user analysis.UserNumber, e *web.Event) {
	t.used[e.Client] = true
	t.agents.add(t.pages.Agents[e.Client], user, e.Time)
	address := t.pages.Addresses[e.Client]
	if address == 0 {
		return
	}
	t.addresses.add(address, user, e.Time)
	if e.Traits.Has(web.ClientErrors) {
		t.refused[address]++
	}
	if t.within[address] != t.session {
		t.within[address] = t.session
		t.sessions[address]++
	}
}

// ItemList are the items that were viewed, with the titles of the catalogue. It can be asked for once.
func (t *PivotBuilder) ItemList(catalogue []Facts) []Item {
	titles := map[string]string{}
	for _, facts := range catalogue {
		titles[facts.Key] = facts.Fields[fieldTitle]
	}
	menus := t.pages.itemMenus(t.Order)
	var list []Item
	for id, visits := range t.items.visits() {
		if len(visits) == 0 {
			continue
		}
		name := t.ItemNames[id]
		item := Item{
			Name: name, Title: titles[name], Menu: menus[id],
			Summaries: int(t.summaries[id]), Details: int(t.details[id]), Visits: visits,
		}
		item.Views, item.Last = addUp(visits)
		list = append(list, item)
	}
	slices.SortFunc(list, func(a, b Item) int {
		return cmp.Or(cmp.Compare(b.Views, a.Views), strings.Compare(a.Name, b.Name))
	})
	return list
}

// itemMenus are the menus of the items, by number: an item is in the menu of the first request that names it. The order
// is that of the requests; nil: that of their numbers.
func (p *Pages) itemMenus(order []int32) []string {
	menus := make([]string, p.Items.Count()+1)
	known := make([]bool, len(menus))
	for i := range p.OfRequest[1:] {
		page := &p.OfRequest[i+1]
		if order != nil {
			page = &p.OfRequest[order[i]]
		}
		if page.Item == web.None || known[page.Item] {
			continue
		}
		known[page.Item] = true
		if page.Menu != web.None {
			menus[page.Item] = p.Menus.Added[page.Menu-1]
		}
	}
	return menus
}

// AddressList are the addresses that events came from. It can be asked for once.
func (t *PivotBuilder) AddressList() []Address {
	agents := make([]int, len(t.pages.Names))
	for client, used := range t.used { // a client is one agent at one address
		if used {
			agents[t.pages.Addresses[client]]++
		}
	}
	var list []Address
	for id, visits := range t.addresses.visits() {
		if len(visits) == 0 {
			continue
		}
		address := Address{
			Name: t.pages.Names[id], Sessions: int(t.sessions[id]), Agents: agents[id],
			Refused: int(t.refused[id]), Visits: visits,
		}
		address.Events, address.Last = addUp(visits)
		list = append(list, address)
	}
	slices.SortFunc(list, func(a, b Address) int {
		return cmp.Or(cmp.Compare(b.Events, a.Events), strings.Compare(a.Name, b.Name))
	})
	return list
}

// AgentList are the agents that were used. It can be asked for once.
func (t *PivotBuilder) AgentList() []Agent {
	robots := make([]bool, t.pages.AgentCount)
	for client, robot := range t.pages.Robots {
		robots[t.pages.Agents[client]] = robot
	}
	var list []Agent
	for id, visits := range t.agents.visits() {
		if len(visits) == 0 {
			continue
		}
		agent := Agent{Name: t.AgentNames[id], Robot: robots[id], Visits: visits}
		agent.Events, _ = addUp(visits)
		list = append(list, agent)
	}
	slices.SortFunc(list, func(a, b Agent) int {
		return cmp.Or(cmp.Compare(b.Events, a.Events), strings.Compare(a.Name, b.Name))
	})
	return list
}

func addUp(visits []Visit) (total int, last int64) {
	last = visits[0].Last
	for _, v := range visits {
		total += int(v.Count)
		last = max(last, v.Last)
	}
	return total, last
}

// Grow makes room for what was numbered since.
func (t *PivotBuilder) Grow() {
	grown := func(list *[]int32, count int) {
		if more := count - len(*list); more > 0 {
			*list = append(*list, make([]int32, more)...)
		}
	}
	items, addresses := t.pages.Items.Count()+1, len(t.pages.Names)
	for _, list := range []*[]int32{&t.items.place, &t.summaries, &t.details} {
		grown(list, items)
	}
	for _, list := range []*[]int32{&t.addresses.place, &t.refused, &t.sessions, &t.within} {
		grown(list, addresses)
	}
	grown(&t.agents.place, t.pages.AgentCount)
	if more := len(t.pages.Robots) - len(t.used); more > 0 {
		t.used = append(t.used, make([]bool, more)...)
	}
}
