package sqlite

import (
	"encoding/binary"
	"slices"
)

// imagePage is the size of the pages of an image, in bytes.
const imagePage = 32 << 10

// image is a database in memory as SQLite would write it to a file (https://sqlite.org/fileformat2.html): tables of
// rows, in pages. SQLite takes rows over from it many times as fast as it takes values.
type image struct {
	size  int // of a page
	pages [][]byte

	record  record
	payload []byte
	cell    []byte
}

// Kinds of pages, and where the numbers in their heads are.
const (
	innerPage = 0x05
	leafPage  = 0x0d

	indexInnerPage = 0x02
	indexLeafPage  = 0x0a

	firstPageHead = 100 // bytes of the first page that are about the whole file

	magic           = "SQLite format 3\x00"
	atUserVersion   = 60
	atApplicationID = 68

	atCellCount  = 3
	atCellsBegin = 5
	atLastChild  = 8 // of an inner page
)

// newImage makes a database of tables that have rows.
func newImage(size int, tables []Rows) *image {
	m := &image{size: size}
	schema := m.newPage(leafPage, firstPageHead)
	for i, table := range tables {
		root := m.table(table)
		m.record.clear()
		m.record.Text("table")
		m.record.Text(table.Table())
		m.record.Text(table.Table())
		m.record.Integer(int64(root))
		m.record.Text(table.schema())
		if !schema.add(m.row(int64(i + 1))) {
			panic("BUG: the schema of an image does not fit into its first page")
		}
	}
	m.head(m.pages[0])
	return m
}

// head fills in what the file says of itself.
func (m *image) head(to []byte) {
	copy(to, magic)
	binary.BigEndian.PutUint16(to[16:], uint16(m.size))
	copy(to[18:], []byte{1, 1, 0, 64, 32, 32})                // no write-ahead log, nothing reserved, and fixed numbers
	binary.BigEndian.PutUint32(to[24:], 1)                    // how often it has changed
	binary.BigEndian.PutUint32(to[28:], uint32(len(m.pages))) // that many pages
	binary.BigEndian.PutUint32(to[40:], 1)                    // version of the schema
	binary.BigEndian.PutUint32(to[44:], 4)                    // of the format of the schema
	binary.BigEndian.PutUint32(to[56:], 1)                    // UTF-8
	binary.BigEndian.PutUint32(to[92:], 1)                    // the change that the next number is of
	binary.BigEndian.PutUint32(to[96:], 3_040_000)            // the version of SQLite that wrote it
}

// treePage is a page that cells are put into: from its end on, with their places behind its head.
type treePage struct {
	number       uint32
	data         []byte
	head         int // where the head begins
	places       int // where the place of the next cell goes
	begin, cells int
}

func (m *image) newPage(kind byte, head int) *treePage {
	p := &treePage{number: m.newNumber(), head: head, places: head + 8, begin: m.size}
	p.data = m.pages[p.number-1]
	p.data[head] = kind
	if kind == innerPage {
		p.places += 4
	}
	p.count()
	return p
}

func (m *image) newNumber() uint32 {
	m.pages = append(m.pages, make([]byte, m.size))
	return uint32(len(m.pages))
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

// pageBuilder is a page of a tree, and the last row in it and under it.
type pageBuilder struct {
	page uint32
	last int64
}

// table writes the rows and returns the page that is the root of their tree.
func (m *image) table(t Rows) uint32 {
	leaf := m.newPage(leafPage, 0)
	var leaves []pageBuilder
	last := int64(0)
	for i := range t.Count {
		m.record.clear()
		t.put(i, &m.record)
		number := t.number(i)
		cell := m.row(number)
		if !leaf.add(cell) {
			leaves = append(leaves, pageBuilder{leaf.number, last})
			leaf = m.newPage(leafPage, 0)
			leaf.add(cell)
		}
		last = number
	}
	return m.root(append(leaves, pageBuilder{leaf.number, last}))
}

// row is the cell of the record that has been gathered.
func (m *image) row(number int64) []byte {
	m.payload = m.record.appendTo(m.payload[:0])
	m.cell = appendVarint(m.cell[:0], uint64(len(m.payload)))
	m.cell = appendVarint(m.cell, uint64(number))
	here := m.inPage(len(m.payload))
	m.cell = append(m.cell, m.payload[:here]...)
	if rest := m.payload[here:]; len(rest) > 0 {
		m.cell = binary.BigEndian.AppendUint32(m.cell, m.spill(rest))
	}
	return m.cell
}

// inPage is how much of a record goes into the page of its row.
func (m *image) inPage(length int) int {
	most, least := m.size-35, (m.size-12)*32/255-23
	if length <= most {
		return length
	}
	if here := least + (length-least)%(m.size-4); here <= most {
		return here
	}
	return least
}

// spill writes the rest of a record into pages of its own, each of which names the next one, and returns the first.
func (m *image) spill(rest []byte) uint32 {
	first := uint32(len(m.pages) + 1)
	for part := range slices.Chunk(rest, m.size-4) {
		page := m.pages[m.newNumber()-1]
		copy(page[4:], part)
		if rest = rest[len(part):]; len(rest) > 0 {
			binary.BigEndian.PutUint32(page, uint32(len(m.pages)+1))
		}
	}
	return first
}

// root builds a tree over pages, evenly, so that no page of it has a single child.
func (m *image) root(children []pageBuilder) uint32 {
	most := (m.size - 12) / (2 + 4 + 9) // a place, the number of a page and that of a row
	for len(children) > 1 {
		parents := make([]pageBuilder, (len(children)+most-1)/most)
		for i := range parents {
			group := children[i*len(children)/len(parents) : (i+1)*len(children)/len(parents)]
			last := group[len(group)-1]
			parent := m.newPage(innerPage, 0)
			for _, child := range group[:len(group)-1] {
				m.cell = binary.BigEndian.AppendUint32(m.cell[:0], child.page)
				parent.add(appendVarint(m.cell, uint64(child.last)))
			}
			binary.BigEndian.PutUint32(parent.data[atLastChild:], last.page)
			parents[i] = pageBuilder{parent.number, last.last}
		}
		children = parents
	}
	return children[0].page
}
