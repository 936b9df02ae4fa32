// Command notice writes the licences of all that is linked into spoor, on the systems that it is released for, to
// standard output: those of Go, of each module, and of the data that is embedded. It fails where a module has none, so
// that nothing is released without.
//
//	go run ./internal/tools/notice > NOTICE
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// systems are those that spoor is released for; what is linked in differs between them.
var systems = []string{"linux", "darwin", "windows"}

// module is a Go module that is linked in.
type module struct{ path, version, dir string }

func main() {
	if err := write(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "notice:", err)
		os.Exit(1)
	}
}

func write(ctx context.Context, out io.Writer) error {
	modules, err := linked(ctx)
	if err != nil {
		return err
	}
	root, err := output(ctx, "", "env", "GOROOT")
	if err != nil {
		return err
	}
	version, err := output(ctx, "", "env", "GOVERSION")
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "spoor contains the following work of others, under the licences that follow.")
	for _, m := range append([]module{{"Go, its runtime and standard library", version, root}}, modules...) {
		if err := m.write(out); err != nil {
			return err
		}
	}
	return robots(out)
}

// linked are the modules of the packages that are linked in on any system, but our own, by their paths.
func linked(ctx context.Context) ([]module, error) {
	found := map[string]module{}
	for _, system := range systems {
		const form = "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}"
		list, err := output(ctx, system, "list", "-deps", "-f", form, "spoor")
		if err != nil {
			return nil, err
		}
		for line := range strings.SplitSeq(list, "\n") {
			if path, rest, ok := strings.Cut(line, "\t"); ok {
				version, dir, _ := strings.Cut(rest, "\t")
				found[path] = module{path, version, dir}
			}
		}
	}
	return slices.SortedFunc(maps.Values(found), func(a, b module) int { return strings.Compare(a.path, b.path) }), nil
}

// output is what a command of Go prints, as on a system; "" is this one.
func output(ctx context.Context, system string, args ...string) (string, error) {
	command := exec.CommandContext(ctx, "go", args...)
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if system != "" {
		command.Env = append(command.Env, "GOOS="+system)
	}
	command.Stderr = os.Stderr
	text, err := command.Output()
	return strings.TrimSpace(string(text)), err
}

// licenceName matches the names of files that say under which conditions a module may be used.
var licenceName = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)([.-].*)?$`)

// write copies the licences of a module.
func (m module) write(out io.Writer) error {
	entries, err := os.ReadDir(m.dir)
	if err != nil {
		return fmt.Errorf("%s: %w", m.path, err)
	}
	licensed := false
	for _, entry := range entries {
		if entry.IsDir() || !licenceName.MatchString(entry.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(m.dir, entry.Name()))
		if err != nil {
			return err
		}
		licensed = true
		chapter(out, m.path+" "+m.version+": "+entry.Name(), string(text))
	}
	if !licensed {
		return fmt.Errorf("%s %s has no licence", m.path, m.version)
	}
	return nil
}

func chapter(out io.Writer, title, text string) {
	line := strings.Repeat("=", 100)
	fmt.Fprintf(out, "\n%s\n%s\n%s\n\n%s\n", line, title, line, strings.TrimSpace(text))
}

// robots copies what stands above the list of robots, which is embedded: where it is from and its licence.
func robots(out io.Writer) error {
	files, err := filepath.Glob("analysis/robot_list.txt")
	if more, _ := filepath.Glob("analysis/*/robot_list.txt"); err == nil {
		files = append(files, more...)
	}
	if err != nil || len(files) != 1 {
		return errors.Join(err, fmt.Errorf("one list of robots is expected below analysis, not %d; run it in the root",
			len(files)))
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		return err
	}
	var head []string
	for line := range strings.SplitSeq(string(text), "\n") {
		if !strings.HasPrefix(line, "#") {
			break
		}
		head = append(head, strings.TrimPrefix(strings.TrimPrefix(line, "#"), " "))
	}
	chapter(out, "crawler-user-agents, the list of robots", strings.Join(head, "\n"))
	return nil
}
