package predicate

import (
	"fmt"
	"maps"
	"regexp/syntax"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
)

// kind is what a part of an expression gives.
type kind uint8

const (
	truth kind = iota
	number
	text
	group   // of fields
	numbers // a list of them
	texts
)

var kindNames = [...]string{truth: "true or false", number: "a number", text: "a text",
	group:   "a group of fields, of which one must be named as in profile.major",
	numbers: "a list of numbers", texts: "a list of texts"}

func (k kind) String() string { return kindNames[k] }

// checker checks one expression.
type checker struct {
	source string
	nodes  int
	steps  int // of its patterns
}

// wrong is an error at a place of the expression.
func (c *checker) wrong(at ast.Node, format string, arguments ...any) *Error {
	e := (&file.Error{Location: at.Location()}).Bind(file.NewSource(c.source))
	return &Error{Line: e.Line, Column: e.Column + 1, Text: fmt.Sprintf(format, arguments...)}
}

// unknown is an error about a word where there are others.
func (c *checker) unknown(at ast.Node, word string, known []string, format string, arguments ...any) error {
	err := c.wrong(at, format, arguments...)
	err.Word, err.Known = word, known
	return err
}

// check says what kind a part of an expression is of, or what is wrong with it.
func (c *checker) check(of ast.Node) (kind, error) {
	if c.nodes++; c.nodes > mostNodes {
		return 0, c.wrong(of, "the expression is too long")
	}
	switch n := of.(type) {
	case *ast.BoolNode:
		return truth, nil
	case *ast.IntegerNode, *ast.FloatNode:
		return number, nil
	case *ast.StringNode:
		return text, nil
	case *ast.IdentifierNode:
		return c.name(n)
	case *ast.MemberNode:
		return c.member(n)
	case *ast.UnaryNode:
		return c.unary(n)
	case *ast.BinaryNode:
		return c.binary(n)
	case *ast.ArrayNode:
		return c.list(n)
	case *ast.ConditionalNode:
		return c.conditional(n)
	case *ast.BuiltinNode:
		return c.call(n, n.Name, n.Arguments)
	case *ast.CallNode:
		if callee, named := n.Callee.(*ast.IdentifierNode); named {
			return c.call(n, callee.Value, n.Arguments)
		}
	case *ast.NilNode:
		return 0, c.wrong(of, `nothing is nil: a text that is not known is "", a number 0`)
	}
	return 0, c.wrong(of, "this is not understood; there are comparisons, &&, ||, !, in, contains, "+
		"startsWith, endsWith, matches")
}

func (c *checker) name(n *ast.IdentifierNode) (kind, error) {
	if f := fieldOf(n.Value); f != nil {
		return f.kind, nil
	}
	return 0, c.unknown(n, n.Value, Fields(), "%s: there is no such field", n.Value)
}

// groupOf is the group and the name of profile.major; nil if it is no such thing.
func groupOf(n *ast.MemberNode) (*field, string) {
	of, isName := n.Node.(*ast.IdentifierNode)
	name, isText := n.Property.(*ast.StringNode)
	if !isName || !isText || n.Method {
		return nil, ""
	}
	if f := fieldOf(of.Value); f != nil && f.kind == group {
		return f, name.Value
	}
	return nil, ""
}

func (c *checker) member(n *ast.MemberNode) (kind, error) {
	if f, _ := groupOf(n); f != nil {
		return text, nil
	}
	if of, isName := n.Node.(*ast.IdentifierNode); isName && fieldOf(of.Value) == nil {
		return c.name(of)
	}
	return 0, c.wrong(n, "only profile and catalogue have fields, as in profile.major")
}

func (c *checker) unary(n *ast.UnaryNode) (kind, error) {
	wants := number
	if n.Operator == "!" || n.Operator == "not" {
		wants = truth
	}
	return wants, c.expect(n.Node, wants, n.Operator)
}

