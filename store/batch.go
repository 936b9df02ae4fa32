package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"modernc.org/sqlite"
)

// batchRows hands every row of a query to take, in the order of the query, and stops at its first error. The texts and
// blobs among the values are valid only during the call.
//
// It goes through an aggregate function, which takes rows some five times as fast as database/sql gives them.
// columns are the expressions to hand over; rest is what follows them: "FROM … WHERE …".
func batchRows(ctx context.Context, db querier, columns []string, rest string, args []any, take func(values []driver.Value) error) error {
	id, receiver := collectID.Add(1), &batchReader{take: take}
	collectors.Store(id, receiver)
	defer collectors.Delete(id)
	query := fmt.Sprintf("SELECT spoor_collect(%d, %s) %s", id, strings.Join(columns, ", "), rest)
	var rows sql.NullInt64
	err := db.QueryRowContext(ctx, query, args...).Scan(&rows)
	if receiver.err != nil {
		return receiver.err
	}
	return explain(err)
}

// errAltered means that the tables of the case contradict each other.
var errAltered = errors.New("something else has written to the case; load the logs into a new one")

// batchNumbered is batchRows for a dictionary. The entries come in the order of their numbers, which must be 1, 2, 3, …
func batchNumbered(ctx context.Context, db querier, columns []string, dictionary string, take func(values []driver.Value) error) error {
	return batchNumberedAfter(ctx, db, columns, dictionary, 0, take)
}

// batchNumberedAfter is collectNumbered for the entries after a number.
func batchNumberedAfter(ctx context.Context, db querier, columns []string, dictionary string, number int64, take func(values []driver.Value) error) error {
	from := "FROM " + dictionary + " NOT INDEXED WHERE id > ?"
	return batchRows(ctx, db, append([]string{"id"}, columns...), from, []any{number}, func(v []driver.Value) error {
		if number++; v[0].(int64) != number {
			return fmt.Errorf("the %s after number %d has the number %d: %w", dictionary, number-1, v[0], errAltered)
		}
		return take(v[1:])
	})
}

// The aggregate function finds its receiver by a number, since SQL can carry nothing else.
var (
	collectID  atomic.Int64
	collectors sync.Map // int64 → *collector
)

func registerCollect() {
	sqlite.MustRegisterFunction("spoor_collect", &sqlite.FunctionImpl{
		NArgs:        -1,
		VolatileArgs: true,
		MakeAggregate: func(sqlite.FunctionContext) (sqlite.AggregateFunction, error) {
			return &rowBatch{}, nil
		},
	})
}

type batchReader struct {
	take func([]driver.Value) error
	err  error // of take
}

// rowBatch is one run of the query: its first row says who takes the rows.
type rowBatch struct {
	receiver *batchReader
	rows     int64
}

func (c *rowBatch) Step(_ *sqlite.FunctionContext, args []driver.Value) error {
	if c.receiver == nil {
		found, ok := collectors.Load(args[0].(int64))
		if !ok {
			return fmt.Errorf("spoor_collect: no receiver %d", args[0])
		}
		c.receiver = found.(*batchReader)
	}
	c.rows++
	c.receiver.err = c.receiver.takeRow(args[1:])
	return c.receiver.err
}

// takeRow hands over a row. The tables are strict, so a value of another kind than take asserts is one that no SQLite has written.
func (c *batchReader) takeRow(row []driver.Value) (err error) {
	defer func() {
		switch fault := recover().(type) {
		case nil:
		case *runtime.TypeAssertionError:
			err = fmt.Errorf("a table of the case holds values of the wrong kind: %w", errDamaged)
		default:
			panic(fault)
		}
	}()
	return c.take(row)
}

func (c *rowBatch) WindowInverse(*sqlite.FunctionContext, []driver.Value) error {
	return fmt.Errorf("spoor_collect is no window function")
}

func (c *rowBatch) WindowValue(*sqlite.FunctionContext) (driver.Value, error) { return c.rows, nil }
func (c *rowBatch) Final(*sqlite.FunctionContext)                             {}
