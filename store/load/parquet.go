//go:build parquet

package load

import (
	"bytes"
	"fmt"
	"io"
	"os"

	"github.com/parquet-go/parquet-go"
)

// parquetMagic is what a Parquet file begins with, and ends with.
const parquetMagic = "PAR1"

// openParquet opens a Parquet file as JSON, a row a line; nil for any other file. It has to be a file, since what is
// where stands at its end.
func openParquet(file *os.File, size int64, read *meter) (rows io.Reader, err error) {
	head := make([]byte, len(parquetMagic))
	if _, err := file.ReadAt(head, 0); err != nil || string(head) != parquetMagic {
		return nil, nil // an error comes again when the file is read
	}
	defer soundParquet(&err)
	opened, err := parquet.OpenFile(file, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, damagedParquet(err)
	}
	groups, root := opened.RowGroups(), opened.Root()
	return &parquetRows{groups: groups, all: opened.NumRows(), root: root, size: size, read: read}, nil
}

// parquetRows reads the rows of a file as JSON, a line each.
type parquetRows struct {
	groups []parquet.RowGroup // not yet opened
	rows   parquet.Rows       // of the group that is being read; nil: none is
	buffer [parquetBatch]parquet.Row
	root   *parquet.Column
	size   int64 // of the file
	done   int64 // rows that have been read
	all    int64
	read   *meter // told how much of the file has been read, more or less
	lines  []byte // not yet handed out
	text   []byte // of all lines of a batch
	err    error  // why nothing more comes
}

// parquetBatch is how many rows are read at once.
const parquetBatch = 64

// Read hands out lines.
func (r *parquetRows) Read(p []byte) (int, error) {
	for len(r.lines) == 0 {
		if r.err != nil {
			return 0, r.err
		}
		if r.err = r.read.ctx.Err(); r.err == nil {
			r.err = r.fill()
		}
	}
	n := copy(p, r.lines)
	r.lines = r.lines[n:]
	return n, nil
}

// fill reads the next rows. io.EOF means that there are no more.
func (r *parquetRows) fill() (err error) {
	defer soundParquet(&err)
	if r.rows == nil {
		if len(r.groups) == 0 {
			return io.EOF
		}
		r.rows, r.groups = r.groups[0].Rows(), r.groups[1:]
	}
	n, err := r.rows.ReadRows(r.buffer[:])
	r.text = r.text[:0]
	for _, row := range r.buffer[:n] {
		r.text = append(appendParquetRow(r.text, r.root, row), '\n')
	}
	r.lines = r.text
	if r.done += int64(n); r.all > 0 {
		r.read.bytes = int64(float64(r.size) * float64(r.done) / float64(r.all))
	}
	if err == io.EOF {
		err, r.rows = r.rows.Close(), nil
	}
	if err != nil {
		return damagedParquet(err)
	}
	return nil
}

// soundParquet makes an error of what the library says of a file that is not as it should be by a panic.
func soundParquet(err *error) {
	if failed := recover(); failed != nil {
		*err = damagedParquet(fmt.Errorf("%v", failed))
	}
}

func damagedParquet(err error) error {
	text, _, _ := bytes.Cut([]byte(err.Error()), []byte{'\n'})
	return fmt.Errorf("the Parquet file is damaged (%s); copy it again", text)
}
