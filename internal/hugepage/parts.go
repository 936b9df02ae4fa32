package hugepage

// partsTogether is how many parts are made in one piece of memory.
const partsTogether = 16

// Parts hands out memory in parts of one length: one by one as long as there are few, and then many in one piece, so
// that little takes little memory and much comes in large pages. It is for what has no pointers.
type Parts[T any] struct {
	given int
	room  []T
}

// Next is the next part, of as many values as all of them have.
func (p *Parts[T]) Next(length int) []T {
	if p.given++; p.given <= partsTogether {
		return make([]T, length)
	}
	if len(p.room) == 0 {
		p.room = Make[T](partsTogether * length)
	}
	part := p.room[:length:length]
	p.room = p.room[length:]
	return part
}
