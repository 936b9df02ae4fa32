package store

import (
	"context"
	"database/sql/driver"
	"fmt"

	"spoor/store/model"
	"spoor/store/sqlite"
)

// batchNumbered is batchRows for a dictionary. The entries come in the order of their numbers, which must be 1, 2, 3
// and so on.
func batchNumbered(ctx context.Context, db sqlite.Querier, columns []string, dictionary string,
	take func(values []driver.Value) error) error {
	return batchNumberedAfter(ctx, db, columns, dictionary, 0, take)
}

// batchNumberedAfter is batchNumbered for the entries after a number.
func batchNumberedAfter(ctx context.Context, db sqlite.Querier, columns []string, dictionary string, number int64,
	take func(values []driver.Value) error) error {
	from := "FROM " + dictionary + " NOT INDEXED WHERE id > ?"
	return sqlite.Batch(ctx, db, append([]string{"id"}, columns...), from, []any{number}, func(v []driver.Value) error {
		if number++; v[0].(int64) != number {
			return fmt.Errorf("the %s after number %d has the number %d: %w", dictionary, number-1, v[0], model.ErrAltered)
		}
		return take(v[1:])
	})
}
