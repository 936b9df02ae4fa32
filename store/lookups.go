package store

import (
	"context"
	"database/sql/driver"
	"strings"
	"time"

	"spoor/analysis/web"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// fileLookups are those of a case file.
type fileLookups struct{ db sqlite.Querier }

func (l fileLookups) Site(ctx context.Context) (*web.Site, error) { return caseSite(ctx, l.db) }

func (l fileLookups) Zone(ctx context.Context) (*time.Location, error) { return caseZone(ctx, l.db) }

func (l fileLookups) FactsIn(ctx context.Context, table model.FactTable) ([]model.Facts, error) {
	return readFacts(ctx, l.db, table)
}

func (l fileLookups) FactsAbout(ctx context.Context, table model.FactTable, key string) (map[string]string, error) {
	return readFactsOf(ctx, l.db, table, key)
}

func (l fileLookups) AnyReferrer(ctx context.Context) (found bool, err error) {
	err = l.db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM referrer)").Scan(&found)
	return found, sqlite.Explain(err)
}

func (l fileLookups) EachSource(ctx context.Context, do func(id int32, path string)) error {
	return sqlite.Batch(ctx, l.db, []string{"id", "path"}, "FROM source", nil, func(v []driver.Value) error {
		do(int32(v[0].(int64)), strings.Clone(v[1].(string)))
		return nil
	})
}

// readFactsOf are the fields of one user or item.
func readFactsOf(ctx context.Context, db sqlite.Querier, table model.FactTable, key string) (map[string]string, error) {
	fields := map[string]string{}
	from := "FROM " + table.Table + " WHERE " + table.Key + " = ?"
	err := sqlite.Batch(ctx, db, []string{"field", "value"}, from, []any{key}, func(v []driver.Value) error {
		fields[strings.Clone(v[0].(string))] = strings.Clone(v[1].(string))
		return nil
	})
	return fields, err
}
