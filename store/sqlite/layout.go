package sqlite

import (
	"encoding/binary"
	"slices"
)

// layout lays rows out as SQLite writes them to a file (https://sqlite.org/fileformat2.html): trees of pages, which are
// behind those that there are.
type layout struct {
	size    int               // of a page
	before  uint32            // how many pages there are already
	pages   [][]byte          // behind them; nil for the one that SQLite locks the file by
	changed map[uint32][]byte // those of the pages before that change
	done    func()            // is called when all pages but the last will not change any more; nil: nobody wants to know
	spare   [][]byte          // memory for pages

	record *record // of the row at hand
	cell   []byte
}

// Kinds of pages, and where the numbers in their heads are.
const (
	innerPage = 0x05
	leafPage  = 0x0d

	indexInnerPage = 0x02
	indexLeafPage  = 0x0a

	firstPageHead = 100 // bytes of the first page that are about the whole file

	magic           = "SQLite format 3\x00"
	atReserved      = 20
	atPageCount     = 28
	atUserVersion   = 60
	atApplicationID = 68

	atCellCount  = 3
	atCellsBegin = 5
	atLastChild  = 8 // of an inner page
)

// lockByte is where in a file SQLite locks it: the page there holds nothing.
const lockByte = 1 << 30

// treePage is a page that cells are put into: from its end on, with their places behind its head.
type treePage struct {
	number       uint32
	data         []byte
	head         int // where the head begins
	places       int // where the place of the next cell goes
	begin, cells int
}

func (l *layout) newPage(kind byte, head int) *treePage {
	number := l.newNumber()
	return emptyPage(number, l.page(number), kind, head)
}

// emptyPage makes a page of memory that has nothing in it.
func emptyPage(number uint32, data []byte, kind byte, head int) *treePage {
	p := &treePage{number: number, data: data, head: head, places: head + 8, begin: len(data)}
	p.data[head] = kind
	if kind == innerPage || kind == indexInnerPage {
		p.places += 4
	}
	p.count()
	return p
}

// newNumber is the number of another page.
func (l *layout) newNumber() uint32 {
	if l.end() == lockByte/uint32(l.size) {
		l.pages = append(l.pages, nil)
	}
	l.pages = append(l.pages, l.blank())
	return l.end()
}

// blank is memory for a page, of zeros.
func (l *layout) blank() (page []byte) {
	for page == nil && len(l.spare) > 0 { // nil stands for the one that nothing is written to
		end := len(l.spare) - 1
		page, l.spare = l.spare[end], l.spare[:end]
	}
	if page == nil {
		return make([]byte, l.size)
	}
	clear(page)
	return page
}

// end is the number of the last page.
func (l *layout) end() uint32 { return l.before + uint32(len(l.pages)) }

// page is a page that has been made, or changes.
func (l *layout) page(number uint32) []byte {
	if number <= l.before {
		return l.changed[number]
	}
	return l.pages[number-l.before-1]
}

// add puts a cell behind the others, unless the page has no room for it.
func (p *treePage) add(cell []byte) bool {
	if p.places+2 > p.begin-len(cell) {
		return false
	}
	p.begin -= len(cell)
	copy(p.data[p.begin:], cell)
	binary.BigEndian.PutUint16(p.data[p.places:], uint16(p.begin))
	p.places += 2
	p.cells++
	p.count()
	return true
}

// count notes in the head how many cells there are, and where.
func (p *treePage) count() {
	binary.BigEndian.PutUint16(p.data[p.head+atCellCount:], uint16(p.cells))
	binary.BigEndian.PutUint16(p.data[p.head+atCellsBegin:], uint16(p.begin))
}

// pageBuilder is a page of a tree, and the last row in it and under it: its number, or in a table WITHOUT ROWID the row
// itself, which then stands between the page and the next one, and in neither.
type pageBuilder struct {
	page uint32
	last int64
	row  []byte
}

// leaves puts rows behind those of a leaf, the last of which has a number, and into others behind it.
func (l *layout) leaves(t Rows, leaf *treePage, last int64) []pageBuilder {
	var leaves []pageBuilder
	next := t.records()
	for i := range t.Count {
		l.record = next()
		number := t.number(i, last)
		cell := l.cellIn(leaf, number)
		if !leaf.add(cell) {
			leaves = append(leaves, leaf.full(last))
			leaf = l.newPage(leaf.data[leaf.head], 0)
			leaf.add(cell)
			if l.done != nil {
				l.done()
			}
		}
		last = number
	}
	return append(leaves, pageBuilder{page: leaf.number, last: last})
}

