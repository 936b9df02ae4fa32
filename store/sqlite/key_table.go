package sqlite

import (
	"context"
	"database/sql/driver"
	"slices"
)

// KeyTable is a table WITHOUT ROWID, of integers alone, whose rows are read out of the pages that hold them, in the
// order of its key.
type KeyTable struct {
	db      Querier
	name    string
	columns []column
	pages   []uint32 // leaves, in their order; nil: it is read by SELECT
	between [][]byte // the row that stands between each of them and the next
}

// OpenKeyTable finds the pages of a table that has so many columns, and the first ones as its key. Where it was not
// made by the statement that is given, it is read by SELECT.
func OpenKeyTable(ctx context.Context, db Querier, name, made string, columns int) (*KeyTable, error) {
	t := &KeyTable{db: db, name: name, columns: slices.Repeat([]column{integers}, columns)}
	if isPlain(db) {
		return t, nil
	}
	var same bool
	const query = `SELECT sql = ? AND ? <= (page_size - 12) * 64 / 255 - 23
		FROM sqlite_schema, pragma_page_size WHERE type = 'table' AND name = ?`
	if err := db.QueryRowContext(ctx, query, made, longestRecord(columns), name).Scan(&same); err != nil || !same {
		return t, Explain(err)
	}
	tree, err := openTree(ctx, db, name)
	if err != nil {
		return nil, err
	}
	tree.columns = columns
	if err := tree.descend(ctx); err != nil {
		return nil, err
	}
	t.pages, t.between = tree.pages, tree.between
	return t, nil
}

// Parts is in how many parts the table can be read.
func (t *KeyTable) Parts() int { return max(len(t.pages), 1) }

// EachRow hands over the rows of the parts from one up to another. They are valid only during the call, in which
// nothing else can be asked of the same connection.
func (t *KeyTable) EachRow(ctx context.Context, from, to int, take func(row []Value) error) error {
	row := make([]Value, len(t.columns))
	if t.pages == nil {
		return t.selectRows(ctx, row, take)
	}
	part := from
	return readPages(ctx, t.db, t.name, t.pages[from:to], func(page []byte) (err error) {
		read := func(cell []byte) bool {
			_, record := cutVarint(cutRow(cell, len(t.columns)))
			if err == nil && record != nil && readRecord(record, t.columns, row) {
				err = take(row)
				return true
			}
			return false
		}
		cells, fault := eachCell(page, indexLeafPage, read)
		if err == nil && (fault != nil || cells == 0 && len(t.pages) > 1 ||
			part < len(t.between) && !read(t.between[part])) {
			err = Damaged(t.name)
		}
		part++
		return err
	})
}

// selectRows is EachRow by plain SQL.
func (t *KeyTable) selectRows(ctx context.Context, row []Value, take func(row []Value) error) error {
	from := "SELECT * FROM " + t.name + " ORDER BY 1, 2"
	return selectRows(ctx, t.db, from, nil, func(values []driver.Value) error {
		for i, value := range values {
			n, is := value.(int64)
			if !is || i == len(row) {
				return Damaged(t.name)
			}
			row[i] = Value{6, n}
		}
		return take(row)
	})
}
