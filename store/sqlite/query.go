package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
)

// Querier is a file as it is at each query, or as it is in one transaction.
type Querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Plain has everything read by plain SQL over database/sql: no page is looked at here, and no function of ours takes
// rows. It is several times as slow, and says the same.
func Plain(db Querier) Querier { return plain{db} }

type plain struct{ Querier }

func isPlain(db Querier) bool {
	_, is := db.(plain)
	return is
}

// selectRows hands every row of a query to take, as [Batch] does, over database/sql. The values are valid only during
// the call.
func selectRows(
	ctx context.Context, db Querier, query string, args []any, take func(values []driver.Value) error,
) error {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return Explain(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return Explain(err)
	}
	values, into := make([]driver.Value, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = (*any)(&values[i])
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return ScanError(err)
		}
		if err := checkKinds(take, values); err != nil {
			return err
		}
	}
	return Explain(rows.Err())
}
