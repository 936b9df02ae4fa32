package server

import "spoor/internal/hugepage"

// stack is a list of values without pointers that grows without being copied, since it is long, and is used again and
// again.
type stack[T any] struct {
	parts [][]T
	room  []T // memory for more parts
	count int
}

const (
	stackPart = 1 << 13
	// partsTogether is how many parts a stack that has as many already gets at a time, in one piece of memory.
	partsTogether = 16
)

func (s *stack[T]) add(x T) {
	if s.count == len(s.parts)*stackPart {
		s.parts = append(s.parts, s.part())
	}
	*s.at(s.count) = x
	s.count++
}

func (s *stack[T]) part() []T {
	if len(s.parts) < partsTogether {
		return make([]T, stackPart)
	}
	if len(s.room) == 0 {
		s.room = hugepage.Make[T](partsTogether * stackPart)
	}
	part := s.room[:stackPart:stackPart]
	s.room = s.room[stackPart:]
	return part
}

func (s *stack[T]) at(i int) *T { return &s.parts[i/stackPart][i%stackPart] }

func (s *stack[T]) clear() { s.count = 0 }
