package sqlite

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// leastAppended is how many rows are worth the way by pages.
const leastAppended = 2048

// appendPages appends the rows of those tables that are made so that it can as pages of the file itself, which takes a
// fraction of the time that SQLite takes to copy them one by one, and returns the others.
func appendPages(ctx context.Context, transaction *Tx, tables []Rows) (others []Rows, err error) {
	var bare []Rows
	for _, table := range tables {
		ok, err := takesPages(ctx, transaction, &table)
		if err != nil {
			return nil, err
		}
		if ok {
			bare = append(bare, table)
		} else {
			others = append(others, table)
		}
	}
	if len(bare) == 0 {
		return others, nil
	}
	a, err := newAppender(ctx, transaction)
	if err != nil {
		return nil, err
	}
	defer a.insert.Close()
	for _, table := range bare {
		if err := a.add(ctx, table); err != nil {
			return nil, err
		}
	}
	return others, a.finish(ctx)
}

// takesPages reports whether rows can be appended as pages: there are many of them, their table is nothing but the tree
// of its rows and has just their columns, and the file keeps no more about its pages than is written here. Nor may many
// of its pages be free, more than a few or one of 32, since those that are appended take the place of none.
func takesPages(ctx context.Context, db Querier, table *Rows) (ok bool, err error) {
	if table.Count < leastAppended || table.Like == "" && table.Behind == "" {
		return false, nil
	}
	const query = `SELECT encoding = 'UTF-8' AND auto_vacuum = 0 AND freelist_count <= 8 + page_count / 32
		AND (SELECT substr(data, 1 + ?1, 1) = x'00' FROM sqlite_dbpage WHERE pgno = 1)
		AND (SELECT group_concat(name, ', ') FROM pragma_table_xinfo(?2)) = ?3
		AND (SELECT wr = (?4 <> '') FROM pragma_table_list WHERE schema = 'main' AND name = ?2)
		AND (?4 = '' OR (SELECT sql = ?4 FROM sqlite_schema WHERE type = 'table' AND name = ?2))
		AND (?4 = '' OR ?5 <= (page_size - 12) * 64 / 255 - 23)
		AND NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE tbl_name = ?2 AND type IN ('index', 'trigger'))
		FROM pragma_encoding, pragma_auto_vacuum, pragma_freelist_count, pragma_page_count, pragma_page_size`
	_, columns, _ := strings.Cut(strings.TrimSuffix(table.Into, ")"), "(")
	err = db.QueryRowContext(ctx, query, atReserved, table.Table(), columns, table.Behind,
		longestRecord(table.columns())).Scan(&ok)
	return ok, Explain(err)
}

// appender lays rows out as pages behind those of the file.
type appender struct {
	layout
	transaction *Tx
	insert      *sql.Stmt // writes a page
	file        *fileEnd  // takes those behind the others; nil: they are written as the others are
	first       []byte    // page, which counts them all
	passed      int       // how many of the pages have been passed on to be written
}

func newAppender(ctx context.Context, transaction *Tx) (*appender, error) {
	a := &appender{transaction: transaction, layout: layout{changed: map[uint32][]byte{}}}
	if err := transaction.QueryRowContext(ctx, "PRAGMA page_count").Scan(&a.before); err != nil {
		return nil, Explain(err)
	}
	var err error
	if a.first, err = a.read(ctx, "sqlite_schema", 1); err != nil {
		return nil, err
	}
	a.size = len(a.first)
	a.file = transaction.openEnd(ctx, a.size)
	a.insert, err = transaction.PrepareContext(ctx, "INSERT INTO sqlite_dbpage (pgno, data) VALUES (?, ?)")
	return a, Explain(err)
}

// writeBehind writes a page that is behind those of the file.
func (a *appender) writeBehind(ctx context.Context, number uint32, page []byte) error {
	if a.file != nil && a.file.write(number, page) {
		return nil
	}
	return a.write(ctx, number, page)
}

// write has SQLite write a page.
func (a *appender) write(ctx context.Context, number uint32, page []byte) error {
	_, err := a.insert.ExecContext(ctx, number, page)
	return Explain(err)
}

// read copies a page of the file.
func (a *appender) read(ctx context.Context, table string, number uint32) (copied []byte, err error) {
	return copied, readPages(ctx, a.transaction, table, []uint32{number}, func(page []byte) error {
		copied = slices.Clone(page)
		return nil
	})
}