// expect checks an operand.
func (c *checker) expect(of ast.Node, wants kind, operator string) error {
	is, err := c.check(of)
	if err == nil && is != wants {
		err = c.wrong(of, "%s takes %s, and this is %s", operator, wants, is)
	}
	return err
}

func (c *checker) both(n *ast.BinaryNode, wants, gives kind) (kind, error) {
	if err := c.expect(n.Left, wants, n.Operator); err != nil {
		return 0, err
	}
	return gives, c.expect(n.Right, wants, n.Operator)
}

func (c *checker) binary(n *ast.BinaryNode) (kind, error) {
	switch n.Operator {
	case "&&", "and", "||", "or":
		return c.both(n, truth, truth)
	case "==", "!=":
		return c.compare(n, truth, number, text)
	case "<", "<=", ">", ">=":
		return c.compare(n, number, text)
	case "+", "-", "*":
		return c.both(n, number, number)
	case "/", "%":
		return c.divide(n)
	case "contains", "startsWith", "endsWith":
		return c.both(n, text, truth)
	case "matches":
		return c.matches(n)
	case "in":
		return c.in(n)
	}
	return 0, c.wrong(n, "%s is not understood", n.Operator)
}

// compare checks a comparison of two of the same kind.
func (c *checker) compare(n *ast.BinaryNode, kinds ...kind) (kind, error) {
	left, err := c.check(n.Left)
	if err != nil {
		return 0, err
	}
	right, err := c.check(n.Right)
	switch {
	case err != nil:
		return 0, err
	case left != right:
		return 0, c.wrong(n, "%s cannot compare %s with %s", n.Operator, left, right)
	case !slices.Contains(kinds, left):
		return 0, c.wrong(n, "%s cannot compare %s", n.Operator, left)
	}
	if err := c.possible(n.Left, n.Right); err != nil {
		return 0, err
	}
	return truth, c.possible(n.Right, n.Left)
}

// possible checks that a text is one that a field with few values has.
func (c *checker) possible(of, value ast.Node) error {
	name, isName := of.(*ast.IdentifierNode)
	said, isText := value.(*ast.StringNode)
	if !isName || !isText {
		return nil
	}
	if f := fieldOf(name.Value); f.values != nil && !slices.Contains(f.values, said.Value) {
		return c.unknown(value, said.Value, f.values, "%s is never %q", f.name, said.Value)
	}
	return nil
}

// divide checks a division, which must be by a number other than 0.
func (c *checker) divide(n *ast.BinaryNode) (kind, error) {
	switch by := n.Right.(type) {
	case *ast.IntegerNode:
		if by.Value != 0 {
			return c.both(n, number, number)
		}
		return 0, c.wrong(n.Right, "nothing can be divided by 0")
	case *ast.FloatNode:
		if by.Value != 0 && n.Operator == "/" {
			return c.both(n, number, number)
		}
	}
	return 0, c.wrong(n.Right, "%s takes a number that is not 0 on its right, and no field, which could be 0", n.Operator)
}

// The longest pattern, in bytes, and the most steps that it, and all patterns of an expression together, can be made
// of.
const (
	longestPattern   = 4000
	mostPatternSteps = 10_000
)

func (c *checker) matches(n *ast.BinaryNode) (kind, error) {
	pattern, isText := n.Right.(*ast.StringNode)
	if !isText {
		return 0, c.wrong(n.Right, "matches takes a pattern in quotes on its right")
	}
	steps, err := PatternSteps(pattern.Value)
	if c.steps += steps; err == nil && c.steps > mostPatternSteps {
		err = fmt.Errorf("the patterns of this condition are too large together: they make %d steps, "+
			"and at most %d are allowed", c.steps, mostPatternSteps)
	}
	if err != nil {
		return 0, c.wrong(n.Right, "%s", err)
	}
	return truth, c.expect(n.Left, text, "matches")
}

