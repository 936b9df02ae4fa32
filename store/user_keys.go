package store

import (
	"context"

	"spoor/internal/hugepage"
	"spoor/store/sqlite"
)

// userKeys are the keys of all users by number; the number 0 is none.
func userKeys(ctx context.Context, db sqlite.Querier) ([]string, error) {
	var users int64
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM user").Scan(&users); err != nil {
		return nil, sqlite.Explain(err)
	}
	keys := make([]string, 1, users+1)
	var texts hugepage.Texts
	return keys, eachNumbered(ctx, db, "user", []string{"key"}, func(row numberedRow) error {
		keys = append(keys, texts.Keep(row[0].Bytes()))
		return nil
	})
}
