package logline

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"spoor/store/logline/spelling"
)

// pattern is a kind of line: text that each of them has, and values between.
type pattern struct {
	steps []patternStep
	tail  []byte // behind the last value
}

// patternStep takes one value.
type patternStep struct {
	before []byte // what must come first
	place  int    // of the value, or nowhere
	until  []byte // what comes behind the value; nil: the value goes to the end of the line
	end    valueEnd
	word   bool // the value has no blanks
}

// valueEnd is how the end of a value is found.
type valueEnd uint8

const (
	firstPlace valueEnd = iota // where the text behind it comes first
	lastPlace                  // where the text behind it comes last: somebody may have written it into the value
	nextBlank                  // at the next blank, with which the text behind it begins
	nextQuote                  // at the next quote that no backslash escapes
)

// maxPatternValues is how many values a pattern may have, and maxLastPlaces how many of them may go on to the last
// place.
const (
	maxPatternValues = 200
	maxLastPlaces    = 3
)

// compilePattern makes a pattern of text such as
//
//	Failed password for ${user+} from $client port $port ssh2
//
// $name is a value, and ${name} the same. ${name+} goes on to the last place where the text behind it stands, which
// is what a value needs that people choose: a user may be called "ann from 192.0.2.1". A backslash makes a $ a dollar
// sign. placeOf says where the value of a name belongs.
func compilePattern(text string, placeOf func(name string) int) (pattern, error) {
	parts, err := splitPattern(text)
	if err != nil {
		return pattern{}, err
	}
	var p pattern
	before, lastPlaces := "", 0
	for i, part := range parts {
		if part.name == "" {
			before = part.text
			continue
		}
		step := patternStep{before: []byte(before), place: placeOf(part.name)}
		before = ""
		if i+1 < len(parts) {
			if parts[i+1].name != "" {
				return pattern{}, fmt.Errorf("nothing stands between $%s and $%s, so they can't be told apart",
					part.name, parts[i+1].name)
			}
			step.until = []byte(parts[i+1].text)
		}
		step.word = slices.Contains(words, spelling.Plain(part.name))
		if step.end = part.ending(step); step.end == lastPlace {
			lastPlaces++
		}
		p.steps = append(p.steps, step)
	}
	switch {
	case len(p.steps) == 0:
		return pattern{}, fmt.Errorf("%q names no value; write one as in $user", text)
	case len(p.steps) > maxPatternValues:
		return pattern{}, fmt.Errorf("too many values: %d, of which at most %d can be taken", len(p.steps), maxPatternValues)
	case lastPlaces > maxLastPlaces:
		return pattern{}, fmt.Errorf("%d values go on to the last place (${name+}); at most %d can",
			lastPlaces, maxLastPlaces)
	}
	p.tail = []byte(before)
	return p, nil
}

// patternPart is a piece of a pattern: text, or a value with a name.
type patternPart struct {
	text, name string
	last       bool
}

func (part patternPart) ending(step patternStep) valueEnd {
	switch {
	case part.last:
		return lastPlace
	case len(step.until) == 0:
		return firstPlace
	case step.until[0] == '"' && bytes.HasSuffix(step.before, []byte{'"'}):
		return nextQuote
	case step.until[0] == ' ' && part.name != fieldWords[timeField]: // which may have blanks
		return nextBlank
	default:
		return firstPlace
	}
}

func splitPattern(text string) (parts []patternPart, err error) {
	var literal strings.Builder
	for at := 0; at < len(text); {
		c := text[at]
		if c == '\\' && at+1 < len(text) && text[at+1] == '$' {
			literal.WriteByte('$')
			at += 2
			continue
		}
		if c != '$' {
			literal.WriteByte(c)
			at++
			continue
		}
		part, length, err := patternValue(text[at:])
		if err != nil {
			return nil, err
		}
		if literal.Len() > 0 {
			parts = append(parts, patternPart{text: literal.String()})
			literal.Reset()
		}
		parts, at = append(parts, part), at+length
	}
	if literal.Len() > 0 {
		parts = append(parts, patternPart{text: literal.String()})
	}
	return parts, nil
}

// patternValue reads $name, ${name} or ${name+} off the front of text.
func patternValue(text string) (part patternPart, length int, err error) {
	start, braced := 1, strings.HasPrefix(text, "${")
	if braced {
		start = 2
	}
	end := start
	for end < len(text) && spelling.IsNameByte(text[end]) {
		end++
	}
	part.name = text[start:end]
	if part.name == "" {
		return part, 0, fmt.Errorf("a $ must be followed by a name; write $user, or \\$ for a dollar sign")
	}
	if !braced {
		return part, end, nil
	}
	if part.last = strings.HasPrefix(text[end:], "+"); part.last {
		end++
	}
	if !strings.HasPrefix(text[end:], "}") {
		return part, 0, fmt.Errorf("${%s has no }; write ${%s}", part.name, part.name)
	}
	return part, end + 1, nil
}

// match reads a line into the record and reports whether it is of this kind.
func (p *pattern) match(line []byte, r *record) bool { return p.matchFrom(0, line, r) }

// matchFrom matches the steps from one on. Only the end of a value that goes on to the last place can be chosen in
// several ways: the last that lets the rest match counts.
func (p *pattern) matchFrom(first int, line []byte, r *record) bool {
	for i := first; i < len(p.steps); i++ {
		s := &p.steps[i]
		if !bytes.HasPrefix(line, s.before) {
			return false
		}
		line = line[len(s.before):]
		if s.end == lastPlace {
			return p.matchLast(i, line, r)
		}
		end := s.length(line)
		if end < 0 {
			return false
		}
		s.keep(r, line[:end])
		line = line[end:]
	}
	return bytes.Equal(line, p.tail)
}

// matchLast matches a value that goes on to the last place, and all behind it.
func (p *pattern) matchLast(i int, line []byte, r *record) bool {
	s := &p.steps[i]
	if len(s.until) == 0 {
		s.keep(r, line)
		return true
	}
	for end := bytes.LastIndex(line, s.until); end >= 0; end = bytes.LastIndex(line[:end], s.until) {
		if s.word && bytes.IndexByte(line[:end], ' ') >= 0 {
			continue
		}
		filled := len(r.filled)
		s.keep(r, line[:end])
		if p.matchFrom(i+1, line[end:], r) {
			return true
		}
		for _, place := range r.filled[filled:] {
			r.values[place] = nil
		}
		r.filled = r.filled[:filled]
	}
	return false
}

func (s *patternStep) keep(r *record, value []byte) {
	if s.place != nowhere {
		r.keep(s.place, value)
	}
}

// length is how long the value at the front of line is, or negative.
func (s *patternStep) length(line []byte) int {
	end := -1
	switch {
	case len(s.until) == 0:
		return len(line)
	case s.end == nextBlank:
		end = bytes.IndexByte(line, ' ')
	case s.end == nextQuote:
		end = spelling.ClosingQuote(line)
	case len(s.until) == 1:
		return bytes.IndexByte(line, s.until[0])
	default:
		return bytes.Index(line, s.until)
	}
	if end < 0 || !bytes.HasPrefix(line[end:], s.until) {
		return -1
	}
	return end
}
