package store

import (
	"cmp"
	"context"
	"database/sql/driver"
	"fmt"
	"slices"

	"spoor/analysis"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// Track reads everything that a user did. The metrics must have been derived.
func (c *Case) Track(ctx context.Context, user string) (*model.Track, error) {
	t := &model.Track{Key: user}
	return t, c.snapshot(ctx, func(db sqlite.Querier) error { return readTrack(ctx, db, t) })
}

func readTrack(ctx context.Context, db sqlite.Querier, t *model.Track) error {
	user, err := userNumber(ctx, db, t.Key)
	if err != nil {
		return err
	}
	timeout, err := sessionTimeout(ctx, db)
	if err != nil {
		return err
	}
	runs, err := userRuns(ctx, db, user)
	if err != nil {
		return err
	}
	site, err := caseSite(ctx, db)
	if err != nil {
		return err
	}
	reader := newTrackReader(site)
	for _, run := range runs {
		before := len(reader.events)
		if err := reader.read(ctx, db, trackOfRun, run[0], run[1]); err != nil {
			return err
		}
		if int64(len(reader.events)-before) != run[1]-run[0]+1 {
			return fmt.Errorf("not every event of user %d has its request and client: %w", user, sqlite.ErrDamaged)
		}
	}
	if err := reader.read(ctx, db, trackOfTail, user); err != nil {
		return err
	}
	t.Events = reader.events
	slices.SortStableFunc(t.Events, func(a, b model.Event) int { return cmp.Compare(a.Time, b.Time) })
	t.Cut(timeout)
	return nil
}

// userRuns are the rowids of the first and the last event of the user in each run. The events of a run lie user after
// user, so those of the users before and after must leave just the place of this one: a page of user_run that is
// damaged would otherwise take a run away without a word.
func userRuns(ctx context.Context, db sqlite.Querier, user analysis.UserNumber) ([][2]int64, error) {
	var runs [][2]int64
	columns := []string{
		"coalesce((SELECT last FROM user_run WHERE run = r.id AND user < ?1 ORDER BY user DESC LIMIT 1), r.first - 1)",
		"coalesce(p.first, 0)", "coalesce(p.last, -1)",
		"coalesce((SELECT first FROM user_run WHERE run = r.id AND user > ?1 ORDER BY user LIMIT 1), r.last + 1)",
	}
	const from = "FROM run r LEFT JOIN user_run p ON p.run = r.id AND p.user = ?1"
	err := sqlite.Batch(ctx, db, columns, from, []any{user}, func(v []driver.Value) error {
		before, first, last, after := v[0].(int64), v[1].(int64), v[2].(int64), v[3].(int64)
		if first > last { // none
			first, last = before+1, before
		}
		if before+1 != first || last+1 != after {
			return sqlite.Damaged("user_run")
		}
		if first <= last {
			runs = append(runs, [2]int64{first, last})
		}
		return nil
	})
	return runs, err
}
