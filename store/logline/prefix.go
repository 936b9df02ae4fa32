package logline

import (
	"bytes"
	"strings"

	"spoor/store/logline/relay"
)

// prefix is what a program that passes lines on writes before each of them, or around it.
type prefix struct {
	name string // before the + in the name of a format
	// cut gives the time that the prefix tells, if it does, and the line.
	cut  func(around *envelope, line []byte) (at, rest []byte, ok bool)
	next *prefix // what stands before the line behind this one; nil: nothing
	// goesOn reports whether a line is a part, and the next, unless that is nil, a part of the same. nil: there are no
	// parts.
	goesOn    func(line, next []byte) bool
	separator byte // of the table in whose records the lines stand; 0: each line has its own
	inner     bool // programs write it whose lines are passed on
	few       bool // most lines may hold no event: of those cut gives the time alone
}

// maxPrefixes is how many may stand before a line.
const maxPrefixes = 3

var prefixes = []prefix{
	{name: "syslog", cut: alone(relay.Syslog)},
	{name: "container", cut: (*envelope).container, goesOn: containerGoesOn},
	{name: "docker", cut: (*envelope).docker, goesOn: dockerGoesOn},
	{name: "relay", cut: alone(relay.Tagless)},
	{name: "journal", cut: (*envelope).journal},
	{name: "logger", cut: alone(relay.Logger), inner: true, few: true},
	{name: "python", cut: alone(relay.Python), inner: true},
	{name: "loki", cut: alone(relay.Loki)},
	{name: "grep", cut: alone(relay.FileName)},
}

// alone cuts what needs nothing of the lines before.
func alone(cut func(line []byte) (at, rest []byte, ok bool)) func(*envelope, []byte) (at, rest []byte, ok bool) {
	return func(_ *envelope, line []byte) (at, rest []byte, ok bool) { return cut(line) }
}

// cutPrefixName cuts "syslog+" and the like off the name of a format.
func cutPrefixName(name string) (*prefix, string) {
	var chain []prefix
	for len(chain) < maxPrefixes {
		found, rest := firstPrefix(name)
		if found.cut == nil {
			break
		}
		chain, name = append(chain, found), rest
	}
	return link(chain...), name
}

func firstPrefix(name string) (prefix, string) {
	for _, f := range prefixes {
		if rest, ok := strings.CutPrefix(name, f.name+"+"); ok {
			return f, rest
		}
	}
	if head, rest, ok := strings.Cut(name, prefixEnd); ok {
		if f := fieldPrefix(head + ")"); f.cut != nil {
			return f, rest
		}
	}
	return prefix{}, name
}

// link makes one prefix of several, the outermost first; nil of none.
func link(chain ...prefix) (first *prefix) {
	for i := len(chain) - 1; i >= 0; i-- {
		f := chain[i]
		f.next, first = first, &f
	}
	return first
}

// before is the name of a format behind the prefix.
func (f *prefix) before(name string) string {
	if f == nil {
		return name
	}
	return f.name + "+" + f.next.before(name)
}

// mostly reports whether at least half of the lines have the prefix, and gives what stands behind it.
func (f *prefix) mostly(sample [][]byte) (behind [][]byte, ok bool) {
	var around envelope
	prefixed, lines := 0, 0
	for _, line := range (Records{separator: f.separator}).all(sample) {
		if line = trim(line); len(line) > 0 && (!f.few || !relay.GoesOn(line)) {
			lines++
			at, rest, ok := f.cut(&around, line)
			if ok {
				behind = append(behind, bytes.Clone(rest))
			}
			if ok || f.few && at != nil {
				prefixed++
			}
		}
	}
	return behind, len(behind) > 0 && prefixed*2 >= lines
}

// prefixesOf are what may stand before the lines of a log, or around them: what programs write that pass them on,
// what loggers write behind that, then fields that hold them, also behind such a prefix.
func prefixesOf(sample [][]byte) (found []*prefix) {
	outer, inner := [][]prefix{nil}, [][][]byte{sample}
	for _, f := range prefixes {
		if behind, ok := f.mostly(sample); ok {
			found = append(found, link(f))
			outer, inner = append(outer, []prefix{f}), append(inner, behind)
		}
	}
	for i, lines := range inner {
		for _, f := range prefixes {
			if _, ok := f.mostly(lines); ok && f.inner && i > 0 {
				found = append(found, link(append(outer[i], f)...))
			}
		}
		for _, field := range fieldPrefixes(lines) {
			if _, ok := field.mostly(lines); ok {
				found = append(found, link(append(outer[i], field)...))
			}
		}
	}
	return found
}

// cutPrefix takes what stands before the line, with its time, off. A line that is nothing else is blank.
func (p *Parser) cutPrefix(line *[]byte) Reason {
	p.prefix = nil
	whole := *line
	for i, f := 0, p.format.prefix; f != nil; i, f = i+1, f.next {
		at, rest, ok := f.cut(&p.around[i], trim(whole))
		switch {
		case !ok && f.few && (at != nil || relay.GoesOn(whole)):
			return NoActor
		case !ok:
			return NoPrefix
		}
		if len(at) > 0 {
			p.prefix = at
		}
		if whole = rest; len(trim(rest)) == 0 {
			return Blank
		}
	}
	*line = trim(whole)
	if p.format.tabs {
		*line = bytes.TrimRight(whole, "\r\n")
	}
	return OK
}

// MayBeSilent reports whether most lines may say nothing of users, as those of a program's logger.
func (f Format) MayBeSilent() bool {
	for p := f.prefix; p != nil; p = p.next {
		if p.few {
			return true
		}
	}
	return false
}

// bare is a line, which must be an event, without its prefix.
func (p *Parser) bare(line []byte) []byte {
	line = trim(line)
	if p.format.prefix != nil {
		p.cutPrefix(&line)
	}
	return line
}
