package hugepage

import "unsafe"

// Texts keeps texts in large pieces of memory: a piece for each would cost more than most of them are long. A text is
// in memory as long as any of its piece is.
type Texts struct{ room []byte }

// least is how many bytes the first piece has; each has twice as many as the one before, up to a large page.
const least = 64 << 10

// Keep is a copy of a text.
func (t *Texts) Keep(text []byte) string {
	if len(text) == 0 {
		return ""
	}
	if cap(t.room)-len(t.room) < len(text) {
		t.room = Make[byte](max(len(text), min(max(2*cap(t.room), least), size)))[:0]
	}
	at := len(t.room)
	t.room = append(t.room, text...)
	return unsafe.String(&t.room[at], len(text)) // nobody writes there again
}
