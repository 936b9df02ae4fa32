package sqlite

import (
	"bytes"
	"context"
	"database/sql/driver"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// deepest is how many levels a tree may have, as in SQLite itself.
const deepest = 20

// A tree is a table or an index as it lies in the pages of the file. A file that is damaged may send whoever follows it
// round for ever, so every page is looked at once at most, and there is no more to a tree than the file has pages.
type tree struct {
	db    Querier
	name  string
	pages []uint32 // of the level at hand; the lowest when descend is done
	last  []int64  // of a table: the largest rowid in and under each page; of its last page the largest there is

	columns int      // of a table WITHOUT ROWID, where its rows are wanted
	between [][]byte // its rows that stand between pages of the level at hand and the next ones

	seen []bool // pages, by number
}

// openLeaves finds the leaf pages of a table.
func openLeaves(ctx context.Context, db Querier, name string) (*tree, error) {
	t, err := openTree(ctx, db, name)
	if err != nil {
		return nil, err
	}
	return t, t.descend(ctx)
}

// openTree finds the root of a table or an index.
func openTree(ctx context.Context, db Querier, name string) (*tree, error) {
	var root uint32
	var pages int
	query := "SELECT rootpage, page_count FROM sqlite_schema, pragma_page_count WHERE name = ?"
	err := db.QueryRowContext(ctx, query, name).Scan(&root, &pages)
	if err != nil {
		return nil, Explain(err)
	}
	t := &tree{db: db, name: name, seen: make([]bool, pages+1)}
	return t, t.begin(root)
}

func (t *tree) begin(root uint32) error {
	t.pages, t.last = []uint32{root}, []int64{math.MaxInt64}
	return t.visit(root)
}

// visit notes a page, which nothing else may point to.
func (t *tree) visit(page uint32) error {
	if int64(page) >= int64(len(t.seen)) || page < 2 || t.seen[page] {
		return t.damaged()
	}
	t.seen[page] = true
	return nil
}

func (t *tree) damaged() error { return Damaged(t.name) }

// descend goes down to the leaf pages, all of which are on one level.
func (t *tree) descend(ctx context.Context) error {
	for range deepest {
		var kind byte
		err := readPages(ctx, t.db, t.name, t.pages[:1], func(page []byte) error { kind = page[0]; return nil })
		if err != nil {
			return err
		}
		if t.columns > 0 && kind != indexLeafPage && kind != indexInnerPage {
			return t.damaged()
		}
		switch kind {
		case leafPage, indexLeafPage:
			return nil
		case innerPage, indexInnerPage:
		default:
			return t.damaged()
		}
		if err := t.goDown(ctx, kind); err != nil {
			return err
		}
	}
	return t.damaged()
}

// goDown goes on to the pages under those at hand, all of which must be of one kind.
func (t *tree) goDown(ctx context.Context, kind byte) error {
	under := &tree{name: t.name, seen: t.seen, columns: t.columns}
	i := 0
	err := readPages(ctx, t.db, t.name, t.pages, func(page []byte) error {
		if i > 0 && t.columns > 0 {
			under.between = append(under.between, t.between[i-1])
		}
		i++
		return under.addChildren(page, kind, t.last[i-1])
	})
	t.pages, t.last, t.between = under.pages, under.last, under.between
	return err
}

// addChildren adds the pages under an inner page, whose last row is given.
func (t *tree) addChildren(page []byte, kind byte, last int64) error {
	before := int64(math.MinInt64)
	if n := len(t.last); n > 0 {
		before = t.last[n-1]
	}
	cells, err := eachCell(page, kind, func(cell []byte) bool {
		child := binary.BigEndian.Uint32(cell)
		if kind == innerPage {
			key, rest := cutVarint(cell[4:])
			if rest == nil || int64(key) <= before || int64(key) > last {
				return false
			}
			before = int64(key)
		}
		if t.columns > 0 {
			row := cutRow(cell[4:], t.columns)
			if row == nil {
				return false
			}
			t.between = append(t.between, bytes.Clone(row))
		}
		t.pages, t.last = append(t.pages, child), append(t.last, before)
		return t.visit(child) == nil
	})
	if err != nil || cells == 0 { // a page that has a single child does not tell it from others
		return t.damaged()
	}
	child := binary.BigEndian.Uint32(page[atLastChild:])
	t.pages, t.last = append(t.pages, child), append(t.last, last)
	return t.visit(child)
}

// errFault says that a page is not what it should be.
var errFault = errors.New("page at fault")

// shortestCell is how many bytes a cell has at the least.
const shortestCell = 4

// eachCell hands over the cells of a page of a kind, each with what lies behind it, until take finds a fault in one. It
// counts them.
func eachCell(page []byte, kind byte, take func(cell []byte) bool) (cells int, err error) {
	head := 8
	if kind == innerPage || kind == indexInnerPage {
		head = 12
	}
	places := page[head:]
	cells = int(binary.BigEndian.Uint16(page[atCellCount:]))
	if page[0] != kind || 2*cells > len(places) {
		return 0, errFault
	}
	for i := range cells {
		at := int(binary.BigEndian.Uint16(places[2*i:]))
		if at < head+2*cells || at > len(page)-shortestCell || !take(page[at:]) {
			return 0, errFault
		}
	}
	return cells, nil
}

// CheckTrees goes down every tree of a file without reading its lowest level, so that no page of it leads to itself or
// in two ways to another. SQLite itself would follow such pages, as often as they say. In plain SQL it is SQLite's own
// check, which reads all of the file.
func CheckTrees(ctx context.Context, db Querier) error {
	if isPlain(db) {
		return quickCheck(ctx, db)
	}
	type root struct {
		name string
		page uint32
	}
	var roots []root
	var pages int
	if err := db.QueryRowContext(ctx, "PRAGMA page_count").Scan(&pages); err != nil {
		return Explain(err)
	}
	t := &tree{db: db, seen: make([]bool, pages+1)}
	columns := []string{"name", "rootpage"}
	err := Batch(ctx, db, columns, "FROM sqlite_schema WHERE rootpage > 0", nil, func(v []driver.Value) error {
		page, ok := v[1].(int64)
		if !ok || page > math.MaxUint32 {
			return t.damaged()
		}
		roots = append(roots, root{fmt.Sprint(v[0]), uint32(page)})
		return nil
	})
	if err != nil {
		return err
	}
	for _, root := range roots {
		t.name = root.name
		if err := t.begin(root.page); err != nil {
			return err
		}
		if err := t.descend(ctx); err != nil {
			return err
		}
	}
	return nil
}

func quickCheck(ctx context.Context, db Querier) error {
	var found string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&found); err != nil {
		return Explain(err)
	}
	if found != "ok" {
		return fmt.Errorf("%s: %w", found, ErrDamaged)
	}
	return nil
}

// leastPage is how many bytes a page has at the least.
const leastPage = 512

// readPages hands over pages by their numbers, in that order. A page is valid only during the call.
func readPages(ctx context.Context, db Querier, table string, numbers []uint32, take func(page []byte) error) error {
	list, err := json.Marshal(numbers)
	if err != nil {
		return err
	}
	pages := 0
	from := "FROM json_each(?) n CROSS JOIN sqlite_dbpage p ON p.pgno = n.value"
	err = Batch(ctx, db, []string{"p.data"}, from, []any{string(list)}, func(v []driver.Value) error {
		page, ok := v[0].([]byte)
		if !ok || len(page) < leastPage {
			return Damaged(table)
		}
		pages++
		return take(page)
	})
	if err == nil && pages != len(numbers) {
		return Damaged(table)
	}
	return err
}
