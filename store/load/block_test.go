package load

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"testing/iotest"
)

// checkBlocks reads a stream in blocks of at most so many lines and checks what the rest of the load takes for granted:
// the blocks are the stream, cut behind line feeds; what no line feed ends comes last, and only if the stream ends
// well; the digest, the fingerprint and the offset are those of the whole lines.
func checkBlocks(t *testing.T, stream io.Reader, content []byte, fails bool, maxLines int64) {
	t.Helper()
	reader := &blockReader{input: stream, digest: newDigest(), free: newFreeList()}
	at, unfinished := int64(0), false
	for {
		b, err := reader.next(maxLines)
		if err != nil {
			if fails == (err == io.EOF) {
				t.Fatalf("the stream ends with %v", err)
			}
			break
		}
		length := max(b.long, int64(len(b.data)))
		if b.offset != at || length == 0 || length > int64(len(content))-at || unfinished {
			t.Fatalf("a block of %d bytes at %d, %d have been read of %d", length, b.offset, at, len(content))
		}
		whole := content[at : at+length]
		if !bytes.HasPrefix(whole, b.data) || b.long == 0 && len(b.data) != len(whole) {
			t.Fatalf("the block at %d has other bytes", at)
		}
		unfinished = b.unfinished
		if ended := whole[len(whole)-1] == '\n'; ended == unfinished || unfinished && at+length != int64(len(content)) {
			t.Fatalf("the block at %d: ends in a line feed: %v, unfinished: %v", at, ended, unfinished)
		}
		if b.lines < 1 || b.lines > maxLines || b.lines != countLines(whole) {
			t.Fatalf("the block at %d has %d lines, of at most %d", at, b.lines, maxLines)
		}
		if at += length; unfinished {
			at -= length
		}
	}
	lines := content[:bytes.LastIndexByte(content, '\n')+1]
	if reader.offset != int64(len(lines)) || unfinished != (!fails && len(lines) < len(content)) {
		t.Fatalf("it ends at %d, want %d; unfinished: %v", reader.offset, len(lines), unfinished)
	}
	if !bytes.Equal(reader.digest.whole(), slowDigest(lines)) {
		t.Fatal("another digest")
	}
	if !bytes.Equal(reader.digest.fingerprint(), fingerprint(lines)) {
		t.Fatal("another fingerprint")
	}
}

// FuzzBlocks cuts streams into blocks: filled up to many bytes by repetition of their lines, read in pieces, and
// failing at their end.
func FuzzBlocks(f *testing.F) {
	f.Add([]byte("a\nb\n\nc"), uint16(1), uint16(3), false)
	f.Add([]byte("a line that is repeated until it is more than a block\n"), uint16(60_000), uint16(1000), false)
	f.Add([]byte("no line feed at all"), uint16(60_000), uint16(1), false)
	f.Add([]byte("\n"), uint16(3), uint16(2), true)
	f.Add([]byte("ends\nin an error"), uint16(50_000), uint16(9), true)
	f.Add([]byte{}, uint16(1), uint16(1), false)
	f.Fuzz(func(t *testing.T, piece []byte, times, maxLines uint16, fails bool) {
		if len(piece)*int(times) > 6<<20 {
			t.Skip("too long to be quick")
		}
		if blocks := bytes.Count(piece, []byte{'\n'}) * int(times) / (int(maxLines) + 1); blocks > 1000 {
			t.Skip("too many blocks to be quick")
		}
		content := bytes.Repeat(piece, int(times))
		var stream io.Reader = bytes.NewReader(content)
		if fails {
			stream = io.MultiReader(stream, iotest.ErrReader(errors.New("the cable is cut")))
		}
		checkBlocks(t, stream, content, fails, int64(maxLines)+1)
	})
}

// TestBlocksOfLinesAboutTheLimits has lines that just fit into a block, and that do not.
func TestBlocksOfLinesAboutTheLimits(t *testing.T) {
	content := join(longLines(), true)
	for _, cut := range []int{0, 1, LineLimit, blockSize + LineLimit + 5, 3 * LineLimit} {
		part := content[:len(content)-cut]
		checkBlocks(t, bytes.NewReader(part), part, false, 3)
		checkBlocks(t, iotest.HalfReader(bytes.NewReader(part)), part, false, 1)
	}
}
