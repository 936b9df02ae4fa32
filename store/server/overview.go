package server

import (
	"context"
	"slices"
	"time"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store/model"
)

// Overview counts what happened in a part of the case's time; see [store.Case.Overview]. It reads all events twice: to
// number what is counted, and to count it.
func (s *Case) Overview(ctx context.Context, window analysis.Window, zone *time.Location,
	progress model.Progress) (*model.Overview, error) {
	extent, err := s.Extent(ctx)
	if err != nil {
		return nil, err
	}
	window = model.OverviewWindow(window, analysis.Window{From: extent.First, To: extent.Last})
	number := func(*model.Numbering, analysis.UserNumber, []web.Event) {} // nothing more
	n, err := s.scan(ctx, model.Selection{Window: window}, progress, number)
	if err != nil {
		return nil, err
	}
	n.Frozen = true
	t := model.NewOverviewBuilder(window, zone, n.OverviewNames(), n.Pages)
	err = eachUser(ctx, s.Engine, batches(model.Selection{Window: window}, extent.Events, 1),
		func() (*model.Numbering, error) { return n, nil },
		func(key string, events []web.Event, details []analysis.Detail) error {
			from, to := model.Span(window, events) // the first may have come in just now
			t.Add(s.number(key), events[from:to], details[from:to])
			return nil
		})
	if err != nil {
		return nil, err
	}
	o := t.Overview()
	for _, list := range [][]model.Usage{o.Hours, o.Statuses, o.Actions, o.Items, o.Addresses, o.Agents, o.Referrers} {
		for i := range list {
			slices.Sort(list[i].Users)
		}
	}
	return o, nil
}
