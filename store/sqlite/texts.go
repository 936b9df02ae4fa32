package sqlite

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"math"
)

// EachText hands over the numbers and the texts of a dictionary, out of the pages that hold them: a table of a number,
// which is its rowid, and a TEXT, both of which are always there. They come in any order. A text is valid only during
// the call, in which nothing else can be asked of the same connection.
func EachText(ctx context.Context, db Querier, name, column string, take func(number int64, text []byte) error) error {
	inPages, err := holdsTexts(ctx, db, name)
	if err != nil {
		return err
	}
	from := "FROM " + name + " NOT INDEXED"
	if !inPages || isPlain(db) {
		return selectTexts(ctx, db, column, from, nil, take)
	}
	tree, err := openTree(ctx, db, name)
	if err != nil {
		return err
	}
	if err := tree.descend(ctx); err != nil {
		return err
	}
	r := &textReader{tree: tree, take: take}
	if err := readPages(ctx, db, name, tree.pages, r.page); err != nil || len(r.long) == 0 {
		return err
	}
	list, err := json.Marshal(r.long)
	if err != nil {
		return err
	}
	return selectTexts(ctx, db, column, from+" WHERE id IN (SELECT value FROM json_each(?))", []any{string(list)}, take)
}

// holdsTexts reports whether a table has the columns of a dictionary, in UTF-8.
func holdsTexts(ctx context.Context, db Querier, name string) (ok bool, err error) {
	const columns = `SELECT group_concat(type || "notnull" || pk || hidden, ' ') = 'INTEGER010 TEXT100'
		AND encoding = 'UTF-8' FROM pragma_table_xinfo(?), pragma_encoding`
	err = db.QueryRowContext(ctx, columns, name).Scan(&ok)
	return ok, Explain(err)
}

// selectTexts is EachText by plain SQL.
func selectTexts(ctx context.Context, db Querier, column, from string, args []any,
	take func(number int64, text []byte) error) error {
	return Batch(ctx, db, []string{"id", column}, from, args, func(v []driver.Value) error {
		return take(v[0].(int64), []byte(v[1].(string)))
	})
}

// textReader reads the pages of a dictionary.
type textReader struct {
	tree *tree
	next int // page
	take func(number int64, text []byte) error
	long []int64 // the numbers of texts that no page holds as a whole
}

func (r *textReader) page(page []byte) (err error) {
	before, last := int64(math.MinInt64), r.tree.last[r.next]
	if r.next > 0 {
		before = r.tree.last[r.next-1]
	}
	r.next++
	cells, fault := eachCell(page, leafPage, func(cell []byte) bool {
		length, rest := cutVarint(cell)
		n, record := cutVarint(rest)
		number := int64(n)
		if record == nil || number <= before || number > last {
			return false
		}
		before = number
		if err != nil {
			return true
		}
		if length > uint64(len(page)-mostOutside) {
			r.long = append(r.long, number)
			return true
		}
		text, ok := textOf(record, length)
		if ok {
			err = r.take(number, text)
		}
		return ok
	})
	if err == nil && (fault != nil || cells == 0 && len(r.tree.pages) > 1) { // only the page of an empty table is empty
		err = r.tree.damaged()
	}
	return err
}

// textOf is the text of a record of so many bytes: a number that is kept elsewhere, as NULL, and a text.
func textOf(record []byte, length uint64) (text []byte, ok bool) {
	if uint64(len(record)) < length {
		return nil, false
	}
	record = record[:length]
	head, rest := cutVarint(record)
	if head > length || len(rest) < 2 || rest[0] != kindNull {
		return nil, false
	}
	kind, text := cutVarint(rest[1:])
	if text == nil || uint64(len(record)-len(text)) != head {
		return nil, false
	}
	return text, kind >= firstText && kind%2 == 1 && (kind-firstText)/2 == uint64(len(text))
}

// firstText is the kind of an empty text in a record; one of n bytes has a kind that is larger by 2n.
const firstText = 13
