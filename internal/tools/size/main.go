// Command size holds Go source to limits that keep it readable: the columns of a line, the lines of a function, of a
// file and of a package, and the cyclomatic complexity of a function. It prints what exceeds them, the worst first, and
// then exits with status 1.
//
//	go run ./internal/tools/size -columns 120 -function 50 internal/clean store/demo
//
// It looks at every Go file under the directories that are named, or else under the one it runs in; a limit of 0 holds
// nothing. Tests are held to columns and lines of a file, generated files to nothing. Packages that are larger than
// they should be are named by -larger with the lines that they may have; whoever makes them smaller lowers the number.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// limits are the most that is allowed of each, 0 for any.
type limits struct {
	columns    int // of a line, in characters; a tab counts as one
	function   int // lines from func to the closing brace
	file       int // lines
	pkg        int // lines of all files of a directory but its tests
	complexity int // 1 and the branches of a function: if, for, case, && and ||

	larger larger // packages that may have more lines than pkg
}

// larger are directories and how many lines they may have. It is a flag: tui=9000,store=8500.
type larger map[string]int

func (l larger) String() string { return fmt.Sprint(map[string]int(l)) }

// Set adds those that a text names.
func (l larger) Set(text string) error {
	for one := range strings.SplitSeq(text, ",") {
		dir, lines, _ := strings.Cut(one, "=")
		n, err := strconv.Atoi(lines)
		if err != nil {
			return fmt.Errorf("%q is not DIRECTORY=LINES", one)
		}
		l[filepath.Clean(dir)] = n
	}
	return nil
}

// excess is a place that exceeds a limit.
type excess struct {
	place string
	what  string
	n     int
	limit int
}

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

func run(args []string, out, complaints io.Writer) int {
	most := limits{larger: larger{}}
	flags := flag.NewFlagSet("size", flag.ContinueOnError)
	flags.SetOutput(complaints)
	flags.IntVar(&most.columns, "columns", 0, "the most columns of a line")
	flags.IntVar(&most.function, "function", 0, "the most lines of a function")
	flags.IntVar(&most.file, "file", 0, "the most lines of a file")
	flags.IntVar(&most.pkg, "package", 0, "the most lines of a package")
	flags.IntVar(&most.complexity, "complexity", 0, "the highest cyclomatic complexity of a function")
	flags.Var(most.larger, "larger", "packages that may have more lines than -package, and how many: DIRECTORY=LINES,…")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	roots := flags.Args()
	if len(roots) == 0 {
		roots = []string{"."}
	}
	found, err := most.check(roots)
	if err != nil {
		fmt.Fprintln(complaints, "size:", err)
		return 2
	}
	for _, e := range found {
		fmt.Fprintf(out, "%s: %s %d, at most %d\n", e.place, e.what, e.n, e.limit)
	}
	if len(found) > 0 {
		return 1
	}
	return 0
}

// check gathers what exceeds the limits under some directories, the worst first.
func (most limits) check(roots []string) ([]excess, error) {
	var found []excess
	packages := map[string]int{} // the lines of a directory
	for _, root := range roots {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.IsDir() && path != root && skipped(entry.Name()):
				return filepath.SkipDir
			case entry.IsDir() || filepath.Ext(path) != ".go":
				return nil
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			file, err := parse(path, text)
			if err != nil || file.generated() {
				return err
			}
			found = append(found, file.excesses(most)...)
			if !file.test() {
				packages[filepath.Dir(path)] += file.lines
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for dir, lines := range packages {
		found = append(found, most.ofPackage(dir, lines)...)
	}
	slices.SortFunc(found, func(a, b excess) int {
		return cmp.Or(cmp.Compare(a.what, b.what), cmp.Compare(b.n, a.n), cmp.Compare(a.place, b.place))
	})
	return found, nil
}

// ofPackage is what exceeds the limits in a package of so many lines.
func (most limits) ofPackage(dir string, lines int) []excess {
	limit, more := most.larger[dir]
	switch {
	case !more:
		return over(dir, "lines of a package", lines, most.pkg)
	case lines <= most.pkg:
		return []excess{{dir, "lines that -larger need not allow", limit, most.pkg}}
	}
	return over(dir, "lines of a package", lines, limit)
}

// skipped reports whether a directory has no source of ours.
func skipped(name string) bool {
	return name == "testdata" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")
}

// over is the excess of a place over a limit, if there is one.
func over(place, what string, n, limit int) []excess {
	if limit == 0 || n <= limit {
		return nil
	}
	return []excess{{place, what, n, limit}}
}
