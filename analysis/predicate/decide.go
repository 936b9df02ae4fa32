package predicate

import (
	"math"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
)

// verdict says whether an expression can be true, and false.
type verdict uint8

const (
	sometimes verdict = iota
	never
	always
)

// mostCases is how many cases are tried; an expression with more is taken to depend on the event.
const mostCases = 20_000

// decide tries an expression on every kind of event that it tells apart. Of a field that is compared with constants
// these are the constants and what lies between them; whatever else an expression asks may be so or not. So never and
// always are sure, and sometimes may be wrong only where the field of a pattern or of a sum can't be like that.
func decide(root ast.Node) verdict {
	k := cases{values: map[string][]value{}, fields: map[string]*field{}}
	k.collect(root)
	if k.count() > mostCases {
		return sometimes
	}
	k.names = slices.Sorted(func(yield func(string) bool) {
		for name := range k.values {
			if !yield(name) {
				return
			}
		}
	})
	k.try(root, map[string]value{})
	switch {
	case !k.yes:
		return never
	case !k.no:
		return always
	}
	return sometimes
}

// value is a constant: a number, or a text.
type value struct {
	x float64
	s string
}

// cases are the kinds of events that an expression tells apart.
type cases struct {
	values  map[string][]value // by what is compared, a field or a piece of the expression
	fields  map[string]*field  // of those that are fields
	names   []string
	yes, no bool // it was true, it was false
}

// comparison is a piece of an expression that compares a field with constants.
type comparison struct {
	name     string
	field    *field
	operator string
	with     []value
}

// collect notes what the pieces of an expression are compared with.
func (k *cases) collect(n ast.Node) {
	if b, is := n.(*ast.BoolNode); is && b != nil {
		return
	}
	if j, of := joinOf(n); j != leaf {
		for _, one := range of {
			k.collect(one)
		}
		return
	}
	c := comparisonOf(n)
	if c == nil {
		k.values[n.String()] = []value{{x: 0}, {x: 1}}
		return
	}
	if k.fields[c.name] == nil {
		k.fields[c.name] = c.field
		k.values[c.name] = rest(c.field)
	}
	for _, with := range c.with {
		k.values[c.name] = append(k.values[c.name], around(c.field, with)...)
	}
	k.values[c.name] = distinct(k.values[c.name])
}

func distinct(values []value) []value {
	var kept []value
	for _, v := range values {
		if !slices.Contains(kept, v) {
			kept = append(kept, v)
		}
	}
	return kept
}

// other is a text that no expression names.
const other = "\x00"

// rest are the values of a field that nothing names.
func rest(f *field) []value {
	switch {
	case f.kind == number:
		return []value{{x: float64(f.least)}, {x: float64(f.most)}}
	case f.values != nil:
		var all []value
		for _, s := range f.values {
			all = append(all, value{s: s})
		}
		return all
	}
	return []value{{s: ""}, {s: other}}
}

// around are a constant and the values next to it, so far as the field can have them.
func around(f *field, v value) []value {
	switch {
	case f.kind == number:
		var near []value
		for _, x := range []float64{math.Floor(v.x) - 1, math.Floor(v.x), math.Ceil(v.x), math.Ceil(v.x) + 1} {
			if x >= float64(f.least) && x <= float64(f.most) {
				near = append(near, value{x: x})
			}
		}
		return near
	case f.values != nil:
		return nil
	}
	return []value{v, {s: v.s + other}}
}

func (k *cases) count() int {
	n := 1
	for _, values := range k.values {
		if n *= len(values); n > mostCases {
			break
		}
	}
	return n
}

// try evaluates the expression for all values of the names that have none yet.
func (k *cases) try(root ast.Node, event map[string]value) {
	if k.yes && k.no {
		return
	}
	if len(event) == len(k.names) {
		if holds(root, event) {
			k.yes = true
		} else {
			k.no = true
		}
		return
	}
	name := k.names[len(event)]
	for _, v := range k.values[name] {
		event[name] = v
		k.try(root, event)
	}
	delete(event, name)
}

func holds(n ast.Node, event map[string]value) bool {
	if b, is := n.(*ast.BoolNode); is {
		return b.Value
	}
	switch j, of := joinOf(n); j {
	case and:
		return holds(of[0], event) && holds(of[1], event)
	case or:
		return holds(of[0], event) || holds(of[1], event)
	case not:
		return !holds(of[0], event)
	}
	if c := comparisonOf(n); c != nil {
		return c.holds(event[c.name])
	}
	return event[n.String()].x == 1
}

// comparisonOf is a comparison of a field with constants; nil if a piece of an expression is something else.
func comparisonOf(n ast.Node) *comparison {
	b, is := n.(*ast.BinaryNode)
	if !is {
		return nil
	}
	if c := comparisonWith(b.Left, b.Operator, b.Right); c != nil {
		return c
	}
	if turned, can := turnedOperators[b.Operator]; can {
		return comparisonWith(b.Right, turned, b.Left)
	}
	return nil
}

var turnedOperators = map[string]string{"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}

func comparisonWith(of ast.Node, operator string, with ast.Node) *comparison {
	f, name := plainField(of)
	constants := constantsOf(with)
	if f == nil || constants == nil {
		return nil
	}
	if _, ordered := turnedOperators[operator]; !ordered && operator != "in" && operator != "startsWith" {
		return nil
	}
	if f.kind == text && strings.ContainsAny(operator, "<>") { // the values between two texts are too many
		return nil
	}
	if _, span := with.(*ast.BinaryNode); span {
		operator = ".."
	}
	return &comparison{name, f, operator, constants}
}

// plainField is a field that a piece of an expression is, and its name.
func plainField(n ast.Node) (*field, string) {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		if f := fieldOf(n.Value); f != nil && f.kind != group {
			return f, f.name
		}
	case *ast.MemberNode:
		if f, name := groupOf(n); f != nil {
			return &field{kind: text}, f.name + "." + name
		}
	}
	return nil, ""
}

// constantsOf are the constants that a piece of an expression is; nil if it is something else.
func constantsOf(n ast.Node) []value {
	switch n := n.(type) {
	case *ast.IntegerNode:
		return []value{{x: float64(n.Value)}}
	case *ast.FloatNode:
		return []value{{x: n.Value}}
	case *ast.StringNode:
		return []value{{s: n.Value}}
	case *ast.UnaryNode:
		if of := constantsOf(n.Node); n.Operator == "-" && of != nil {
			return []value{{x: -of[0].x}}
		}
	case *ast.ArrayNode:
		all := []value{}
		for _, one := range n.Nodes {
			all = append(all, constantsOf(one)...)
		}
		return all
	case *ast.BinaryNode:
		if n.Operator == ".." {
			return append(constantsOf(n.Left), constantsOf(n.Right)...)
		}
	}
	return nil
}

func (c *comparison) holds(v value) bool {
	switch first := c.with[0]; c.operator {
	case "==":
		return v == first
	case "!=":
		return v != first
	case "<":
		return v.x < first.x
	case "<=":
		return v.x <= first.x
	case ">":
		return v.x > first.x
	case ">=":
		return v.x >= first.x
	case "startsWith":
		return strings.HasPrefix(v.s, first.s)
	case "..":
		return v.x >= first.x && v.x <= c.with[1].x
	default: // in
		return slices.Contains(c.with, v)
	}
}