// add puts rows behind those of their table: into its last page as long as there is room, and into others behind it,
// which the page over it gets. One that has no room for them is made anew, with others beside it, for the one over it.
func (a *appender) add(ctx context.Context, t Rows) error {
	edge, err := a.edge(ctx, &t)
	if err != nil {
		return err
	}
	root, last := edge[0], edge[len(edge)-1]
	leaf, row, err := a.openLast(&t, last)
	if err != nil {
		return Damaged(t.Table())
	}
	children, err := a.leavesBeside(ctx, t, leaf, row)
	if err != nil {
		return err
	}
	if len(children) > 1 && last == root { // its rows move, so that it can be the page over them
		children[0].page = a.newNumber()
		copy(a.page(children[0].page), leaf.data)
	}
	for level := len(edge) - 2; level >= 0 && len(children) > 1; level-- {
		before, err := childrenOf(&t, a.changed[edge[level]])
		if err != nil {
			return Damaged(t.Table())
		}
		children = append(before, children...)
		if level > 0 {
			children = a.level(children, a.numbersFrom(edge[level]))
		}
	}
	if len(children) > 1 {
		for len(children) > a.mostChildren(children) {
			children = a.level(children, a.newNumber)
		}
		a.inner(root, children)
	}
	return nil
}

// leavesBeside is leaves, while the pages that are done are being written.
func (a *appender) leavesBeside(ctx context.Context, t Rows, leaf *treePage, last int64) ([]pageBuilder, error) {
	writer := newPageWriter(ctx, a.writeBehind)
	a.done = func() {
		if len(a.pages)-a.passed > passedOn {
			a.passOn(writer, len(a.pages)-1) // the last one has just been begun
		}
	}
	leaves := a.leaves(t, leaf, last)
	a.done, a.spare = nil, nil
	return leaves, writer.stop()
}

// passOn passes pages on to a writer, up to one that is not done, and takes over those that it needs no longer.
func (a *appender) passOn(writer *pageWriter, end int) {
	writer.wanted <- pagesTogether{a.before + uint32(a.passed) + 1, slices.Clone(a.pages[a.passed:end])}
	clear(a.pages[a.passed:end])
	a.passed = end
	select {
	case written := <-writer.spare:
		a.spare = append(a.spare, written...)
	default:
	}
}

// numbersFrom gives numbers for pages: first that of a page whose content is no longer needed, then new ones.
func (a *appender) numbersFrom(reused uint32) func() uint32 {
	return func() (number uint32) {
		if number, reused = reused, 0; number == 0 {
			number = a.newNumber()
		}
		return number
	}
}

// edge are the numbers of the last pages of a table, from its root down to its leaf. All of them may change.
func (a *appender) edge(ctx context.Context, t *Rows) (edge []uint32, err error) {
	var number uint32
	root := "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = ?"
	if err := a.transaction.QueryRowContext(ctx, root, t.Table()).Scan(&number); err != nil {
		return nil, Explain(err)
	}
	leaf, inner := t.kinds()
	for range deepest {
		if number < 2 || number > a.before || a.changed[number] != nil {
			return nil, Damaged(t.Table())
		}
		page, err := a.read(ctx, t.Table(), number)
		if err != nil {
			return nil, err
		}
		edge, a.changed[number] = append(edge, number), page
		switch page[0] {
		case leaf:
			return edge, nil
		case inner:
			number = binary.BigEndian.Uint32(page[atLastChild:])
		default:
			return nil, Damaged(t.Table())
		}
	}
	return nil, Damaged(t.Table())
}

// openLast opens the last leaf of a table to add rows behind those that it has. last is the number of its last row, 0
// where there is none.
func (a *appender) openLast(t *Rows, number uint32) (leaf *treePage, last int64, err error) {
	if t.Behind != "" {
		leaf, err = a.openBare(t, number)
		return leaf, 0, err
	}
	leaf, last, err = openLeaf(number, a.changed[number])
	if err == nil && t.number(0, last) <= last {
		err = errFault
	}
	return leaf, last, err
}

// openLeaf opens a leaf of a table that has rowids.
func openLeaf(number uint32, data []byte) (p *treePage, last int64, err error) {
	p = &treePage{number: number, data: data, begin: int(binary.BigEndian.Uint16(data[atCellsBegin:]))}
	if p.begin == 0 {
		p.begin = 1 << 16
	}
	p.cells, err = eachCell(data, leafPage, func(cell []byte) bool {
		_, rest := cutVarint(cell)
		n, record := cutVarint(rest)
		last = int64(n)
		return record != nil
	})
	p.places = 8 + 2*p.cells
	if err == nil && (p.begin > len(data) || p.begin < p.places) {
		err = errFault
	}
	return p, last, err
}

