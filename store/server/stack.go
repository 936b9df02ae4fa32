package server

import "spoor/internal/hugepage"

// stack is a list of values without pointers that grows without being copied, since it is long, and is used again and
// again.
type stack[T any] struct {
	parts  [][]T
	memory hugepage.Parts[T]
	count  int
}

const stackPart = 1 << 13

func (s *stack[T]) add(x T) {
	if s.count == len(s.parts)*stackPart {
		s.parts = append(s.parts, s.memory.Next(stackPart))
	}
	*s.at(s.count) = x
	s.count++
}

func (s *stack[T]) at(i int) *T { return &s.parts[i/stackPart][i%stackPart] }

func (s *stack[T]) clear() { s.count = 0 }
