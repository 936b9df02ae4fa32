package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// rows is a table in memory, on its way into the case.
type rows struct {
	into  string // table and columns, as INSERT wants them: "user (id, key)"
	count int
	put   func(row int, to values)

	// like is the statement that made the table, if the rows are numbers of its kinds alone, in all of its columns: then
	// SQLite takes them over as they are.
	like string
}

func (r *rows) name() string {
	name, _, _ := strings.Cut(r.into, " ")
	return name
}

// schema is the statement that makes a table for the rows.
func (r *rows) schema() string {
	if r.like != "" {
		return r.like
	}
	return "CREATE TABLE " + r.into
}

// inserter appends rows to their tables.
type inserter func(ctx context.Context, transaction *sql.Tx, tables ...rows) error

// change makes a change to the case: all of it, or with an error nothing.
func (c *Case) change(ctx context.Context, do func(transaction *sql.Tx) error) error {
	connection, err := c.writer.Conn(ctx)
	if err != nil {
		return explain(err)
	}
	defer connection.Close()
	detach := func() { // an error says that there is nothing
		_, _ = connection.ExecContext(context.WithoutCancel(ctx), "DETACH bulk")
	}
	detach() // what a change has left whose context ended: its rollback may have come too late for it
	defer detach()
	transaction, err := beginImmediate(ctx, connection)
	if err != nil {
		return err
	}
	defer transaction.Rollback()
	if err := do(transaction); err != nil {
		return err
	}
	return explain(transaction.Commit())
}

// insert appends rows to their tables. It is for one call in a [Case.change], since what SQLite reads them from stays attached
// to the case until the change is over.
func insert(ctx context.Context, transaction *sql.Tx, tables ...rows) error {
	tables = slices.DeleteFunc(slices.Clone(tables), func(t rows) bool { return t.count == 0 })
	if len(tables) == 0 {
		return nil
	}
	name, forget := showImage(newDBImage(imagePage, tables))
	defer forget()
	if _, err := transaction.ExecContext(ctx, "ATTACH ? AS bulk", name); err != nil {
		return explain(err)
	}
	if _, err := transaction.ExecContext(ctx, "PRAGMA bulk.cache_size = 4"); err != nil { // pages: it is read once, in order
		return explain(err)
	}
	for _, table := range tables {
		if _, err := transaction.ExecContext(ctx, table.takeOver()); err != nil {
			return explain(err)
		}
	}
	return nil
}

// takeOver is the statement that takes the rows from where insert attaches them.
func (r *rows) takeOver() string {
	return fmt.Sprintf("INSERT INTO main.%s SELECT * FROM bulk.%[1]s", r.name())
}

// insertFew is insert for so few rows that an image of them would cost more than binding their values.
func insertFew(ctx context.Context, transaction *sql.Tx, tables ...rows) error {
	for _, table := range tables {
		if err := table.bind(ctx, transaction); err != nil {
			return explain(err)
		}
	}
	return nil
}

func (r *rows) bind(ctx context.Context, transaction *sql.Tx) error {
	if r.count == 0 {
		return nil
	}
	statement, err := transaction.PrepareContext(ctx, fmt.Sprintf("INSERT INTO %s VALUES (?%s)", r.into, strings.Repeat(", ?", strings.Count(r.into, ","))))
	if err != nil {
		return err
	}
	defer statement.Close()
	for row := range r.count {
		var values bound
		r.put(row, &values)
		if _, err := statement.ExecContext(ctx, values...); err != nil {
			return err
		}
	}
	return nil
}

// bound are the values of a row as a statement takes them.
type bound []any

func (b *bound) integer(n int64)  { *b = append(*b, n) }
func (b *bound) real(x float64)   { *b = append(*b, x) }
func (b *bound) text(s string)    { *b = append(*b, s) }
func (b *bound) blob(data []byte) { *b = append(*b, data) }
func (b *bound) null()            { *b = append(*b, nil) }
