package store

import (
	"context"
	"time"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store/model"
)

// Timeline reads all events once, whatever the window; sessions end after timeout. progress is told how many have been
// read; it may be nil.
func (c *Case) Timeline(ctx context.Context, timeout time.Duration,
	progress model.Progress) (*model.Timeline, error) {
	var t *model.Timeline
	err := c.scan(ctx, progress, func(ctx context.Context, s *eventScan) error {
		window, err := caseWindow(ctx, s.db)
		if err != nil {
			return err
		}
		if t = model.NewTimeline(window); s.reader.total() == 0 {
			t.Events = nil
			return nil
		}
		outside := false
		err = s.each(ctx, func(user int, events []web.Event) {
			if events[0].Time < window.From || events[len(events)-1].Time > window.To {
				outside = true
				return
			}
			t.Add(analysis.UserNumber(user), events, timeout)
		})
		if outside {
			return model.ErrAltered
		}
		return err
	})
	return t, err
}
