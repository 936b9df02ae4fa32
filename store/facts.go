package store

import (
	"context"
	"database/sql/driver"
	"fmt"
	"strings"

	"spoor/store/model"
	"spoor/store/sqlite"
)

// ReplaceProfiles puts the profiles in the place of those that the case has. Where a key comes twice the last one
// counts.
func (c *Case) ReplaceProfiles(ctx context.Context, profiles []model.Facts) error {
	return c.replaceFacts(ctx, model.ProfileTable, profiles)
}

// ReplaceCatalogue puts the entries in the place of those that the case has. Where a key comes twice the last one
// counts. A catalogue whose prerequisites go in a circle is refused.
func (c *Case) ReplaceCatalogue(ctx context.Context, entries []model.Facts) error {
	if err := model.CheckCatalogue(entries); err != nil {
		return err
	}
	return c.replaceFacts(ctx, model.CatalogueTable, entries)
}

func (c *Case) replaceFacts(ctx context.Context, t model.FactTable, facts []model.Facts) error {
	flat, version := model.Flatten(facts)
	return sqlite.Change(ctx, c.writer, func(transaction *sqlite.Tx) error {
		if _, err := transaction.ExecContext(ctx, "DELETE FROM "+t.Table); err != nil { // #nosec G202 -- a constant
			return sqlite.Explain(err)
		}
		into := fmt.Sprintf("%s (%s, field, value)", t.Table, t.Key)
		err := c.insert(ctx, transaction, sqlite.Rows{
			Into: into, Count: len(flat), Put: func(row int, to sqlite.Values) {
				to.Text(flat[row].Key)
				to.Text(flat[row].Field)
				to.Text(flat[row].Value)
			},
		})
		if err != nil {
			return err
		}
		return c.setSetting(ctx, transaction, t.Setting, version)
	})
}

func readFacts(ctx context.Context, db sqlite.Querier, t model.FactTable) ([]model.Facts, error) {
	var all []model.Facts
	var last model.Fact
	err := sqlite.Batch(ctx, db, []string{t.Key, "field", "value"}, "FROM "+t.Table, nil, func(v []driver.Value) error {
		f := model.Fact{Key: v[0].(string), Field: v[1].(string), Value: v[2].(string)}
		if f.Key < last.Key || f.Key == last.Key && f.Field <= last.Field && len(all) > 0 {
			return sqlite.Damaged(t.Table)
		}
		last = model.Fact{Key: strings.Clone(f.Key), Field: strings.Clone(f.Field)}
		if n := len(all); n == 0 || all[n-1].Key != f.Key {
			all = append(all, model.Facts{Key: last.Key, Fields: map[string]string{}})
		}
		all[len(all)-1].Fields[last.Field] = strings.Clone(f.Value)
		return nil
	})
	return all, err
}
