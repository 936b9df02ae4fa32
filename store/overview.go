package store

import (
	"context"
	"time"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store/model"
)

// Overview counts what happened in a part of the case's time, hours by the clock of a zone. It is one scan of all
// events.
func (c *Case) Overview(ctx context.Context, window analysis.Window, zone *time.Location,
	progress model.Progress) (o *model.Overview, err error) {
	err = c.scan(ctx, progress, func(ctx context.Context, s *eventScan) error {
		o, err = s.overview(ctx, window, zone)
		return err
	})
	return o, err
}

func (s *eventScan) overview(ctx context.Context, window analysis.Window,
	zone *time.Location) (*model.Overview, error) {
	names, err := s.overviewNames(ctx)
	if err != nil {
		return nil, err
	}
	whole, err := caseWindow(ctx, s.db)
	if err != nil {
		return nil, err
	}
	window = model.OverviewWindow(window, whole)
	t := model.NewOverviewBuilder(window, zone, names, s.pages)
	s.reader.detail = true
	err = s.reader.eachChunk(ctx, func(k *userChunk) error {
		k.eachDetailed(func(user int, events []web.Event, details []analysis.Detail) {
			from, to := model.Span(window, events)
			t.Add(analysis.UserNumber(user), events[from:to], details[from:to])
		})
		return nil
	}, s.progress)
	if err != nil {
		return nil, err
	}
	return t.Overview(), nil
}

func (s *eventScan) overviewNames(ctx context.Context) (n model.OverviewNames, err error) {
	if n.Items, err = allItems(ctx, s.db, s.pages.Items, s.pages.Site); err != nil {
		return n, err
	}
	for _, read := range []struct {
		into       *model.NumberedNames
		column, of string
		name       func(text string) string
	}{
		{&n.Actions, "action", "request", func(text string) string { return text }},
		{&n.Families, "name", "agent", web.AgentFamily},
		{&n.Sites, "url", "referrer", model.ReferringSite},
	} {
		*read.into = model.NewNumberedNames(0)
		err := eachNumbered(ctx, s.db, read.of, []string{read.column}, func(v numberedRow) error {
			read.into.Put(read.name(v[0].Text()))
			return nil
		})
		if err != nil {
			return n, err
		}
	}
	return n, nil
}