// full ends a leaf that has no room for the next row. Of a table WITHOUT ROWID, which has more than one row in a page,
// the last one is taken out of it.
func (p *treePage) full(last int64) pageBuilder {
	if p.data[p.head] == leafPage {
		return pageBuilder{page: p.number, last: last}
	}
	end := len(p.data)
	if p.cells > 1 {
		end = int(binary.BigEndian.Uint16(p.data[p.places-4:]))
	}
	row := slices.Clone(p.data[p.begin:end])
	p.begin, p.places, p.cells = end, p.places-2, p.cells-1
	p.count()
	return pageBuilder{page: p.number, row: row}
}

// cellIn is the cell that the record that has been gathered has in a leaf.
func (l *layout) cellIn(leaf *treePage, number int64) []byte {
	if leaf.data[leaf.head] == indexLeafPage {
		return l.bareRow()
	}
	return l.row(number)
}

// bareRow is the cell of a row that is in its page whole, in a table WITHOUT ROWID.
func (l *layout) bareRow() []byte {
	head := l.record.headLength()
	l.cell = appendVarint(l.cell[:0], uint64(head+len(l.record.content)))
	l.cell = l.record.appendTo(l.cell, head)
	return l.cell
}

// row is the cell of a row that has a number.
func (l *layout) row(number int64) []byte {
	head := l.record.headLength()
	length := head + len(l.record.content)
	l.cell = appendVarint(appendVarint(l.cell[:0], uint64(length)), uint64(number))
	begin, here := len(l.cell), l.inPage(length)
	l.cell = l.record.appendTo(l.cell, head)
	if here < length {
		spilled := l.spill(l.cell[begin+here:])
		l.cell = binary.BigEndian.AppendUint32(l.cell[:begin+here], spilled)
	}
	return l.cell
}

// inPage is how much of a record goes into the page of its row.
func (l *layout) inPage(length int) int {
	most, least := l.size-35, (l.size-12)*32/255-23
	if length <= most {
		return length
	}
	if here := least + (length-least)%(l.size-4); here <= most {
		return here
	}
	return least
}

// spill writes the rest of a record into pages of its own, each of which names the next one, and returns the first.
func (l *layout) spill(rest []byte) uint32 {
	var first uint32
	var before []byte
	for part := range slices.Chunk(rest, l.size-4) {
		number := l.newNumber()
		if before == nil {
			first = number
		} else {
			binary.BigEndian.PutUint32(before, number)
		}
		before = l.page(number)
		copy(before[4:], part)
	}
	return first
}

// root builds a tree over pages and returns its root.
func (l *layout) root(children []pageBuilder) uint32 {
	for len(children) > 1 {
		children = l.level(children, l.newNumber)
	}
	return children[0].page
}

// level makes the pages over others, evenly, so that none of them has a single child. number gives each its number.
func (l *layout) level(children []pageBuilder, number func() uint32) []pageBuilder {
	most := l.mostChildren(children)
	parents := make([]pageBuilder, (len(children)+most-1)/most)
	for i := range parents {
		group := children[i*len(children)/len(parents) : (i+1)*len(children)/len(parents)]
		parents[i] = group[len(group)-1]
		parents[i].page = number()
		l.inner(parents[i].page, group)
	}
	return parents
}

// mostChildren is how many pages are under an inner one at most: each has a place, the number of its page and that of
// its last row, or the row.
func (l *layout) mostChildren(children []pageBuilder) int {
	longest := 9
	for _, child := range children {
		longest = max(longest, len(child.row))
	}
	return (l.size - 12) / (2 + 4 + longest)
}

// inner makes an inner page over others.
func (l *layout) inner(number uint32, children []pageBuilder) {
	data := l.page(number)
	clear(data)
	kind := byte(innerPage)
	if children[0].row != nil {
		kind = indexInnerPage
	}
	parent := emptyPage(number, data, kind, 0)
	last := len(children) - 1
	for _, child := range children[:last] {
		l.cell = binary.BigEndian.AppendUint32(l.cell[:0], child.page)
		if child.row == nil {
			l.cell = appendVarint(l.cell, uint64(child.last))
		}
		l.cell = append(l.cell, child.row...)
		parent.add(l.cell)
	}
	binary.BigEndian.PutUint32(parent.data[atLastChild:], children[last].page)
}
