package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"spoor/store/sqlite"
)

// QueryLimits bound what a query that a person types may take.
type QueryLimits struct {
	Rows  int           // that are kept
	Bytes int           // of the texts and blobs among them, about
	Time  time.Duration // that it may take
}

// UsualQueryLimits are enough for what a person looks at.
var UsualQueryLimits = QueryLimits{Rows: 10_000, Bytes: 64 << 20, Time: time.Minute}

// QueryResult is what a query finds.
type QueryResult struct {
	Columns []string
	Rows    [][]any // int64, float64, string, []byte or nil
	Cut     string  // why there may be more rows: "the first 10,000 rows"; "" where these are all
}

// Query runs a statement of SQL that a person types, on a connection that can only read. It fails where it takes longer
// than the limit, and returns the first rows where there are more of them, or larger ones. Where another file has taken
// the place of the case, or none is there, the error wraps [ErrGone]: the answer would be about another case.
func (c *Case) Query(ctx context.Context, query string, limits QueryLimits) (*QueryResult, error) {
	ctx, cancel := context.WithTimeout(ctx, limits.Time)
	defer cancel()
	db, err := sqlite.OpenGuarded(ctx, c.path, !c.readOnly)
	if err != nil {
		return nil, cmp.Or(c.checkPresence(), err) // which says more of a file that is gone
	}
	defer db.Close()
	// Once it is open, so that what was put there just before is noticed too.
	if err := c.checkPresence(); err != nil {
		return nil, err
	}
	result, bytes := &QueryResult{}, 0
	take := func(values []any) bool {
		switch {
		case len(result.Rows) == limits.Rows:
			result.Cut = fmt.Sprintf("the first %d rows", limits.Rows)
		case bytes > limits.Bytes:
			result.Cut = fmt.Sprintf("the first %d MiB", limits.Bytes>>20)
		}
		if result.Cut != "" {
			return false
		}
		row := make([]any, len(values))
		for i, value := range values {
			if blob, is := value.([]byte); is {
				value = append([]byte{}, blob...) // it is SQLite's until the next row
			}
			row[i] = value
			bytes += sizeOf(value)
		}
		result.Rows = append(result.Rows, row)
		return true
	}
	err = db.Query(ctx, query, func(names []string) { result.Columns = names }, take)
	if errors.Is(err, context.DeadlineExceeded) {
		return nil, fmt.Errorf("the query took longer than %s and was stopped; narrow it down, as with WHERE or LIMIT",
			limits.Time)
	}
	if err == nil && len(result.Columns) == 0 {
		return nil, errors.New("the query asks for nothing; it must begin with SELECT, WITH or VALUES")
	}
	return result, err
}

// sizeOf is about how much memory a value takes.
func sizeOf(value any) int {
	switch v := value.(type) {
	case string:
		return len(v) + 16
	case []byte:
		return len(v) + 24
	}
	return 16
}

// QueryMistake is what the database says of a query that is none, or that asks for what there is not.
type QueryMistake = sqlite.QueryMistake

// QueryTable is a table or a view that queries can ask of.
type QueryTable struct {
	Name    string
	View    bool
	Columns []string
}

// QueryTables are those of the case, the readable views first.
func (c *Case) QueryTables(ctx context.Context) ([]QueryTable, error) {
	result, err := c.Query(ctx, `SELECT s.name, s.type = 'view', c.name
		FROM sqlite_schema s JOIN pragma_table_info(s.name) c
		WHERE s.type IN ('table', 'view') AND s.name NOT LIKE 'sqlite_%'
		ORDER BY s.name NOT LIKE 'v\_%' ESCAPE '\', s.name, c.cid`,
		QueryLimits{Rows: 10_000, Bytes: 1 << 20, Time: 10 * time.Second})
	if err != nil {
		return nil, err
	}
	var tables []QueryTable
	for _, row := range result.Rows {
		name, column := fmt.Sprint(row[0]), fmt.Sprint(row[2])
		if n := len(tables); n == 0 || tables[n-1].Name != name {
			tables = append(tables, QueryTable{Name: name, View: row[1] == int64(1)})
		}
		last := &tables[len(tables)-1]
		last.Columns = append(last.Columns, column)
	}
	return tables, nil
}
