package load

import (
	"bufio"
	"encoding/json"
	"io"
	"iter"
	"regexp"
	"strings"
)

// paragraphs is a way to write records with a field on each line.
type paragraphs struct {
	begins *regexp.Regexp // a file
	record *regexp.Regexp // the line that a record begins with; a group is its time
	field  *regexp.Regexp // groups: indentation, name, value
	flush  bool           // names end under each other
	yaml   bool           // values are written as YAML has it, and names behind others are within these
}

// paragraphStyles are the ways that are known: MySQL's \G, \x of psql, the detail files of FreeRADIUS, and lists and
// documents of YAML.
var paragraphStyles = []paragraphs{
	{
		begins: regexp.MustCompile(`^\*{9,} 1\. row \*{9,}\r?\n`),
		record: regexp.MustCompile(`^\*{9,} \d+\. row \*{9,}$`),
		field:  regexp.MustCompile(`^( *)([^ :][^:]*): ?(.*)$`),
		flush:  true,
	},
	{
		begins: regexp.MustCompile(`^-\[ RECORD 1 \][-+]*\r?\n`),
		record: regexp.MustCompile(`^-\[ RECORD \d+ \][-+]*$`),
		field:  regexp.MustCompile(`^()([^ |][^|]*?) *\| ?(.*)$`),
	},
	{
		begins: regexp.MustCompile(`^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}\r?\n\t[\w-]+ = `),
		record: regexp.MustCompile(`^([A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4})$`),
		field:  regexp.MustCompile(`^(\t)([\w-]+) = (.*)$`),
	},
	{
		begins: regexp.MustCompile(`^(?:---\s*\n)?(?:#[^\n]*\n)*- [\w.@-]+: `),
		record: regexp.MustCompile(`^- `),
		field:  regexp.MustCompile(`^([ -] *)([\w.@-]+):(?: +(.*))?$`),
		yaml:   true,
	},
	{
		begins: regexp.MustCompile(`^---\s*\n[\w.@-]+: `),
		record: regexp.MustCompile(`^---$`),
		field:  regexp.MustCompile(`^( *)([\w.@-]+):(?: +(.*))?$`),
		yaml:   true,
	},
}

// beginsParagraphs finds the way in which a file that begins so writes its records; nil if none is known.
func beginsParagraphs(text []byte) *paragraphs {
	for i := range paragraphStyles {
		if paragraphStyles[i].begins.Match(text) {
			return &paragraphStyles[i]
		}
	}
	return nil
}

// records makes an object of each record, and gives what stands before the first as it is.
func (p *paragraphs) records(content *bufio.Reader) iter.Seq2[jsonLine, error] {
	return func(yield func(jsonLine, error) bool) {
		r := paragraphReader{style: p}
		for number := 1; ; number++ {
			line, err := wholeLine(content)
			text := strings.TrimPrefix(strings.TrimRight(string(line), " \r"), string(byteOrderMark))
			begins := p.record.FindStringSubmatch(text)
			if begins != nil {
				if !r.end(yield) {
					return
				}
				r.begin(begins)
			}
			before := !r.field(text) && !r.began && text != "" && text != "---"
			if before && !yield(jsonLine{line, number}, nil) {
				return
			}
			if text != "" {
				r.last = number
			}
			if err == nil {
				continue
			}
			if r.end(yield) && err != io.EOF {
				yield(jsonLine{}, err)
			}
			return
		}
	}
}

// paragraphReader has what a record has said so far.
type paragraphReader struct {
	style   *paragraphs
	began   bool
	members []member
	last    int    // the line that the record ends on so far
	indent  int    // of the fields of the record
	width   int    // of the names with what stands before them, where they end under each other
	within  string // the name that deeper ones are within
}

// end gives the record, if there is one; false: nobody wants more.
func (r *paragraphReader) end(yield func(jsonLine, error) bool) bool {
	members := r.members
	r.members = nil
	return members == nil || yield(jsonLine{object(members), r.last}, nil)
}

// begin begins a record; its first line may have its time.
func (r *paragraphReader) begin(groups []string) {
	r.began, r.indent, r.width = true, -1, 0
	if len(groups) > 1 {
		r.members = append(r.members, member{quoted("time"), quoted(groups[1])})
	}
}

// field takes the field on a line, if one is there.
func (r *paragraphReader) field(text string) bool {
	groups := r.style.field.FindStringSubmatch(text)
	if groups == nil || !r.began {
		return false
	}
	name, value, said := groups[2], groups[3], true
	if width := len(groups[1]) + len(name); r.style.flush && r.width > 0 && width != r.width { // a line of a value
		return false
	} else if r.style.flush {
		r.width = width
	}
	if r.style.yaml {
		if r.indent < 0 {
			r.indent = len(groups[1])
		}
		if value, said = yamlValue(value); len(groups[1]) <= r.indent {
			r.within = name
		} else {
			name = r.within + "." + name
		}
	} else if value = strings.Trim(value, `"`); value == "NULL" {
		said = false
	}
	if said && len(r.members) < maxFields {
		r.members = append(r.members, member{quoted(name), quoted(value)})
	}
	return true
}

// yamlValue is a value as it is meant, if there is one.
func yamlValue(text string) (value string, said bool) {
	text = strings.TrimSpace(text)
	switch {
	case text == "" || text == "null" || text == "~":
		return "", false
	case text[0] == '"' && json.Unmarshal([]byte(text), &value) == nil:
		return value, true
	case len(text) > 1 && text[0] == '\'' && text[len(text)-1] == '\'':
		return strings.ReplaceAll(text[1:len(text)-1], "''", "'"), true
	}
	value, _, _ = strings.Cut(text, " #")
	return strings.TrimSpace(value), true
}
