package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"spoor/analysis"
)

// Pivots turn a case round: not what a user did, but which users looked at an item, came from an address or used an agent.
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
	User        int32 // number
	Count       int32
	First, Last int64 // UTC milliseconds
}

// fieldTitle is what the catalogue commonly calls the name of an item.
const fieldTitle = "title"

// Pivots reads what happened in a part of the case's time, from its From to its To, both included, with sessions that end after
// timeout. It is one scan of all events; the result holds about 24 bytes for each item, address and agent of each user. progress is told how many of the
// events have been read; it may be nil.
func (c *Case) Pivots(ctx context.Context, window analysis.Window, timeout time.Duration, progress func(done, total int64)) (*Pivots, error) {
	var pivots *Pivots
	err := c.scan(ctx, progress, func(ctx context.Context, s *eventScan) (err error) {
		pivots, err = s.pivots(ctx, window, timeout)
		return err
	})
	return pivots, err
}

func (s *eventScan) pivots(ctx context.Context, window analysis.Window, timeout time.Duration) (*Pivots, error) {
	catalogue, err := readFacts(ctx, s.db, catalogueTable)
	if err != nil {
		return nil, err
	}
	t := newPivotBuilder(s.pages)
	if t.itemNames, err = s.pages.items.all(ctx, s.db, s.pages.site); err != nil {
		return nil, err
	}
	if t.agentNames, err = agentNames(ctx, s.db); err != nil {
		return nil, err
	}
	err = s.each(ctx, func(user int, events []analysis.Event) {
		t.add(int32(user), within(window, events), timeout)
	})
	if err != nil {
		return nil, err
	}
	return &Pivots{Window: window, Items: t.itemList(catalogue), Addresses: t.addressList(), Agents: t.agentList()}, ctx.Err()
}

// pivotBuilder gathers pivots while users go by.
type pivotBuilder struct {
	pages                 *pages
	order                 []int32  // of the requests, as they came; nil: that of their numbers
	itemNames, agentNames []string // by number

	items, addresses, agents visitCounter

	summaries, details []int32 // by item
	refused, sessions  []int32 // by address
	session            int32   // the number of the session at hand, from 1
	within             []int32 // by address: the last session that had an event from there
	used               []bool  // by client
	starts             []int
}

func newPivotBuilder(p *pages) *pivotBuilder {
	items, addresses := p.items.count()+1, len(p.names)
	return &pivotBuilder{
		pages: p, items: newVisitCounter(items), addresses: newVisitCounter(addresses), agents: newVisitCounter(p.agentCount),
		summaries: make([]int32, items), details: make([]int32, items), refused: make([]int32, addresses), sessions: make([]int32, addresses),
		within: make([]int32, addresses), used: make([]bool, len(p.robots)),
	}
}

// add takes everything that a user did, in time order.
func (t *pivotBuilder) add(user int32, events []analysis.Event, timeout time.Duration) {
	t.starts = analysis.CutSessions(events, timeout, t.starts[:0])
	next := 0
	for i := range events {
		e := &events[i]
		if next < len(t.starts) && t.starts[next] == i {
			t.session++
			next++
		}
		t.source(user, e)
		if !e.Traits.Has(analysis.View) || e.Item == analysis.None {
			continue
		}
		t.items.add(e.Item, user, e.Time)
		switch e.Level {
		case analysis.LevelSummary:
			t.summaries[e.Item]++
		case analysis.LevelDetail:
			t.details[e.Item]++
		}
	}
	t.items.next()
	t.addresses.next()
	t.agents.next()
}

// source notes where an event came from.
func (t *pivotBuilder) source(user int32, e *analysis.Event) {
	t.used[e.Client] = true
	t.agents.add(t.pages.agents[e.Client], user, e.Time)
	address := t.pages.addresses[e.Client]
	if address == 0 {
		return
	}
	t.addresses.add(address, user, e.Time)
	if e.Traits.Has(analysis.ClientErrors) {
		t.refused[address]++
	}
	if t.within[address] != t.session {
		t.within[address] = t.session
		t.sessions[address]++
	}
}

func (t *pivotBuilder) itemList(catalogue []Facts) []Item {
	titles := map[string]string{}
	for _, facts := range catalogue {
		titles[facts.Key] = facts.Fields[fieldTitle]
	}
	menus := t.pages.itemMenus(t.order)
	var list []Item
	for id, visits := range t.items.visits() {
		if len(visits) == 0 {
			continue
		}
		name := t.itemNames[id]
		item := Item{Name: name, Title: titles[name], Menu: menus[id], Summaries: int(t.summaries[id]), Details: int(t.details[id]), Visits: visits}
		item.Views, item.Last = addUp(visits)
		list = append(list, item)
	}
	slices.SortFunc(list, func(a, b Item) int { return cmp.Or(cmp.Compare(b.Views, a.Views), strings.Compare(a.Name, b.Name)) })
	return list
}

// itemMenus are the menus of the items, by number: an item is in the menu of the first request that names it. The order is that of the
// requests; nil: that of their numbers.
func (p *pages) itemMenus(order []int32) []string {
	menus := make([]string, p.items.count()+1)
	known := make([]bool, len(menus))
	for i := range p.ofRequest[1:] {
		page := &p.ofRequest[i+1]
		if order != nil {
			page = &p.ofRequest[order[i]]
		}
		if page.item == analysis.None || known[page.item] {
			continue
		}
		known[page.item] = true
		if page.menu != analysis.None {
			menus[page.item] = p.menus.added[page.menu-1]
		}
	}
	return menus
}

func (t *pivotBuilder) addressList() []Address {
	agents := make([]int, len(t.pages.names))
	for client, used := range t.used { // a client is one agent at one address
		if used {
			agents[t.pages.addresses[client]]++
		}
	}
	var list []Address
	for id, visits := range t.addresses.visits() {
		if len(visits) == 0 {
			continue
		}
		address := Address{Name: t.pages.names[id], Sessions: int(t.sessions[id]), Agents: agents[id], Refused: int(t.refused[id]), Visits: visits}
		address.Events, address.Last = addUp(visits)
		list = append(list, address)
	}
	slices.SortFunc(list, func(a, b Address) int {
		return cmp.Or(cmp.Compare(b.Events, a.Events), strings.Compare(a.Name, b.Name))
	})
	return list
}

func (t *pivotBuilder) agentList() []Agent {
	robots := make([]bool, t.pages.agentCount)
	for client, robot := range t.pages.robots {
		robots[t.pages.agents[client]] = robot
	}
	var list []Agent
	for id, visits := range t.agents.visits() {
		if len(visits) == 0 {
			continue
		}
		agent := Agent{Name: t.agentNames[id], Robot: robots[id], Visits: visits}
		agent.Events, _ = addUp(visits)
		list = append(list, agent)
	}
	slices.SortFunc(list, func(a, b Agent) int { return cmp.Or(cmp.Compare(b.Events, a.Events), strings.Compare(a.Name, b.Name)) })
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
