package logline

import (
	"fmt"
	"strings"
)

// pathStep is one step of a path into a JSON object: a name, and perhaps which element of the array that it names.
type pathStep struct {
	name  string // plain
	first bool   // the first element: name[0]
	by    string // plain; the element whose member of this name …
	value string // … is this text: name[key=value]
}

// parsePath reads a path: names with points between, each with a [0] or a [key=value] behind it if it is an array.
//
//	target[0].alternateId
//	event_params[key=page_location].value.string_value
//	event_properties."[Amplitude] Page Path"
func parsePath(path string) (steps []pathStep, err error) {
	for rest := path; ; {
		name, behind := cutPathName(rest)
		step := pathStep{name: plain(name)}
		if step.name == "" {
			return nil, fmt.Errorf("%q has no name at %q; separate names by dots, as in user.id", path, rest)
		}
		rest = behind
		if strings.HasPrefix(rest, "[") {
			within, behind, ok := strings.Cut(rest[1:], "]")
			if !ok || !step.choose(within) {
				return nil, fmt.Errorf("%q: %s must be followed by [0] or [NAME=VALUE]", path, step.name)
			}
			rest = behind
		}
		steps = append(steps, step)
		if rest == "" {
			return steps, nil
		}
		if rest[0] != '.' {
			return nil, fmt.Errorf("%q: the ] is followed by %q; write a dot there", path, rest)
		}
		rest = rest[1:]
	}
}

// cutPathName cuts the first name off a path: it ends before a point or a bracket, unless it stands in quotes.
func cutPathName(path string) (name, rest string) {
	if strings.HasPrefix(path, `"`) {
		if name, rest, ok := strings.Cut(path[1:], `"`); ok {
			return name, rest
		}
	}
	end := strings.IndexAny(path, ".[")
	if end < 0 {
		end = len(path)
	}
	return path[:end], path[end:]
}

func (s pathStep) chooses() bool { return s.first || s.by != "" }

// choose takes what stands in the brackets of a step.
func (s *pathStep) choose(within string) bool {
	if within == "0" {
		s.first = true
		return true
	}
	by, value, ok := strings.Cut(within, "=")
	s.by, s.value = plain(by), value
	return ok && s.by != ""
}

// String is the step as it is written.
func (s pathStep) String() string {
	name := s.name
	if strings.ContainsAny(name, ".[") {
		name = `"` + name + `"`
	}
	switch {
	case s.first:
		return name + "[0]"
	case s.by != "":
		return name + "[" + s.by + "=" + s.value + "]"
	}
	return name
}

// plainPath is a path with plain names, by which it is known everywhere; what is no path is made plain as a whole.
func plainPath(path string) string {
	steps, err := parsePath(path)
	if err != nil {
		return plain(path)
	}
	names := make([]string, len(steps))
	for i, s := range steps {
		names[i] = s.String()
	}
	return strings.Join(names, ".")
}

// pathKey is the path of the member by which a step chooses among the elements of its array.
func pathKey(steps []pathStep) string {
	names := make([]string, len(steps))
	for i, s := range steps {
		names[i] = s.String()
	}
	last := steps[len(steps)-1]
	names[len(names)-1] = pathStep{name: last.name, by: last.by}.String()
	return strings.Join(names, ".")
}

// ways are the ways to write steps that no array interrupts: what stands in objects in each other may also be one
// name with points in it, wholly or in part.
func ways(names []string) [][]string {
	if len(names) == 1 {
		return [][]string{names}
	}
	var all [][]string
	for cut := 1; cut <= len(names); cut++ {
		first := strings.Join(names[:cut], ".")
		if cut == len(names) {
			return append(all, []string{first})
		}
		for _, rest := range ways(names[cut:]) {
			all = append(all, append([]string{first}, rest...))
		}
	}
	return all
}

// maxSteps is how many steps a path may have: there are 2 to this power less one ways to write it.
const maxSteps = 8
