package store

import (
	"context"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// UsersWith finds the users who have an event in a window, or in all of the case where it is the zero Window, that is
// as a condition says: for each condition. Conditions are those of rules of one's own.
func (c *Case) UsersWith(ctx context.Context, window analysis.Window, conditions []string,
	progress model.Progress) (users []model.UserSet, err error) {
	own, err := model.ConditionRules(conditions)
	if err != nil {
		return nil, err
	}
	err = c.snapshot(ctx, func(db sqlite.Querier) error {
		if window == (analysis.Window{}) {
			if window, err = caseWindow(ctx, db); err != nil {
				return err
			}
		}
		scan, err := newOwnScan(ctx, db, own)
		if err == nil {
			users, err = scan.usersWith(ctx, len(conditions), window, progress)
		}
		return err
	})
	return users, err
}

func (s *ownScan) usersWith(ctx context.Context, conditions int, window analysis.Window,
	progress model.Progress) ([]model.UserSet, error) {
	users := make([][]bool, conditions) // by number
	for i := range users {
		users[i] = make([]bool, len(s.reader.counts))
	}
	err := s.each(ctx, 0, func(m *analysis.OwnMeasurer, k *userChunk) {
		has := make([]bool, conditions)
		k.eachDetailed(func(user int, events []web.Event, details []analysis.Detail) {
			from, to := model.Span(window, events)
			m.Has(analysis.UserNumber(user), events[from:to], details[from:to], has)
			for i := range has {
				users[i][user] = has[i]
			}
		})
	}, progress)
	return model.NewUserSets(users), err
}
