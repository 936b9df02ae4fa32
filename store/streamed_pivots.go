package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"spoor/analysis"
)

// scan gives do the events of every user in a window, all numbered alike.
func (s *Streamed) scan(ctx context.Context, window analysis.Window, progress func(done, total int64),
	do func(n *numbering, user int32, events []analysis.Event)) (*numbering, error) {
	site, err := s.site(ctx)
	if err != nil {
		return nil, err
	}
	templates, err := s.templates(ctx, site)
	if err != nil {
		return nil, err
	}
	extent, err := s.Extent(ctx)
	if err != nil {
		return nil, err
	}
	n, done := newNumbering(site, templates), int64(0)
	n.firsts = map[int32]recordPlace{}
	err = eachStreamed(ctx, s.Engine, Selection{Window: window}, func() (*numbering, error) { return n, nil },
		func(key string, events []analysis.Event, _ []analysis.Detail) error {
			do(n, s.Number(key), events)
			if done += int64(len(events)); progress != nil {
				progress(min(done, extent.Events), extent.Events)
			}
			return nil
		})
	return n, err
}

// Pivots reads what happened in a part of the case's time; see [Case.Pivots].
func (s *Streamed) Pivots(ctx context.Context, window analysis.Window, timeout time.Duration,
	progress func(done, total int64)) (*Pivots, error) {
	catalogue, err := s.Facts(ctx, Catalogue)
	if err != nil {
		return nil, err
	}
	var t *pivotBuilder
	n, err := s.scan(ctx, analysis.Window{}, progress, func(n *numbering, user int32, events []analysis.Event) {
		if t == nil {
			t = newPivotBuilder(n.pages)
		}
		t.grow()
		t.add(user, within(window, events), timeout)
	})
	if err != nil || t == nil {
		return &Pivots{Window: window}, err
	}
	t.grow()
	t.order = n.inLogOrder()
	t.itemNames = append(t.itemNames, "")
	for id := range n.pages.items.count() {
		t.itemNames = append(t.itemNames, n.item(int32(id)+1))
	}
	t.agentNames = append([]string{""}, n.d.agents.added...)
	p := &Pivots{Window: window, Items: t.itemList(catalogue), Addresses: t.addressList(), Agents: t.agentList()}
	byUser := func(a, b Visit) int { return cmp.Compare(a.User, b.User) }
	for i := range p.Items {
		slices.SortFunc(p.Items[i].Visits, byUser)
	}
	for i := range p.Addresses {
		slices.SortFunc(p.Addresses[i].Visits, byUser)
	}
	for i := range p.Agents {
		slices.SortFunc(p.Agents[i].Visits, byUser)
	}
	return p, ctx.Err()
}

// grow makes room for what was numbered since.
func (t *pivotBuilder) grow() {
	grown := func(list *[]int32, count int) {
		if more := count - len(*list); more > 0 {
			*list = append(*list, make([]int32, more)...)
		}
	}
	items, addresses := t.pages.items.count()+1, len(t.pages.names)
	for _, list := range []*[]int32{&t.items.place, &t.summaries, &t.details} {
		grown(list, items)
	}
	for _, list := range []*[]int32{&t.addresses.place, &t.refused, &t.sessions, &t.within} {
		grown(list, addresses)
	}
	grown(&t.agents.place, t.pages.agentCount)
	if more := len(t.pages.robots) - len(t.used); more > 0 {
		t.used = append(t.used, make([]bool, more)...)
	}
}

// Timeline reads all events once, whatever the window; sessions end after timeout. progress may be nil.
func (s *Streamed) Timeline(ctx context.Context, timeout time.Duration, progress func(done, total int64)) (*Timeline, error) {
	window, err := s.Window(ctx)
	if err != nil {
		return nil, err
	}
	t, some := NewTimeline(window), false
	_, err = s.scan(ctx, window, progress, func(_ *numbering, user int32, events []analysis.Event) {
		events = within(window, events) // the first may have come in just now
		some = some || len(events) > 0
		t.Add(user, events, timeout)
	})
	if !some {
		t.Events = nil
	}
	return t, err
}

// AddressBursts finds the addresses with several users from which there was too much at a time; see [Case.AddressBursts].
func (s *Streamed) AddressBursts(ctx context.Context) ([]AddressBurst, error) {
	use := &addressUse{}
	last := []int32{}
	_, err := s.scan(ctx, analysis.Window{}, nil, func(n *numbering, user int32, events []analysis.Event) {
		for i := range events {
			address := n.clients.addresses[events[i].Client]
			for len(last) <= int(address) {
				use.users, use.events, last = append(use.users, 0), append(use.events, 0), append(last, 0)
			}
			use.events[address]++
			if last[address] != user {
				last[address] = user
				use.users[address]++
			}
		}
		use.names = n.clients.names
	})
	if err != nil {
		return nil, err
	}
	shared := map[string]int32{}
	for address, users := range use.users {
		if users > 1 && use.names[address] != "" {
			shared[use.names[address]] = int32(address)
		}
	}
	tries := map[int32][]analysis.Event{}
	var paths []int32 // by request
	_, err = s.scan(ctx, analysis.Window{}, nil, func(n *numbering, _ int32, events []analysis.Event) {
		paths = n.pages.paths
		for i := range events {
			if address, is := shared[n.clients.names[n.clients.addresses[events[i].Client]]]; is {
				tries[address] = append(tries[address], events[i])
			}
		}
	})
	return use.bursts(tries, paths), err
}

// Coverage counts what the profiles and the catalogue know.
func (s *Streamed) Coverage(ctx context.Context) (k Coverage, err error) {
	people, err := s.Facts(ctx, Profiles)
	if err != nil {
		return k, err
	}
	entries, err := s.Facts(ctx, Catalogue)
	if err != nil {
		return k, err
	}
	keys, err := s.Users(ctx, Selection{})
	if err != nil {
		return k, err
	}
	k.Users, k.Profiles, k.Entries = int64(len(keys)), int64(len(people)), int64(len(entries))
	for _, person := range people {
		if _, seen := slices.BinarySearch(keys, person.Key); seen {
			k.ProfilesSeen++
		}
	}
	site, err := s.site(ctx)
	if err != nil {
		return k, err
	}
	n := newNumbering(site, nil)
	err = s.Requests(ctx, func(r *Record) error {
		_, _ = n.event(r)
		return nil
	})
	k.Items = int64(n.pages.items.count())
	for _, entry := range entries {
		if n.pages.items.find([]byte(entry.Key)) != 0 {
			k.EntriesSeen++
		}
	}
	return k, err
}
