package spelling

import (
	"fmt"
	"strings"
)

// Step is one step of a path into a JSON object: a name, and perhaps which element of the array that it names.
type Step struct {
	Name  string // plain
	First bool   // the first element: name[0]
	By    string // plain; the element whose member of this name …
	Value string // … is this text: name[key=value]
}

// ParsePath reads a path: names with points between, each with a [0] or a [key=value] behind it if it is an array.
//
//	target[0].alternateId
//	event_params[key=page_location].value.string_value
//	event_properties."[Amplitude] Page Path"
func ParsePath(path string) (steps []Step, err error) {
	for rest := path; ; {
		name, behind := cutPathName(rest)
		step := Step{Name: Plain(name)}
		if step.Name == "" {
			return nil, fmt.Errorf("%q has no name at %q; separate names by dots, as in user.id", path, rest)
		}
		rest = behind
		if strings.HasPrefix(rest, "[") {
			within, behind, ok := strings.Cut(rest[1:], "]")
			if !ok || !step.choose(within) {
				return nil, fmt.Errorf("%q: %s must be followed by [0] or [NAME=VALUE]", path, step.Name)
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

// Chooses reports whether a step takes one element of an array.
func (s Step) Chooses() bool { return s.First || s.By != "" }

// choose takes what stands in the brackets of a step.
func (s *Step) choose(within string) bool {
	if within == "0" {
		s.First = true
		return true
	}
	by, value, ok := strings.Cut(within, "=")
	s.By, s.Value = Plain(by), value
	return ok && s.By != ""
}

// String is the step as it is written.
func (s Step) String() string {
	name := s.Name
	if strings.ContainsAny(name, ".[") {
		name = `"` + name + `"`
	}
	switch {
	case s.First:
		return name + "[0]"
	case s.By != "":
		return name + "[" + s.By + "=" + s.Value + "]"
	}
	return name
}

// PlainPath is a path with plain names, by which it is known everywhere; what is no path is made plain as a whole.
func PlainPath(path string) string {
	steps, err := ParsePath(path)
	if err != nil {
		return Plain(path)
	}
	names := make([]string, len(steps))
	for i, s := range steps {
		names[i] = s.String()
	}
	return strings.Join(names, ".")
}

// KeyPath is the path of the member by which a step chooses among the elements of its array.
func KeyPath(steps []Step) string {
	names := make([]string, len(steps))
	for i, s := range steps {
		names[i] = s.String()
	}
	last := steps[len(steps)-1]
	names[len(names)-1] = Step{Name: last.Name, By: last.By}.String()
	return strings.Join(names, ".")
}

// Ways are the ways to write steps that no array interrupts: what stands in objects in each other may also be one
// name with points in it, wholly or in part.
func Ways(names []string) [][]string {
	if len(names) == 1 {
		return [][]string{names}
	}
	var all [][]string
	for cut := 1; cut <= len(names); cut++ {
		first := strings.Join(names[:cut], ".")
		if cut == len(names) {
			return append(all, []string{first})
		}
		for _, rest := range Ways(names[cut:]) {
			all = append(all, append([]string{first}, rest...))
		}
	}
	return all
}

// MaxSteps is how many steps a path may have: there are 2 to this power less one ways to write it.
const MaxSteps = 8
