package predicate

import (
	"math/bits"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/vm"
)

// condition is an expression as far as it is made of others by and, or and not.
type condition struct {
	join  join
	of    []condition
	index int // of the atom
}

type join uint8

const (
	leaf join = iota
	and
	or
	not
)

// atom is a piece of an expression: as much as looks at one part of an event alone, or else a comparison of several.
type atom struct {
	parts   Parts
	part    Part // the one that it looks at, if it is one
	program *vm.Program
	compare *comparison // in place of the program, where it is a plain comparison
}

// holds reports whether an event is like the atom.
func (a *atom) holds(e *Event) bool {
	switch c := a.compare; {
	case c == nil:
		return run(a.program, e)
	case c.field.number != nil:
		return c.holds(value{x: float64(*c.field.number(e))})
	default:
		return c.holds(value{s: *c.field.text(e)})
	}
}

// single reports whether the atom looks at one part that events have in common.
func (a *atom) single() bool { return bits.OnesCount8(uint8(a.parts)) == 1 && a.part != Size }

// split cuts an expression into atoms.
func (c *checker) split(root ast.Node) (condition, []atom, error) {
	var atoms []atom
	var cut func(n ast.Node) (condition, error)
	join := func(j join, of ...ast.Node) (condition, error) {
		joined := condition{join: j}
		for _, n := range of {
			one, err := cut(n)
			if err != nil {
				return joined, err
			}
			joined.of = append(joined.of, one)
		}
		return joined, nil
	}
	cut = func(n ast.Node) (condition, error) {
		parts := c.partsOf(n)
		if bits.OnesCount8(uint8(parts)) > 1 {
			if j, of := joinOf(n); j != leaf {
				return join(j, of...)
			}
		}
		program, err := compile(n.String())
		compare := comparisonOf(n)
		if compare != nil && compare.field.number == nil && compare.field.text == nil {
			compare = nil // a field of a profile or the catalogue
		}
		atoms = append(atoms, atom{parts, Part(bits.TrailingZeros8(uint8(parts))), program, compare})
		return condition{index: len(atoms) - 1}, err
	}
	all, err := cut(root)
	return all, atoms, err
}

// joinOf says what joins an expression, and of which others; leaf if nothing does.
func joinOf(n ast.Node) (join, []ast.Node) {
	switch n := n.(type) {
	case *ast.BinaryNode:
		switch n.Operator {
		case "&&", "and":
			return and, []ast.Node{n.Left, n.Right}
		case "||", "or":
			return or, []ast.Node{n.Left, n.Right}
		}
	case *ast.UnaryNode:
		if n.Operator == "!" || n.Operator == "not" {
			return not, []ast.Node{n.Node}
		}
	}
	return leaf, nil
}

// partsOf are the parts of an event that a piece of an expression looks at.
func (c *checker) partsOf(n ast.Node) Parts {
	found := namesIn{}
	ast.Walk(&n, &found)
	return found.parts
}

// namesIn collects the parts that are named.
type namesIn struct{ parts Parts }

// Visit is called for each piece.
func (v *namesIn) Visit(n *ast.Node) {
	if name, is := (*n).(*ast.IdentifierNode); is {
		if f := fieldOf(name.Value); f != nil {
			v.parts |= 1 << f.part
		}
	}
}
