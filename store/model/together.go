package model

// textTogether is how many bytes of texts are numbered at a time, but for those of the last one.
const textTogether = 64 << 10

// textsTogether are texts that wait to be looked up in a table at once: see numberAll. The zero value is ready.
type textsTogether struct {
	bytes   []byte
	texts   [numberedTogether][]byte
	looks   [numberedTogether]lookup
	numbers [numberedTogether]int32
	count   int
}

// add has a text wait, of which it keeps a copy, and reports whether there is no room for more.
func (t *textsTogether) add(text []byte) (full bool) {
	from := len(t.bytes)
	t.bytes = append(t.bytes, text...)
	t.texts[t.count] = t.bytes[from:]
	t.count++
	return t.count == numberedTogether || len(t.bytes) >= textTogether
}

// number gives the texts that wait their numbers, in their order; add numbers one that the table does not know. The
// numbers are good until the next text waits.
func (t *textsTogether) number(table *internTable, add func(text []byte) int32) []int32 {
	numbers := t.numbers[:t.count]
	table.numberAll(t.texts[:t.count], t.looks[:t.count], numbers, func(i int) int32 { return add(t.texts[i]) })
	t.bytes, t.count = t.bytes[:0], 0
	return numbers
}
