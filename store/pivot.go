package store

import (
	"context"
	"time"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store/model"
)

// Pivots reads what happened in a part of the case's time, from its From to its To, both included, with sessions that
// end after timeout. It is one scan of all events; the result holds about 24 bytes for each item, address and agent of
// each user.
func (c *Case) Pivots(ctx context.Context, window analysis.Window, timeout time.Duration,
	progress model.Progress) (*model.Pivots, error) {
	var pivots *model.Pivots
	err := c.scan(ctx, progress, func(ctx context.Context, s *eventScan) (err error) {
		pivots, err = s.pivots(ctx, window, timeout)
		return err
	})
	return pivots, err
}

func (s *eventScan) pivots(ctx context.Context, window analysis.Window, timeout time.Duration) (*model.Pivots, error) {
	catalogue, err := readFacts(ctx, s.db, model.CatalogueTable)
	if err != nil {
		return nil, err
	}
	t := model.NewPivotBuilder(s.pages)
	if t.ItemNames, err = allItems(ctx, s.db, s.pages.Items, s.pages.Site); err != nil {
		return nil, err
	}
	if t.AgentNames, err = agentNames(ctx, s.db); err != nil {
		return nil, err
	}
	err = s.each(ctx, func(user int, events []web.Event) {
		t.Add(analysis.UserNumber(user), model.Within(window, events), timeout)
	})
	if err != nil {
		return nil, err
	}
	return &model.Pivots{
		Window: window, Items: t.ItemList(catalogue), Addresses: t.AddressList(), Agents: t.AgentList(),
	}, ctx.Err()
}
