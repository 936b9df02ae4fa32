package store

import (
	"context"
	"slices"
	"time"

	"spoor/analysis"
)

// Overview counts what happened in a part of the case's time; see [Case.Overview]. It reads all events twice: to number what is counted,
// and to count it.
func (s *Streamed) Overview(ctx context.Context, window analysis.Window, zone *time.Location,
	progress func(done, total int64)) (*Overview, error) {
	whole, err := s.Window(ctx)
	if err != nil {
		return nil, err
	}
	window = overviewWindow(window, whole)
	n, err := s.scan(ctx, window, progress, func(*numbering, int32, []analysis.Event) {})
	if err != nil {
		return nil, err
	}
	n.frozen = true
	t := newOverviewBuilder(window, zone, n.overviewNames(), n.pages)
	err = eachStreamed(ctx, s.Engine, Selection{Window: window}, func() (*numbering, error) { return n, nil },
		func(key string, events []analysis.Event, details []analysis.Detail) error {
			from, to := span(window, events) // the first may have come in just now
			t.add(s.Number(key), events[from:to], details[from:to])
			return nil
		})
	if err != nil {
		return nil, err
	}
	o := t.overview()
	for _, list := range [][]Usage{o.Hours, o.Statuses, o.Actions, o.Items, o.Addresses, o.Agents, o.Referrers} {
		for i := range list {
			slices.Sort(list[i].Users)
		}
	}
	return o, nil
}

// overviewNames are the names of everything that has been numbered.
func (n *numbering) overviewNames() (names overviewNames) {
	names.items = append(names.items, "")
	for id := range n.pages.items.count() {
		names.items = append(names.items, n.item(int32(id)+1))
	}
	put := func(into *numberedNames, count int, name func(i int) string) {
		known := map[string]int32{}
		into.put(known, "") // the number 0 is none
		for i := range count {
			into.put(known, name(i))
		}
	}
	put(&names.actions, n.d.requests.count(), func(i int) string { return n.d.requests.added[i].action })
	put(&names.families, n.d.agents.count(), func(i int) string { return analysis.AgentFamily(n.d.agents.added[i]) })
	put(&names.sites, n.d.referrers.count(), func(i int) string { return ReferringSite(n.d.referrers.added[i]) })
	return names
}
