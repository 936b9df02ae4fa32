package store

import (
	"context"
	"database/sql"
	"fmt"

	"spoor/store/sqlite"
)

// migrations lead from a version of the schema to the next one; the first is for version 1.
var migrations = []string{tailSchema, loadSchema, deliverySchema, remarkSchema, outcomeSchema, fieldsSchema}

// migrate brings a case of an older version up to date, in one transaction.
func migrate(ctx context.Context, writer *sql.DB) error {
	transaction, err := sqlite.Begin(ctx, writer)
	if err != nil {
		return sqlite.Explain(err)
	}
	defer transaction.Rollback()
	var version int
	if err := transaction.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return sqlite.Explain(err)
	}
	for ; version < schemaVersion; version++ {
		migration := migrations[version-1] + fmt.Sprintf("PRAGMA user_version = %d;", version+1)
		if _, err := transaction.ExecContext(ctx, migration); err != nil {
			return sqlite.Explain(err)
		}
	}
	return sqlite.Explain(transaction.Commit())
}
