package store

import (
	"context"
	"slices"

	"spoor/analysis"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// Group finds, for the rules that the user of a track hits, who else has a part in each hit, as the users were
// measured; nil for rules that a user hits alone.
func (c *Case) Group(ctx context.Context, track *model.Track, users *analysis.Matrix,
	rules []analysis.RuleID) ([]*model.Group, error) {
	if !slices.ContainsFunc(rules, analysis.RuleID.HasGroup) {
		return make([]*model.Group, len(rules)), nil
	}
	user, err := userNumber(ctx, c.db(), track.Key)
	if err != nil {
		return nil, err
	}
	m, err := c.meeting(ctx, user, track, users)
	if err != nil {
		return nil, err
	}
	return m.Groups(user, rules), nil
}

// meeting reads the events of those who came from the addresses of a user, or else those of all users, once; see
// together.
func (c *Case) meeting(ctx context.Context, user analysis.UserNumber, track *model.Track,
	users *analysis.Matrix) (m *model.Meeting, err error) {
	err = c.snapshot(ctx, func(db sqlite.Querier) error {
		m, err = readNeighbours(ctx, db, user, track, users)
		return err
	})
	if err != nil || m != nil {
		return m, err
	}
	t, err := c.together(ctx, users)
	if err != nil {
		return nil, err
	}
	return t.meeting(track), nil
}
