package store

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"strings"

	"spoor/store/sqlite"
)

// About is what is known of one user and of some items beside the log.
type About struct {
	Profile   map[string]string            // values by field; nil without a profile
	Catalogue map[string]map[string]string // values by field, by item; items without an entry are not in it
	Verdicts  []Verdict                    // all that were ever given, the oldest first
}

// About reads what is known of a user, and of the items that are named.
func (c *Case) About(ctx context.Context, user string, items []string) (About, error) {
	about := About{Catalogue: map[string]map[string]string{}}
	err := sqlite.Batch(ctx, c.db(),
		[]string{"field", "value"}, "FROM profile WHERE user = ? AND value <> ''", []any{user},
		func(v []driver.Value) error {
			if about.Profile == nil {
				about.Profile = map[string]string{}
			}
			about.Profile[strings.Clone(v[0].(string))] = strings.Clone(v[1].(string))
			return nil
		})
	if err != nil {
		return about, err
	}
	names, err := json.Marshal(items)
	if err != nil {
		return about, err
	}
	err = sqlite.Batch(ctx, c.db(),
		[]string{"item", "field", "value"}, "FROM catalogue WHERE value <> '' AND item IN (SELECT value FROM json_each(?))",
		[]any{string(names)},
		func(v []driver.Value) error {
			entry := about.Catalogue[v[0].(string)]
			if entry == nil {
				entry = map[string]string{}
				about.Catalogue[strings.Clone(v[0].(string))] = entry
			}
			entry[strings.Clone(v[1].(string))] = strings.Clone(v[2].(string))
			return nil
		})
	if err != nil {
		return about, err
	}
	about.Verdicts, err = c.verdictsOn(ctx, user)
	return about, err
}
