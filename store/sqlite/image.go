package sqlite

import "encoding/binary"

// imagePage is the size of the pages of an image, in bytes.
const imagePage = 32 << 10

// image is a database in memory as SQLite would write it to a file: tables of rows, in pages. SQLite takes rows over
// from it many times as fast as it takes values.
type image struct{ layout }

// newImage makes a database of tables that have rows.
func newImage(size int, tables []Rows) *image {
	m := &image{layout{size: size}}
	schema := m.newPage(leafPage, firstPageHead)
	for i, table := range tables {
		root := m.root(m.leaves(table, m.newPage(leafPage, 0), 0))
		m.record = &record{}
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
	copy(to[18:], []byte{1, 1, 0, 64, 32, 32}) // no write-ahead log, nothing reserved, and fixed numbers
	binary.BigEndian.PutUint32(to[24:], 1)     // how often it has changed
	binary.BigEndian.PutUint32(to[atPageCount:], m.end())
	binary.BigEndian.PutUint32(to[40:], 1)         // version of the schema
	binary.BigEndian.PutUint32(to[44:], 4)         // of the format of the schema
	binary.BigEndian.PutUint32(to[56:], 1)         // UTF-8
	binary.BigEndian.PutUint32(to[92:], 1)         // the change that the next number is of
	binary.BigEndian.PutUint32(to[96:], 3_040_000) // the version of SQLite that wrote it
}
