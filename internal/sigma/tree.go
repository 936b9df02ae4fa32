package sigma

import (
	"fmt"
	"strings"
)

// tree is a condition: a leaf has a text, or the reason why there is none.
type tree struct {
	join join
	of   []*tree
	text string
	why  string // there is no equivalent
}

type join uint8

const (
	leaf join = iota
	and
	or
	not
)

func is(format string, arguments ...any) *tree { return &tree{text: fmt.Sprintf(format, arguments...)} }

// cannot is a condition that can't be told.
func cannot(format string, arguments ...any) *tree {
	return &tree{why: fmt.Sprintf(format, arguments...)}
}

func allOf(of ...*tree) *tree { return joined(and, of) }

func anyOf(of ...*tree) *tree { return joined(or, of) }

func joined(by join, of []*tree) *tree {
	if len(of) == 1 {
		return of[0]
	}
	return &tree{join: by, of: of}
}

func negated(of *tree) *tree { return &tree{join: not, of: []*tree{of}} }

// told is the condition as far as it can be told. Of several ways to match those that can't are left out, and noted, so
// that what is left takes no event that the whole would not; where that can't be so it has the reason.
func (t *tree) told(notes *[]string) *tree {
	switch t.join {
	case leaf:
		return t
	case not:
		if why := t.of[0].unknown(); why != "" {
			return cannot("%s", why)
		}
		return t
	}
	var kept []*tree
	var whys []string
	for _, one := range t.of {
		one = one.told(notes)
		switch {
		case one.why == "":
			kept = append(kept, one)
		case t.join == and:
			return one
		default:
			whys = append(whys, one.why)
		}
	}
	if len(kept) == 0 {
		return cannot("%s", strings.Join(notesOf(whys), "; "))
	}
	for _, why := range whys {
		*notes = append(*notes, "one way to match is left out: "+why)
	}
	return joined(t.join, kept)
}

// unknown is why some of a condition can't be told, "" if all can.
func (t *tree) unknown() string {
	if t.join == leaf {
		return t.why
	}
	for _, one := range t.of {
		if why := one.unknown(); why != "" {
			return why
		}
	}
	return ""
}

// String writes a condition that can be told.
func (t *tree) String() string {
	switch t.join {
	case leaf:
		return t.text
	case not:
		return "not (" + t.of[0].String() + ")"
	}
	parts := make([]string, len(t.of))
	for i, one := range t.of {
		parts[i] = one.String()
		if one.join == or && t.join == and {
			parts[i] = "(" + parts[i] + ")"
		}
	}
	return strings.Join(parts, map[join]string{and: " && ", or: " || "}[t.join])
}
