package load

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"iter"
)

// beginsJournal reports whether a file is what "journalctl -o export" prints: fields, one a line, and an empty line
// behind each entry.
func beginsJournal(text []byte) bool {
	return bytes.HasPrefix(text, []byte("__CURSOR=")) || bytes.HasPrefix(text, []byte("__REALTIME_TIMESTAMP="))
}

// journalEntries makes of each entry an object as "journalctl -o json" has it.
func journalEntries(content *bufio.Reader) iter.Seq2[jsonLine, error] {
	return func(yield func(jsonLine, error) bool) {
		var members []member
		for number := 1; ; number++ {
			name, value, more, err := journalField(content)
			if name != nil && len(members) < maxFields {
				members = append(members, member{quoted(string(name)), quoted(string(value))})
			}
			number += more
			if ended := name == nil; (ended || err != nil) && len(members) > 0 {
				line := number
				if ended { // the empty line is behind the entry
					line--
				}
				if !yield(jsonLine{text: object(members), line: line}, nil) {
					return
				}
				members = members[:0]
			}
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(jsonLine{}, err)
				return
			}
		}
	}
}

// maxFields is how many fields an entry may have, and elements a record.
const maxFields = 1000

// journalField reads the next field; without a name it is the empty line behind an entry. more is how many lines
// further it ends. A value that is not one line of text has its length before it.
func journalField(content *bufio.Reader) (name, value []byte, more int, err error) {
	line, err := wholeLine(content)
	if name, value, ok := bytes.Cut(line, []byte{'='}); ok || len(line) == 0 {
		if !ok {
			name = nil
		}
		return name, value, 0, err
	}
	if err != nil {
		return line, nil, 0, err
	}
	var length [8]byte
	if _, err = io.ReadFull(content, length[:]); err != nil {
		if err == io.ErrUnexpectedEOF {
			err = io.EOF
		}
		return line, nil, 0, err
	}
	size := binary.LittleEndian.Uint64(length[:])
	value, err = io.ReadAll(io.LimitReader(content, int64(min(size, LineLimit))))
	if err == nil && size > LineLimit {
		_, err = io.CopyN(io.Discard, content, int64(min(size-LineLimit, 1<<40)))
	}
	if err == nil {
		_, err = content.ReadByte() // its line feed
	}
	return line, value, bytes.Count(value, []byte{'\n'}) + bytes.Count(length[:], []byte{'\n'}) + 1, err
}

// wholeLine reads a line, of which what is longer than a line may be is left out.
func wholeLine(content *bufio.Reader) (line []byte, err error) {
	for {
		part, err := content.ReadSlice('\n')
		if len(line) < LineLimit {
			line = append(line, part...)
		}
		if err != bufio.ErrBufferFull {
			return bytes.TrimRight(line, "\r\n"), err
		}
	}
}
