package fakecase

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store/model"
)

// Pivots turns the made-up case round, the slow way.
func (c *Case) Pivots(ctx context.Context, window analysis.Window, _ time.Duration,
	progress model.Progress) (*model.Pivots, error) {
	progress.Tell(c.CountEvents()/2, c.CountEvents())
	items, addresses, agents := newFakeTally(), newFakeTally(), newFakeTally()
	p := &model.Pivots{Window: window}
	for _, t := range c.Tracks {
		for i := range t.Events {
			e := &t.Events[i]
			if e.Time < window.From || e.Time > window.To {
				continue
			}
			items.add(e.Request.Item, c.numbers[t.Key], e.Time)
			if e.Client.Address != "" {
				addresses.add(e.Client.Address, c.numbers[t.Key], e.Time)
			}
			agents.add(e.Client.Agent, c.numbers[t.Key], e.Time)
		}
	}
	for _, name := range items.names() {
		views, last := items.total(name)
		p.Items = append(p.Items, model.Item{Name: name, Menu: "jobs", Title: "Posting " + name, Views: views,
			Summaries: views, Last: last, Visits: items.visits[name]})
	}
	for _, name := range addresses.names() {
		events, last := addresses.total(name)
		p.Addresses = append(p.Addresses, model.Address{Name: name, Events: events, Sessions: 1 + events/10, Agents: 1,
			Refused: events / 50, Last: last, Visits: addresses.visits[name]})
	}
	for _, name := range agents.names() {
		events, _ := agents.total(name)
		p.Agents = append(p.Agents,
			model.Agent{Name: name, Robot: web.IsRobot(name), Events: events, Visits: agents.visits[name]})
	}
	return p, errors.Join(c.Lost, ctx.Err())
}

type fakeTally struct{ visits map[string][]model.Visit }

func newFakeTally() fakeTally { return fakeTally{map[string][]model.Visit{}} }

func (f fakeTally) add(name string, user analysis.UserNumber, at int64) {
	visits := f.visits[name]
	if n := len(visits); n == 0 || visits[n-1].User != user {
		visits = append(visits, model.Visit{User: user, First: at})
	}
	last := &visits[len(visits)-1]
	last.Count++
	last.Last = at
	f.visits[name] = visits
}

func (f fakeTally) total(name string) (total int, last int64) {
	for _, v := range f.visits[name] {
		total += int(v.Count)
		last = max(last, v.Last)
	}
	return total, last
}

// names are those with the most events first.
func (f fakeTally) names() []string {
	var names []string
	for name := range f.visits {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		most, _ := f.total(a)
		other, _ := f.total(b)
		return cmp.Or(cmp.Compare(other, most), strings.Compare(a, b))
	})
	return names
}

// Timeline counts the made-up case over its time. The sessions of a track are those that the store would cut.
func (c *Case) Timeline(_ context.Context, timeout time.Duration, _ model.Progress) (
	*model.Timeline, error) {
	if len(c.Tracks) == 0 {
		return &model.Timeline{}, c.Lost
	}
	window := analysis.Window{From: c.Tracks[0].Events[0].Time}
	window.To = window.From
	for _, t := range c.Tracks {
		window.From, window.To = min(window.From, t.Events[0].Time), max(window.To, t.Events[len(t.Events)-1].Time)
	}
	line := model.NewTimeline(window)
	for _, t := range c.Tracks {
		events := make([]web.Event, len(t.Events))
		for i := range events {
			events[i] = t.Events[i].Event
		}
		line.Add(c.numbers[t.Key], events, timeout)
	}
	return line, c.Lost
}