// openBare opens a leaf of a table WITHOUT ROWID. Its rows are put into it anew, so that the last one is the one that
// can be taken out. The first number of the next row must be larger than that of the last one.
func (a *appender) openBare(t *Rows, number uint32) (*treePage, error) {
	data := a.changed[number]
	columns := slices.Repeat([]column{integers}, t.columns())
	row := make([]Value, len(columns))
	var cells [][]byte
	_, err := eachCell(data, indexLeafPage, func(cell []byte) bool {
		cell = cutRow(cell, len(columns))
		_, record := cutVarint(cell)
		cells = append(cells, slices.Clone(cell))
		return cell != nil && readRecord(record, columns, row)
	})
	if err != nil {
		return nil, err
	}
	before := row[0].Int()
	var first record
	t.put(0, &first)
	if !readRecord(first.appendTo(nil, first.headLength()), columns, row) ||
		len(cells) > 0 && row[0].Int() <= before {
		return nil, errFault
	}
	clear(data)
	leaf := emptyPage(number, data, indexLeafPage, 0)
	for _, cell := range cells {
		if !leaf.add(cell) {
			return nil, errFault
		}
	}
	return leaf, nil
}

// cutRow is a row of so many numbers of a table WITHOUT ROWID, without what lies behind it in its page; nil if it is
// none.
func cutRow(from []byte, columns int) []byte {
	length, record := cutVarint(from)
	if record == nil || length > uint64(longestRecord(columns)) || length > uint64(len(record)) {
		return nil
	}
	return from[:len(from)-len(record)+int(length)]
}

// childrenOf are the pages under an inner one of a table, but for the last.
func childrenOf(t *Rows, page []byte) (children []pageBuilder, err error) {
	_, err = eachCell(page, page[0], func(cell []byte) bool {
		child := pageBuilder{page: binary.BigEndian.Uint32(cell)}
		if t.Behind != "" {
			child.row = slices.Clone(cutRow(cell[4:], t.columns()))
			children = append(children, child)
			return child.row != nil
		}
		n, rest := cutVarint(cell[4:])
		child.last = int64(n)
		children = append(children, child)
		return rest != nil
	})
	return children, err
}

// finish writes what has been laid out and is not in the file yet. The last page SQLite writes in any case, which tells
// it how many there are.
func (a *appender) finish(ctx context.Context) error {
	last := len(a.pages) - 1
	for i := a.passed; i < last; i++ {
		if a.pages[i] != nil {
			if err := a.writeBehind(ctx, a.before+uint32(i)+1, a.pages[i]); err != nil {
				return err
			}
		}
	}
	if a.passed <= last {
		if err := a.write(ctx, a.end(), a.pages[last]); err != nil {
			return err
		}
	}
	binary.BigEndian.PutUint32(a.first[atPageCount:], a.end())
	a.changed[1] = a.first
	return a.change(ctx)
}

// change writes the pages that change. SQLite does not see that they do, and may know from before where their cells are
// and how many pages there are. It finds that out anew when it takes back what a savepoint changes: each of them is
// written once more, and that is taken back.
func (a *appender) change(ctx context.Context) error {
	for _, before := range []string{"", "SAVEPOINT again"} {
		if before != "" {
			if _, err := a.transaction.ExecContext(ctx, before); err != nil {
				return Explain(err)
			}
		}
		for _, number := range slices.Sorted(maps.Keys(a.changed)) {
			if err := a.write(ctx, number, a.changed[number]); err != nil {
				return err
			}
		}
	}
	if _, err := a.transaction.ExecContext(ctx, "ROLLBACK TO again; RELEASE again"); err != nil {
		return Explain(err)
	}
	var pages uint32
	if err := a.transaction.QueryRowContext(ctx, "PRAGMA page_count").Scan(&pages); err != nil {
		return Explain(err)
	}
	if pages != a.end() {
		return fmt.Errorf("SQLite counts %d pages, and there are %d: please report this", pages, a.end())
	}
	if a.file != nil {
		return a.file.check(ctx, a.transaction)
	}
	return nil
}
