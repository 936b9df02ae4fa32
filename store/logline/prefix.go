package logline

import (
	"bytes"
	"strings"
)

// prefix is what a program that passes lines on writes before each of them, or around it.
type prefix struct {
	name string // before the + in the name of a format
	// cut gives the time that the prefix tells, if it does, and the line.
	cut func(around *envelope, line []byte) (at, rest []byte, ok bool)
}

var prefixes = []prefix{
	{"syslog", func(_ *envelope, line []byte) (at, rest []byte, ok bool) { return cutSyslog(line) }},
	{"container", func(_ *envelope, line []byte) (at, rest []byte, ok bool) { return cutContainer(line) }},
	{"docker", func(around *envelope, line []byte) (at, rest []byte, ok bool) { return around.open(dockerNames, line) }},
	{"journal", func(around *envelope, line []byte) (at, rest []byte, ok bool) { return around.open(journalNames, line) }},
}

// cutPrefixName cuts "syslog+" and the like off the name of a format.
func cutPrefixName(name string) (*prefix, string) {
	for i := range prefixes {
		if rest, ok := strings.CutPrefix(name, prefixes[i].name+"+"); ok {
			return &prefixes[i], rest
		}
	}
	return nil, name
}

// before is the name of a format behind the prefix.
func (f *prefix) before(name string) string {
	if f == nil {
		return name
	}
	return f.name + "+" + name
}

// mostly reports whether at least half of the lines have the prefix.
func (f *prefix) mostly(sample [][]byte) bool {
	var around envelope
	prefixed, lines := 0, 0
	for _, line := range sample {
		if line = trim(line); len(line) > 0 {
			lines++
			if _, _, ok := f.cut(&around, line); ok {
				prefixed++
			}
		}
	}
	return prefixed*2 >= lines
}

// cutPrefix takes the prefix of the line, with its time, off. A line that is nothing else is blank.
func (p *Parser) cutPrefix(line *[]byte) Reason {
	at, rest, ok := p.format.prefix.cut(&p.around, *line)
	if !ok {
		return NoPrefix
	}
	p.prefix, *line = at, trim(rest)
	if len(*line) == 0 {
		return Blank
	}
	if p.format.tabs {
		*line = bytes.TrimRight(rest, "\r\n")
	}
	return OK
}

// bare is a line, which must be an event, without its prefix.
func (p *Parser) bare(line []byte) []byte {
	line = trim(line)
	if p.format.prefix != nil {
		p.cutPrefix(&line)
	}
	return line
}
