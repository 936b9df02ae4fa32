package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	modernc "modernc.org/sqlite"
)

// Batch hands every row of a query to take, in the order of the query, and stops at its first error. The texts and
// blobs among the values are valid only during the call, in which nothing else can be asked of the same connection.
//
// It goes through an aggregate function, which takes rows some five times as fast as database/sql gives them.
// columns are the expressions to hand over; rest is what follows them: "FROM … WHERE …".
func Batch(
	ctx context.Context, db Querier, columns []string, rest string, args []any, take func(values []driver.Value) error,
) error {
	list := strings.Join(columns, ", ")
	if isPlain(db) {
		return selectRows(ctx, db, "SELECT "+list+" "+rest, args, take)
	}
	id, receiver := receiverNumber.Add(1), &batchReader{take: take}
	receivers.Store(id, receiver)
	defer receivers.Delete(id)
	var rows sql.NullInt64
	err := db.QueryRowContext(ctx, fmt.Sprintf("SELECT spoor_collect(%d, %s) %s", id, list, rest), args...).Scan(&rows)
	if receiver.err != nil {
		return receiver.err
	}
	return Explain(err)
}

// The aggregate function finds its receiver by a number, since SQL can carry nothing else.
var (
	receiverNumber atomic.Int64
	receivers      sync.Map // int64 → *batchReader
)

func registerCollect() {
	modernc.MustRegisterFunction("spoor_collect", &modernc.FunctionImpl{
		NArgs:        -1,
		VolatileArgs: true,
		MakeAggregate: func(modernc.FunctionContext) (modernc.AggregateFunction, error) {
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

func (c *rowBatch) Step(_ *modernc.FunctionContext, args []driver.Value) error {
	if c.receiver == nil {
		found, ok := receivers.Load(args[0].(int64))
		if !ok {
			return fmt.Errorf("spoor_collect: no receiver %d", args[0])
		}
		c.receiver = found.(*batchReader)
	}
	c.rows++
	c.receiver.err = checkKinds(c.receiver.take, args[1:])
	return c.receiver.err
}

// checkKinds hands over a row. The tables are strict, so a value of another kind than take asserts is one that no
// SQLite has written.
func checkKinds(take func([]driver.Value) error, row []driver.Value) (err error) {
	defer func() {
		switch fault := recover().(type) {
		case nil:
		case *runtime.TypeAssertionError:
			err = fmt.Errorf("a table of the case holds values of the wrong kind: %w", ErrDamaged)
		default:
			panic(fault)
		}
	}()
	return take(row)
}

func (c *rowBatch) WindowInverse(*modernc.FunctionContext, []driver.Value) error {
	return fmt.Errorf("spoor_collect is not a window function")
}

func (c *rowBatch) WindowValue(*modernc.FunctionContext) (driver.Value, error) { return c.rows, nil }
func (c *rowBatch) Final(*modernc.FunctionContext)                             {}
