package server

import (
	"cmp"
	"context"
	"slices"
	"time"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store"
	"spoor/store/model"
)

// scanUser takes the events of a user.
type scanUser func(n *model.Numbering, user analysis.UserNumber, events []web.Event)

// scan gives do the events of every user in a selection, all numbered alike.
func (s *Case) scan(ctx context.Context, which model.Selection, progress model.Progress,
	do scanUser) (*model.Numbering, error) {
	site, err := s.Site(ctx)
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
	n, done := model.NewNumbering(site, templates), int64(0)
	n.Firsts = map[int32]model.RecordPlace{}
	err = eachUser(ctx, s.Engine, batches(which, extent.Events, 1),
		func() (*model.Numbering, error) { return n, nil },
		func(key string, events []web.Event, _ []analysis.Detail) error {
			do(n, s.number(key), events)
			done += int64(len(events))
			progress.Tell(min(done, extent.Events), extent.Events)
			return nil
		})
	whole := which.Window == (analysis.Window{}) || which.Window.From <= extent.First && which.Window.To >= extent.Last
	if err == nil && whole {
		err = s.tooFew(done, extent.Events)
	}
	return n, err
}

// Pivots reads what happened in a part of the case's time; see [store.Case.Pivots].
func (s *Case) Pivots(ctx context.Context, window analysis.Window, timeout time.Duration,
	progress model.Progress) (*model.Pivots, error) {
	catalogue, err := s.allFacts(ctx, model.Catalogue)
	if err != nil {
		return nil, err
	}
	var t *model.PivotBuilder
	add := func(n *model.Numbering, user analysis.UserNumber, events []web.Event) {
		if t == nil {
			t = model.NewPivotBuilder(n.Pages)
		}
		t.Grow()
		t.Add(user, model.Within(window, events), timeout)
	}
	n, err := s.scan(ctx, model.Selection{Short: true}, progress, add)
	if err != nil || t == nil {
		return &model.Pivots{Window: window}, err
	}
	t.Grow()
	t.Order = n.InLogOrder()
	t.ItemNames = append(t.ItemNames, "")
	for id := range n.Pages.Items.Count() {
		t.ItemNames = append(t.ItemNames, n.Item(int32(id)+1))
	}
	t.AgentNames = append([]string{""}, n.Dictionaries.Agents.Added...)
	p := &model.Pivots{Window: window, Items: t.ItemList(catalogue), Addresses: t.AddressList(), Agents: t.AgentList()}
	byUser := func(a, b model.Visit) int { return cmp.Compare(a.User, b.User) }
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

// Timeline reads all events once, whatever the window; sessions end after timeout.
func (s *Case) Timeline(ctx context.Context, timeout time.Duration, progress model.Progress) (*model.Timeline,
	error) {
	window, err := s.Window(ctx)
	if err != nil {
		return nil, err
	}
	t, some := model.NewTimeline(window), false
	within := model.Selection{Window: window, Short: true}
	_, err = s.scan(ctx, within, progress, func(_ *model.Numbering, user analysis.UserNumber, events []web.Event) {
		events = model.Within(window, events) // the first may have come in just now
		some = some || len(events) > 0
		t.Add(user, events, timeout)
	})
	if !some {
		t.Events = nil
	}
	return t, err
}

// AddressBursts finds the addresses with several users from which there was too much at a time; see
// [store.Case.AddressBursts].
func (s *Case) AddressBursts(ctx context.Context) ([]model.AddressBurst, error) {
	use := &model.AddressUse{}
	last := []analysis.UserNumber{}
	everything := model.Selection{Short: true}
	_, err := s.scan(ctx, everything, nil, func(n *model.Numbering, user analysis.UserNumber, events []web.Event) {
		for i := range events {
			address := n.Clients.Addresses[events[i].Client]
			for len(last) <= int(address) {
				use.Users, use.Events, last = append(use.Users, 0), append(use.Events, 0), append(last, 0)
			}
			use.Events[address]++
			if last[address] != user {
				last[address] = user
				use.Users[address]++
			}
		}
		use.Names = n.Clients.Names
	})
	if err != nil {
		return nil, err
	}
	shared := map[string]int32{}
	for address, users := range use.Users {
		if users > 1 && use.Names[address] != "" {
			shared[use.Names[address]] = int32(address)
		}
	}
	tries := map[int32][]web.Event{}
	var paths []int32 // by request
	_, err = s.scan(ctx, everything, nil, func(n *model.Numbering, _ analysis.UserNumber, events []web.Event) {
		paths = n.Pages.Paths
		for i := range events {
			if address, is := shared[n.Clients.Names[n.Clients.Addresses[events[i].Client]]]; is {
				tries[address] = append(tries[address], events[i])
			}
		}
	})
	return use.Bursts(tries, paths), err
}

// Coverage counts what the profiles and the catalogue know.
func (s *Case) Coverage(ctx context.Context) (k store.Coverage, err error) {
	people, err := s.allFacts(ctx, model.Profiles)
	if err != nil {
		return k, err
	}
	entries, err := s.allFacts(ctx, model.Catalogue)
	if err != nil {
		return k, err
	}
	keys, err := s.Users(ctx, model.Selection{})
	if err != nil {
		return k, err
	}
	k.Users, k.Profiles, k.Entries = int64(len(keys)), int64(len(people)), int64(len(entries))
	for _, person := range people {
		if _, seen := slices.BinarySearch(keys, person.Key); seen {
			k.ProfilesSeen++
		}
	}
	site, err := s.Site(ctx)
	if err != nil {
		return k, err
	}
	n := model.NewNumbering(site, nil)
	err = s.Requests(ctx, Extent{}, func(r *model.Record) error {
		n.NumberRecord(r)
		return nil
	})
	k.Items = int64(n.Pages.Items.Count())
	for _, entry := range entries {
		if n.Pages.Items.Find([]byte(entry.Key)) != 0 {
			k.EntriesSeen++
		}
	}
	return k, err
}
