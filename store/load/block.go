package load

import (
	"bytes"
	"io"

	"spoor/store"
	"spoor/store/logline"
)

const (
	blockSize = 1 << 20
	// LineLimit is the longest line that is read as an event, in bytes. The block after it still holds a whole line of
	// that size.
	LineLimit = logline.MaxRecord
)

// block is a stretch of whole records of one source, or its end.
type block struct {
	source *source
	data   []byte
	offset int64 // of data in the decompressed source
	long   int64 // if not 0: data is the beginning of one line that is too long, and this is the length of that line
	lines  int64
	ends   []int32 // of the lines of data, each behind its line feed, where they are records; nil: nobody has looked
	cut    bool    // the run ends here

	// data is the end of the source, a record that has not ended; it counts neither in the offset nor in the digest
	unfinished bool

	parsed chan parsedPart // if not nil: what has come of it beside others

	// with cut or ended: the fingerprint of the source, and the state of its digest, behind this block
	fingerprint, digest []byte
	read                int64 // bytes that have been read of all files of the load

	// if not nil: the source ends here, and this takes it as it is then; such a block has no lines
	ended    chan<- store.Source
	complete bool // with ended: all of the source has been read
}

// blockReader cuts a stream into blocks of whole records and keeps its digest.
type blockReader struct {
	input  io.Reader
	offset int64
	digest *digest
	rest   []byte // read, but not yet handed out
	lines  int    // that the last block had: the next one may have as many
	err    error  // why nothing more can be read; io.EOF at the end
	free   *freeList

	records logline.Records
	goesOn  bool // more will come behind the end, so that what is there of a record waits
}

// next returns the next block, of maxLines lines or fewer, but for the rest of a record; io.EOF if there is none. Every
// whole line before an error of the input is handed out before the error is.
func (r *blockReader) next(maxLines int64) (*block, error) {
	r.fill()
	end, lines, ends := r.wholeRecords(maxLines)
	switch {
	case r.err == nil && end == 0:
		return r.longLine()
	case r.err == io.EOF && end == 0 && len(r.rest) > 0 && !r.goesOn:
		b := &block{data: r.rest, offset: r.offset, lines: countLines(r.rest), unfinished: true}
		r.rest = nil
		return b, nil
	case end == 0:
		r.free.give(r.rest)
		r.rest = nil
		return nil, r.err
	}
	b := &block{data: r.rest[:end], offset: r.offset, lines: lines, ends: ends}
	r.rest = append(r.free.take(), r.rest[end:]...)
	r.advance(b.data)
	return b, nil
}

// wholeRecords are those at the beginning of the buffer, up to the one that has the last of maxLines. Where each line
// is one, its end is told, so that nobody has to look for it again.
func (r *blockReader) wholeRecords(maxLines int64) (end int, lines int64, ends []int32) {
	if !r.records.MaySpan(r.rest) {
		ends = make([]int32, 0, r.lines+r.lines/8)
		for lines = 0; lines < maxLines; lines++ {
			length := bytes.IndexByte(r.rest[end:], '\n') + 1
			if length == 0 {
				break
			}
			end += length
			ends = append(ends, int32(end))
		}
		r.lines = len(ends)
		return end, lines, ends
	}
	for lines < maxLines {
		length, found := r.records.End(r.rest[end:], false)
		if !found {
			break
		}
		lines += countLines(r.rest[end : end+length])
		end += length
	}
	return end, lines, nil
}

// fill reads until the buffer is full or the input ends.
func (r *blockReader) fill() {
	if cap(r.rest) == 0 && r.err == nil {
		r.rest = r.free.take()
	}
	for r.err == nil && len(r.rest) < cap(r.rest) {
		var n int
		n, r.err = r.input.Read(r.rest[len(r.rest):cap(r.rest)])
		r.rest = r.rest[:len(r.rest)+n]
	}
}

// longLine passes over a line that does not fit into the buffer, and keeps its beginning. If the input ends or fails
// before the line does, the offset and the digest are as if it had not begun.
func (r *blockReader) longLine() (*block, error) {
	before := r.digest.clone()
	b := &block{data: bytes.Clone(r.rest[:store.KeptOfReject]), offset: r.offset, lines: 1}
	for len(r.rest) > 0 {
		end := bytes.IndexByte(r.rest, '\n') + 1
		if end > 0 {
			b.long += int64(end)
			r.advance(r.rest[:end])
			r.rest = r.rest[:copy(r.rest, r.rest[end:])]
			return b, nil
		}
		b.long += int64(len(r.rest))
		r.advance(r.rest)
		r.rest = r.rest[:0]
		r.fill()
	}
	r.digest, r.offset = before, b.offset
	if r.err == io.EOF {
		b.unfinished = true
		return b, nil
	}
	return nil, r.err
}

func (r *blockReader) advance(data []byte) {
	r.digest.Write(data)
	r.offset += int64(len(data))
}

// countLines counts the lines of a block; one without line feed at the end is a line too.
func countLines(data []byte) int64 {
	lines := int64(bytes.Count(data, []byte{'\n'}))
	if len(data) > 0 && data[len(data)-1] != '\n' {
		lines++
	}
	return lines
}

// freeList hands out the memory of blocks that are done.
type freeList struct{ buffers chan []byte }

func newFreeList() *freeList { return &freeList{make(chan []byte, 32)} }

func (f *freeList) take() []byte {
	select {
	case buffer := <-f.buffers:
		return buffer[:0]
	default:
		return make([]byte, 0, blockSize+LineLimit)
	}
}

func (f *freeList) give(buffer []byte) {
	if cap(buffer) < blockSize+LineLimit {
		return
	}
	select {
	case f.buffers <- buffer:
	default:
	}
}