// PatternSteps is how many steps a pattern is made of, with its repetitions written out. One that is none, or too
// large, is an error.
func PatternSteps(pattern string) (steps int, err error) {
	if len(pattern) > longestPattern {
		return 0, fmt.Errorf("a pattern of %d bytes is too long; at most %d are allowed", len(pattern), longestPattern)
	}
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return 0, fmt.Errorf("the pattern is wrong: %s", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	if steps = countSteps(tree); steps > mostPatternSteps {
		return steps, fmt.Errorf("the pattern is too large: its repetitions make more than %d steps", mostPatternSteps)
	}
	return steps, nil
}

// countSteps is about how many instructions a pattern is compiled to; it stops counting beyond what there may be.
func countSteps(of *syntax.Regexp) int {
	steps := 1
	if of.Op == syntax.OpLiteral {
		steps = len(of.Rune)
	}
	for _, sub := range of.Sub {
		if steps += countSteps(sub); steps > mostPatternSteps {
			return steps
		}
	}
	if of.Op == syntax.OpRepeat {
		steps *= max(of.Max, of.Min, 1)
	}
	return steps
}

func (c *checker) in(n *ast.BinaryNode) (kind, error) {
	if span, isRange := n.Right.(*ast.BinaryNode); isRange && span.Operator == ".." {
		from, isFrom := span.Left.(*ast.IntegerNode)
		to, isTo := span.Right.(*ast.IntegerNode)
		if !isFrom || !isTo || from.Value > to.Value {
			return 0, c.wrong(span, "a range goes from a whole number to one that is not less, as in 400..499")
		}
		return truth, c.expect(n.Left, number, "in")
	}
	list, err := c.check(n.Right)
	if err != nil {
		return 0, err
	}
	wants := number
	switch list {
	case numbers:
	case texts:
		wants = text
	default:
		return 0, c.wrong(n.Right, "in takes a list as in [401, 403], or a range as in 400..499")
	}
	for _, value := range n.Right.(*ast.ArrayNode).Nodes {
		if err := c.possible(n.Left, value); err != nil {
			return 0, err
		}
	}
	return truth, c.expect(n.Left, wants, "in")
}

// list checks a list of constants of one kind.
func (c *checker) list(n *ast.ArrayNode) (kind, error) {
	first := truth
	for i, value := range n.Nodes {
		is, err := c.check(value)
		switch {
		case err != nil:
			return 0, err
		case i > 0 && is != first:
			return 0, c.wrong(value, "a list is of numbers or of texts, not of both")
		case !isConstant(value):
			return 0, c.wrong(value, "a list is of numbers or of texts in quotes")
		}
		first = is
	}
	switch first {
	case number:
		return numbers, nil
	case text:
		return texts, nil
	}
	return 0, c.wrong(n, "a list needs numbers or texts")
}

func isConstant(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.IntegerNode, *ast.FloatNode, *ast.StringNode:
		return true
	case *ast.UnaryNode:
		return n.Operator == "-" && isConstant(n.Node)
	}
	return false
}

func (c *checker) conditional(n *ast.ConditionalNode) (kind, error) {
	if err := c.expect(n.Cond, truth, "?"); err != nil {
		return 0, err
	}
	is, err := c.check(n.Exp1)
	if err != nil {
		return 0, err
	}
	return is, c.expect(n.Exp2, is, "?")
}

func (c *checker) call(at ast.Node, name string, arguments []ast.Node) (kind, error) {
	f, found := functions[name]
	if !found {
		return 0, c.unknown(at, name, slices.Sorted(maps.Keys(functions)), "%s: there is no such function", name)
	}
	if len(arguments) != len(f.takes) {
		return 0, c.wrong(at, "%s takes %s", name, f.words())
	}
	for i, takes := range f.takes {
		if err := c.expect(arguments[i], takes, name); err != nil {
			return 0, err
		}
	}
	if f.check != nil {
		if err := f.check(arguments[1]); err != nil {
			return 0, c.wrong(arguments[1], "%s", err)
		}
	}
	return f.gives, nil
}
