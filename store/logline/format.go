package logline

import (
	"fmt"
	"slices"
	"strings"
)

// Format is a way to write the lines of a log. The zero Format is none.
type Format struct {
	Name  string // what --format calls it
	Words string // what it is, for people

	parse func(*Parser, []byte, *Event) Reason
	// own tells the lines that look like this format rather than like another one that reads them as well.
	own func(line []byte) bool
}

var formats = []Format{
	{
		Name:  "combined",
		Words: "access log with referrer and agent (Apache, nginx)",
		parse: (*Parser).access,
		own:   endsQuoted,
	},
	{
		Name:  "common",
		Words: "access log without referrer and agent",
		parse: (*Parser).access,
		own:   func(line []byte) bool { return !endsQuoted(line) },
	},
	{
		Name:  "json",
		Words: "one JSON object a line: click events, or requests with method and path",
		parse: (*Parser).json,
		own:   func([]byte) bool { return true },
	},
}

func endsQuoted(line []byte) bool { return line[len(line)-1] == '"' }

// Formats lists all formats in the order in which Detect tries them.
func Formats() []Format { return slices.Clone(formats) }

// Named finds a format by its name. The error names those that exist.
func Named(name string) (Format, error) {
	names := make([]string, len(formats))
	for i, f := range formats {
		if f.Name == name {
			return f, nil
		}
		names[i] = f.Name
	}
	return Format{}, fmt.Errorf("no format is named %q; there are %s", name, strings.Join(names, ", "))
}
