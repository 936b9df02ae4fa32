package sqlite

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Rows is a table in memory, on its way into the file.
type Rows struct {
	Into  string // table and columns, as INSERT wants them: "user (id, key)"
	Count int
	Put   func(row int, to Values) // gives the values of a row in the order of the columns

	// Puts makes another Put, which may be called while others are; nil: rows are put one after the other.
	Puts func() func(row int, to Values)

	// Key gives the INTEGER PRIMARY KEY of a row, where the table has one and it is the first column: Put gives the
	// others then. It rises from row to row.
	Key func(row int) int64

	// Like is the statement that made the table, if the rows have all of its columns, and values of their kinds alone:
	// then SQLite takes them over as they are.
	Like string

	// Behind is the statement that made the table, where that is WITHOUT ROWID and of integers alone, if the rows have
	// all of its columns in their order, come in the order of its key, and begin with a larger number than all of those
	// that there are.
	Behind string
}

// Table is the name of the table that the rows go into.
func (r *Rows) Table() string {
	name, _, _ := strings.Cut(r.Into, " ")
	return name
}

// columns is how many columns INSERT names.
func (r *Rows) columns() int { return 1 + strings.Count(r.Into, ",") }

// kinds are those of the pages that hold the table.
func (r *Rows) kinds() (leaf, inner byte) {
	if r.Behind != "" {
		return indexLeafPage, indexInnerPage
	}
	return leafPage, innerPage
}

// After are the rows without the first ones.
func (r Rows) After(skipped int) Rows {
	put, key := r.Put, r.Key
	r.Put, r.Puts = func(row int, to Values) { put(skipped+row, to) }, nil
	if key != nil {
		r.Key = func(row int) int64 { return key(skipped + row) }
	}
	r.Count = max(r.Count-skipped, 0)
	return r
}

// schema is the statement that makes a table for the rows.
func (r *Rows) schema() string {
	switch {
	case r.Like != "":
		return r.Like
	case r.Key != nil:
		return "CREATE TABLE " + strings.Replace(r.Into, ",", " INTEGER PRIMARY KEY,", 1)
	}
	return "CREATE TABLE " + r.Into
}

// number is the rowid of a row, where before is that of the row before it.
func (r *Rows) number(row int, before int64) int64 {
	if r.Key != nil {
		return r.Key(row)
	}
	return before + 1
}

// put gives the values of a row as they stand in its record.
func (r *Rows) put(row int, to Values) {
	if r.Key != nil {
		to.Null() // its number has it
	}
	r.Put(row, to)
}

// Values takes the values of one row, in the order of its columns.
type Values interface {
	Integer(n int64)
	Integers(list []int64) // of as many columns, NULL for [Missing]
	Real(x float64)        // for a column of kind REAL
	Text(s string)
	Blob(b []byte)
	Null()
}

// Missing stands for NULL among integers, none of which is so small.
const Missing = math.MinInt64

// Inserter appends rows to their tables.
type Inserter func(ctx context.Context, transaction *Tx, tables ...Rows) error

// attached is the name of an image while SQLite takes over its rows.
const attached = "bulk"

// Insert appends rows to their tables: as pages of the file where there are many of them, and else as [InsertCopies]
// does. Like that, call it once per [Change].
func Insert(ctx context.Context, transaction *Tx, tables ...Rows) error {
	others, err := appendPages(ctx, transaction, tables)
	if err != nil {
		return err
	}
	return InsertCopies(ctx, transaction, others...)
}

// InsertCopies appends rows to their tables, as pages that SQLite copies them from. It is for one call in a [Change],
// since those stay attached to the file until the change is over.
func InsertCopies(ctx context.Context, transaction *Tx, tables ...Rows) error {
	tables = slices.DeleteFunc(slices.Clone(tables), func(t Rows) bool { return t.Count == 0 })
	if len(tables) == 0 {
		return nil
	}
	name, forget := showImage(newImage(imagePage, tables))
	defer forget()
	if _, err := transaction.ExecContext(ctx, "ATTACH ? AS "+attached, name); err != nil {
		return Explain(err)
	}
	pages := "PRAGMA " + attached + ".cache_size = 4" // it is read once, in order
	if _, err := transaction.ExecContext(ctx, pages); err != nil {
		return Explain(err)
	}
	for _, table := range tables {
		if _, err := transaction.ExecContext(ctx, table.takeOver()); err != nil {
			return Explain(err)
		}
	}
	return nil
}

// takeOver is the statement that takes the rows from where Insert attaches them.
func (r *Rows) takeOver() string {
	return fmt.Sprintf("INSERT INTO main.%s SELECT * FROM %s.%[1]s", r.Table(), attached)
}

// InsertFew is [Insert] for so few rows that an image of them would cost more than binding their values.
func InsertFew(ctx context.Context, transaction *Tx, tables ...Rows) error {
	for _, table := range tables {
		if err := table.bind(ctx, transaction); err != nil {
			return Explain(err)
		}
	}
	return nil
}

func (r *Rows) bind(ctx context.Context, transaction *Tx) error {
	if r.Count == 0 {
		return nil
	}
	places := "?" + strings.Repeat(", ?", r.columns()-1)
	statement, err := transaction.PrepareContext(ctx, fmt.Sprintf("INSERT INTO %s VALUES (%s)", r.Into, places))
	if err != nil {
		return err
	}
	defer statement.Close()
	for row := range r.Count {
		var values bound
		if r.Key != nil {
			values.Integer(r.Key(row))
		}
		r.Put(row, &values)
		if _, err := statement.ExecContext(ctx, values...); err != nil {
			return err
		}
	}
	return nil
}

// bound are the values of a row as a statement takes them.
type bound []any

func (b *bound) Integer(n int64) { *b = append(*b, n) }
func (b *bound) Integers(list []int64) {
	for _, n := range list {
		if n == Missing {
			b.Null()
		} else {
			b.Integer(n)
		}
	}
}

func (b *bound) Real(x float64)   { *b = append(*b, x) }
func (b *bound) Text(s string)    { *b = append(*b, s) }
func (b *bound) Blob(data []byte) { *b = append(*b, data) }
func (b *bound) Null()            { *b = append(*b, nil) }
