package store

import (
	"context"

	"spoor/analysis/web"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// eventScan is one reading of all events of a case.
type eventScan struct {
	db       sqlite.Querier
	pages    *model.Pages
	reader   *eventReader
	progress model.Progress
}

// scan gives read the case as it is now.
func (c *Case) scan(ctx context.Context, progress model.Progress,
	read func(ctx context.Context, s *eventScan) error) error {
	return c.snapshot(ctx, func(db sqlite.Querier) error {
		s := &eventScan{db: db, progress: progress}
		site, err := caseSite(ctx, db)
		if err != nil {
			return err
		}
		if s.pages, err = placeRequests(ctx, db, site, nil); err != nil {
			return err
		}
		if s.reader, err = newEventReader(ctx, db, s.pages); err != nil {
			return err
		}
		return read(ctx, s)
	})
}

func (s *eventScan) each(ctx context.Context, do func(user int, events []web.Event)) error {
	return s.reader.eachUser(ctx, do, s.progress)
}
