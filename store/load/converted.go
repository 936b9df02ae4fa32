package load

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"iter"
)

// conversion makes lines of JSON of what is written otherwise. It gives the lines that a record ends on, so that lines
// keep their numbers as long as none has more than one record, and ends with what it can't read, as it is.
type conversion func(content *bufio.Reader) iter.Seq2[jsonLine, error]

// jsonLine is a line of JSON, and the number of the line of the file that it ends on, from 1; 0 if nobody knows.
type jsonLine struct {
	text []byte
	line int
}

// conversionOf finds out whether a file that begins so is to be converted; nil if it is not.
func conversionOf(head []byte) conversion {
	text := bytes.TrimLeft(bytes.TrimPrefix(head, byteOrderMark), " \t\r\n")
	switch {
	case beginsXML(text):
		return xmlRecords
	case beginsJournal(text):
		return journalEntries
	case beginsRows(text):
		return jsonRows
	case beginsSQL(text):
		return sqlRows
	}
	if style := beginsParagraphs(text); style != nil {
		return style.records
	}
	if table, ok := alignedTable(head); ok {
		return table.records
	}
	return nil
}

// converted reads the lines that a conversion makes.
type converted struct {
	next  func() (jsonLine, error, bool)
	stop  func()
	lines []byte // not yet handed out
	count int    // lines so far
	err   error  // why nothing more comes
}

func newConverted(content *bufio.Reader, convert conversion) *converted {
	c := &converted{}
	c.next, c.stop = iter.Pull2(convert(content))
	return c
}

// Read hands out lines as long as there are any.
func (c *converted) Read(p []byte) (int, error) {
	for len(c.lines) == 0 {
		if c.err != nil {
			return 0, c.err
		}
		r, err, ok := c.next()
		switch {
		case err != nil:
			c.err = err
		case !ok:
			c.err = io.EOF
		default:
			c.lines = c.lines[:0]
			for ; c.count+1 < r.line; c.count++ {
				c.lines = append(c.lines, '\n')
			}
			c.lines, c.count = append(append(c.lines, r.text...), '\n'), c.count+1
		}
	}
	n := copy(p, c.lines)
	c.lines = c.lines[n:]
	return n, nil
}

// Close ends the conversion.
func (c *converted) Close() error {
	c.stop()
	return nil
}

// rawLines gives what is left of a file as it is, line by line.
func rawLines(rest *bufio.Reader, yield func(jsonLine, error) bool) {
	for {
		line, err := rest.ReadSlice('\n')
		if len(line) > 0 && !yield(jsonLine{text: bytes.TrimRight(line, "\r\n")}, nil) {
			return
		}
		if err == io.EOF {
			return
		}
		if err != nil && err != bufio.ErrBufferFull { // what is longer than the buffer comes in pieces
			yield(jsonLine{}, err)
			return
		}
	}
}

// boundedReader reads no more than a record may have, and what is read ahead, until its count is set back.
type boundedReader struct {
	content io.Reader
	count   int
}

var errTooLong = errors.New("a record is too long")

func (b *boundedReader) Read(p []byte) (int, error) {
	if b.count > maxConverted {
		return 0, errTooLong
	}
	n, err := b.content.Read(p)
	b.count += n
	return n, err
}

// maxConverted is how many bytes a record may have before it is converted.
const maxConverted = 4 * LineLimit

// member is a name and a value of an object, both as JSON has them.
type member struct{ name, value []byte }

// object is the text of an object with these members.
func object(members []member) []byte {
	text := []byte{'{'}
	for i, m := range members {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(append(append(text, m.name...), ':'), m.value...)
	}
	return append(text, '}')
}

// quoted is a text as JSON has it.
func quoted(text string) []byte {
	quoted, err := json.Marshal(text)
	if err != nil { // no text has an error
		return []byte(`""`)
	}
	return quoted
}
