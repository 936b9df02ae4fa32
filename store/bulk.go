package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"modernc.org/sqlite/vtab"
)

// rows is a table in memory, on its way into the case. A value is an int64, a float64, a string, a []byte or nil.
type rows struct {
	into    string // table and columns, as INSERT wants them: "user (id, key)"
	columns int
	count   int
	value   func(row, column int) vtab.Value
}

// inserter appends rows to their table.
type inserter func(ctx context.Context, transaction *sql.Tx, data rows) error

// insert appends rows to their table. SQLite reads them through a virtual table, which is about twice as fast as binding
// each value to a statement.
func insert(ctx context.Context, transaction *sql.Tx, data rows) error {
	if data.count == 0 {
		return nil
	}
	id := bulkID.Add(1)
	bulkRows.Store(id, data)
	defer bulkRows.Delete(id)
	name := fmt.Sprintf("temp.bulk_%d", id)
	if _, err := transaction.ExecContext(ctx, fmt.Sprintf("CREATE VIRTUAL TABLE %s USING spoor_bulk(%d)", name, id)); err != nil {
		return explain(err)
	}
	if _, err := transaction.ExecContext(ctx, fmt.Sprintf("INSERT INTO %s SELECT * FROM %s", data.into, name)); err != nil {
		return explain(err)
	}
	_, err := transaction.ExecContext(ctx, "DROP TABLE "+name)
	return explain(err)
}

// insertFew is insert for so few rows that making a virtual table for them would take longer than binding their values.
func insertFew(ctx context.Context, transaction *sql.Tx, data rows) error {
	if data.count == 0 {
		return nil
	}
	statement, err := transaction.PrepareContext(ctx, fmt.Sprintf("INSERT INTO %s VALUES (?%s)", data.into, strings.Repeat(", ?", data.columns-1)))
	if err != nil {
		return explain(err)
	}
	defer statement.Close()
	values := make([]any, data.columns)
	for row := range data.count {
		for column := range values {
			values[column] = data.value(row, column)
		}
		if _, err := statement.ExecContext(ctx, values...); err != nil {
			return explain(err)
		}
	}
	return nil
}

// The virtual table finds its rows by a number, since SQL can carry nothing else.
var (
	bulkID   atomic.Int64
	bulkRows sync.Map // int64 → rows
)

func registerBulk() {
	if err := vtab.RegisterModule(nil, "spoor_bulk", bulkModule{}); err != nil {
		panic("BUG: " + err.Error())
	}
}

type bulkModule struct{}

// Create makes the virtual table whose number is the only argument of USING.
func (bulkModule) Create(declaration vtab.Context, args []string) (vtab.Table, error) {
	id, err := strconv.ParseInt(args[len(args)-1], 10, 64)
	if err != nil {
		return nil, err
	}
	found, ok := bulkRows.Load(id)
	if !ok {
		return nil, errors.New("spoor_bulk: no such rows")
	}
	data := found.(rows)
	names := make([]string, data.columns)
	for i := range names {
		names[i] = "c" + strconv.Itoa(i)
	}
	return bulkTable{data}, declaration.Declare("CREATE TABLE bulk (" + strings.Join(names, ", ") + ")")
}

// Connect is Create: the rows live in memory either way.
func (m bulkModule) Connect(declaration vtab.Context, args []string) (vtab.Table, error) {
	return m.Create(declaration, args)
}

type bulkTable struct{ rows }

func (t bulkTable) BestIndex(*vtab.IndexInfo) error { return nil }
func (t bulkTable) Open() (vtab.Cursor, error)      { return &bulkCursor{rows: t.rows}, nil }
func (t bulkTable) Disconnect() error               { return nil }
func (t bulkTable) Destroy() error                  { return nil }

type bulkCursor struct {
	rows
	row int
}

func (c *bulkCursor) Filter(int, string, []vtab.Value) error { c.row = 0; return nil }
func (c *bulkCursor) Next() error                            { c.row++; return nil }
func (c *bulkCursor) Eof() bool                              { return c.row >= c.count }
func (c *bulkCursor) Column(column int) (vtab.Value, error)  { return c.value(c.row, column), nil }
func (c *bulkCursor) Rowid() (int64, error)                  { return int64(c.row), nil }
func (c *bulkCursor) Close() error                           { return nil }
