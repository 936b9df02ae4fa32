package predicate

import (
	"errors"
	"fmt"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"
)

// The longest expression, in bytes, and the most parts it can have.
const (
	longest   = 1 << 15
	mostNodes = 2000
)

// Predicate is an expression that has been checked. It is safe for use by several goroutines.
type Predicate struct {
	text  string
	whole *vm.Program
	parts Parts
	root  condition
	atoms []atom
}

// Error is what is wrong with an expression, and where: lines and columns count from 1.
type Error struct {
	Line, Column int
	Text         string

	Word  string   // that is not known; "" if it is none
	Known []string // that are, in its place
}

// Error names the column, and the line unless it is the first.
func (e *Error) Error() string {
	if e.Line > 1 {
		return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Text)
	}
	return fmt.Sprintf("column %d: %s", e.Column, e.Text)
}

// Parse checks an expression. Its errors are of type *Error.
func Parse(source string) (*Predicate, error) {
	if strings.TrimSpace(source) == "" {
		return nil, &Error{Line: 1, Column: 1, Text: "an expression is needed, as in status == 404 && hour < 6"}
	}
	if len(source) > longest {
		return nil, &Error{Line: 1, Column: 1, Text: fmt.Sprintf("%d bytes is too long; at most %d are allowed", len(source),
			longest)}
	}
	tree, err := parser.Parse(source)
	if err != nil {
		return nil, explain(source, err)
	}
	c := &checker{source: source}
	root, err := c.parse(tree.Node)
	if err != nil {
		return nil, err
	}
	p := &Predicate{text: source, parts: c.partsOf(tree.Node)}
	if p.whole, err = compile(source); err != nil {
		return nil, explain(source, err)
	}
	if p.root, p.atoms, err = c.split(root); err != nil {
		return nil, explain(source, err)
	}
	return p, nil
}

// parse checks a whole expression.
func (c *checker) parse(root ast.Node) (ast.Node, error) {
	is, err := c.check(root)
	if err != nil {
		return nil, err
	}
	if is != truth {
		return nil, c.wrong(root, "this is %s; a condition is needed, as in status == 404", is)
	}
	switch decide(root) {
	case never:
		return nil, c.wrong(root, "no event can be like this")
	case always:
		return nil, c.wrong(root, "every event is like this")
	}
	return root, nil
}

// compile makes a program of an expression.
func compile(source string) (*vm.Program, error) {
	options := []expr.Option{expr.Env(Event{}), expr.AsBool(), expr.MaxNodes(4 * mostNodes), expr.DisableAllBuiltins()}
	for name, f := range functions {
		if f.call == nil {
			options = append(options, expr.EnableBuiltin(name))
		} else {
			options = append(options, expr.Function(name, func(of ...any) (any, error) { return f.call(of), nil }, f.is))
		}
	}
	return expr.Compile(source, options...)
}

// explain makes one line of an error of the library.
func explain(source string, err error) error {
	var at *file.Error
	if !errors.As(err, &at) {
		first, _, _ := strings.Cut(err.Error(), "\n")
		return &Error{Line: 1, Column: 1, Text: first}
	}
	at.Bind(file.NewSource(source))
	return &Error{Line: at.Line, Column: at.Column + 1, Text: at.Message}
}

// String is the expression as it was written.
func (p *Predicate) String() string { return p.text }

// Matches reports whether an event is like this. It is the plain way: for many events see [Tables].
func (p *Predicate) Matches(e *Event) bool { return run(p.whole, e) }

func run(program *vm.Program, e *Event) bool {
	result, err := vm.Run(program, e)
	return err == nil && result == true
}
