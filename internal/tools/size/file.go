package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"unicode/utf8"
)

// file is a Go file, parsed.
type file struct {
	path  string
	text  string
	lines int
	set   *token.FileSet
	tree  *ast.File
}

func parse(path string, text []byte) (*file, error) {
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, path, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	lines := strings.Count(string(text), "\n")
	return &file{path, string(text), lines, set, tree}, nil
}

func (f *file) generated() bool { return ast.IsGenerated(f.tree) }

func (f *file) test() bool { return strings.HasSuffix(f.path, "_test.go") }

// excesses are the places of the file that exceed the limits.
func (f *file) excesses(most limits) []excess {
	var found []excess
	for i, line := range strings.Split(f.text, "\n") {
		place := fmt.Sprintf("%s:%d", f.path, i+1)
		found = append(found, over(place, "columns of a line", utf8.RuneCountInString(line), most.columns)...)
	}
	found = append(found, over(f.path, "lines of a file", f.lines, most.file)...)
	if f.test() {
		return found
	}
	for _, declaration := range f.tree.Decls {
		function, ok := declaration.(*ast.FuncDecl)
		if !ok {
			continue
		}
		first, last := f.set.Position(function.Pos()).Line, f.set.Position(function.End()).Line
		place := fmt.Sprintf("%s:%d: %s", f.path, first, function.Name.Name)
		found = append(found, over(place, "lines of a function", last-first+1, most.function)...)
		found = append(found, over(place, "cyclomatic complexity", complexity(function), most.complexity)...)
	}
	return found
}

// complexity is McCabe's cyclomatic complexity of a function, with that of the functions inside it: 1, and 1 for each
// branch.
func complexity(function *ast.FuncDecl) int {
	branches := 1
	ast.Inspect(function, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt:
			branches++
		case *ast.CaseClause:
			if node.List != nil {
				branches++
			}
		case *ast.CommClause:
			if node.Comm != nil {
				branches++
			}
		case *ast.BinaryExpr:
			if node.Op == token.LAND || node.Op == token.LOR {
				branches++
			}
		}
		return true
	})
	return branches
}
