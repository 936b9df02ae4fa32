package store

import (
	"context"

	"spoor/store/sqlite"
)

// Coverage says how much of a case the profiles and the catalogue know.
type Coverage struct {
	Users, Profiles, ProfilesSeen int64 // seen: of users who came
	Items, Entries, EntriesSeen   int64 // seen: of items that were requested
}

// Coverage counts what the profiles and the catalogue know. The items follow from the site description, so the metrics
// must have been derived.
func (c *Case) Coverage(ctx context.Context) (Coverage, error) {
	var k Coverage
	for _, count := range []struct {
		query string
		into  []any
	}{
		{`SELECT (SELECT count(*) FROM user), count(DISTINCT p.user), count(DISTINCT u.id)
			FROM profile p LEFT JOIN user u ON u.key = p.user`,
			[]any{&k.Users, &k.Profiles, &k.ProfilesSeen}},
		{`SELECT (SELECT count(*) FROM item), count(DISTINCT c.item), count(DISTINCT i.id)
			FROM catalogue c LEFT JOIN item i ON i.name = c.item`,
			[]any{&k.Items, &k.Entries, &k.EntriesSeen}},
	} {
		if err := c.reader.QueryRowContext(ctx, count.query).Scan(count.into...); err != nil {
			return k, sqlite.Explain(err)
		}
	}
	return k, nil
}
