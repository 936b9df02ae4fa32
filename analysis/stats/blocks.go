package stats

import "spoor/internal/hugepage"

// Blocks is a list of so many elements that to copy them whenever it grows would cost more than to make them. It is
// read block by block; two lists become one by append.
type Blocks[T any] [][]T

// A block has room for twice as many elements as the one before it, up to mostInBlock.
const (
	leastInBlock = 256
	mostInBlock  = 64 << 10
)

// Add adds elements at the end. They have no pointers.
func (b *Blocks[T]) Add(elements ...T) {
	for len(elements) > 0 {
		last := len(*b) - 1
		if last < 0 || len((*b)[last]) == cap((*b)[last]) {
			room := leastInBlock
			if last >= 0 {
				room = min(max(2*cap((*b)[last]), leastInBlock), mostInBlock)
			}
			*b = append(*b, hugepage.Make[T](room)[:0])
			last++
		}
		block := &(*b)[last]
		n := min(len(elements), cap(*block)-len(*block))
		*block, elements = append(*block, elements[:n]...), elements[n:]
	}
}
