package store

import (
	"context"
	"database/sql/driver"
	"strings"
	"time"

	"spoor/analysis"
	"spoor/store/sqlite"
)

// lookups are what is asked of a case, beside its events, to say more of a few of them.
type lookups interface {
	site(ctx context.Context) (*analysis.Site, error)
	zone(ctx context.Context) (*time.Location, error)
	facts(ctx context.Context, table factTable) ([]Facts, error)
	factsOf(ctx context.Context, table factTable, key string) (map[string]string, error)
	anyReferrer(ctx context.Context) (bool, error)
	eachSource(ctx context.Context, do func(id int32, path string)) error
}

// fileLookups are those of a case file.
type fileLookups struct{ db sqlite.Querier }

func (l fileLookups) site(ctx context.Context) (*analysis.Site, error) { return caseSite(ctx, l.db) }

func (l fileLookups) zone(ctx context.Context) (*time.Location, error) { return caseZone(ctx, l.db) }

func (l fileLookups) facts(ctx context.Context, table factTable) ([]Facts, error) {
	return readFacts(ctx, l.db, table)
}

func (l fileLookups) factsOf(ctx context.Context, table factTable, key string) (map[string]string, error) {
	return readFactsOf(ctx, l.db, table, key)
}

func (l fileLookups) anyReferrer(ctx context.Context) (found bool, err error) {
	err = l.db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM referrer)").Scan(&found)
	return found, sqlite.Explain(err)
}

func (l fileLookups) eachSource(ctx context.Context, do func(id int32, path string)) error {
	return sqlite.Batch(ctx, l.db, []string{"id", "path"}, "FROM source", nil, func(v []driver.Value) error {
		do(int32(v[0].(int64)), strings.Clone(v[1].(string)))
		return nil
	})
}
