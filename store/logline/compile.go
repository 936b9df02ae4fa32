package logline

import (
	"fmt"
	"slices"
	"strings"

	"spoor/store/logline/logtime"
	"spoor/store/logline/spelling"
)

// FormatStringError says what is wrong with a format string.
type FormatStringError struct {
	Text  string // the format string
	At    int    // the byte of it that the trouble starts at
	Words string // what is wrong, and what to try
}

// Error names the place by what stands there.
func (e *FormatStringError) Error() string {
	rest := []rune(e.Text[e.At:])
	if len(rest) == 0 {
		return fmt.Sprintf("format string: %s", e.Words)
	}
	return fmt.Sprintf("format string, character %d (%s): %s",
		len([]rune(e.Text[:e.At]))+1, string(rest[:min(len(rest), 24)]), e.Words)
}

// token is a piece of a format string: text that every line has, a value with a name, or a part of a time.
type token struct {
	at   int // in the format string
	text string
	name string
	part logtime.Part
}

func (t token) isText() bool { return t.name == "" && t.part == nil }

// compile makes a program of a format string: one of nginx if it has a variable such as $status, else one of Apache.
func compile(text string, m Mapping) (*program, error) {
	if strings.HasPrefix(strings.TrimSpace(text), "{") {
		return nil, &FormatStringError{text, 0, "this writes JSON; try json, with a mapping where names are uncommon"}
	}
	split := splitApache
	if isNginx(text) {
		split = splitNginx
	}
	tokens, err := split(text)
	if err != nil {
		return nil, err
	}
	tokens = mergeTexts(tokens)
	if n := len(tokens); n > 0 && tokens[n-1].isText() { // since lines lose white space at their end
		tokens[n-1].text = strings.TrimRight(tokens[n-1].text, " \t\r\n")
	}
	program := &program{user: nowhere, status: nowhere, size: nowhere, identity: nowhere}
	b := builder{text: text, format: Format{mapping: m}, program: program}
	for i, t := range tokens {
		if err := b.add(t, tokens[i+1:]); err != nil {
			return nil, err
		}
	}
	return b.finish()
}

// mergeTexts joins texts that follow on each other.
func mergeTexts(tokens []token) []token {
	var merged []token
	for _, t := range tokens {
		if n := len(merged); n > 0 && t.isText() && merged[n-1].isText() {
			merged[n-1].text += t.text
			continue
		}
		merged = append(merged, t)
	}
	return merged
}

// builder puts a program together.
type builder struct {
	text    string
	format  Format // has the names of the fields
	program *program
	before  string
	spread  bool // a value before goes on to the last place
}

// add takes a token into the program. behind are those that follow.
func (b *builder) add(t token, behind []token) error {
	if t.isText() {
		b.before = t.text
		return nil
	}
	s := step{before: []byte(b.before), part: t.part, place: nowhere}
	b.before = ""
	if t.part != nil {
		b.program.parts, b.program.dated = true, true
		b.program.steps = append(b.program.steps, s)
		return nil
	}
	if err := b.ending(&s, t, behind); err != nil {
		return err
	}
	s.place = len(b.program.names)
	b.program.names = append(b.program.names, t.name)
	b.program.steps = append(b.program.steps, s)
	return nil
}

// ending finds out how a value ends.
func (b *builder) ending(s *step, t token, behind []token) error {
	name := spelling.Plain(t.name)
	quoted := strings.HasSuffix(string(s.before), `"`)
	switch {
	case len(behind) == 0:
		s.ends = atEnd
	case name == "timelocal":
		s.ends, s.width = atWidth, logtime.CommonLength
	case slices.Contains(rooted, behind[0].name):
		s.ends, s.until = atText, []byte{'/'} // with which it begins
	case !behind[0].isText():
		return &FormatStringError{b.text, t.at, "nothing stands between this value and the next, " +
			"so they can't be told apart; leave one of them out if the log has but one"}
	case behind[0].text == "":
		s.ends = atEnd
	case quoted && behind[0].text[0] == '"':
		s.ends = atQuote
	case behind[0].text[0] == ' ' && slices.Contains(spaced, name):
		if b.spread {
			return &FormatStringError{b.text, t.at, "this value and one before it may hold spaces, " +
				"and nothing but a space ends them; put them in quotes, if the log has them, or leave out all behind"}
		}
		b.spread = true
		s.ends, s.until = atLast, []byte(behind[0].text)
		s.request = slices.Contains(fieldNames[requestField], name)
	case slices.Contains(words, name) && !slices.Contains(spelling.Forwarded, name):
		s.ends, s.until = atText, []byte(behind[0].text[:1])
	default:
		s.ends, s.until = atText, []byte(behind[0].text)
	}
	s.list = s.ends == atText && s.until[0] == ' ' && slices.Contains(fieldNames[clientField], name)
	return nil
}

// Values that are known to be of one word, unless they are lists of addresses, and such that may be of several.
var (
	words  = append(namesOfAll(clientField, statusField, sizeField), "key", "turnaroundtime") // S3's, too
	spaced = namesOfAll(requestField, agentField)
)

// rooted are variables of nginx that begin with a slash, so that they may follow on a host.
var rooted = []string{"request_uri", "uri", "document_uri"}

func namesOfAll(fields ...field) (names []string) {
	for _, field := range fields {
		names = append(names, fieldNames[field]...)
	}
	return names
}

// finish checks that the program says enough for an event. A time may be missing: the prefix of the line has one.
func (b *builder) finish() (*program, error) {
	p := b.program
	p.tail = []byte(b.before)
	has := func(f field) bool { return b.placeOf(f) != nowhere }
	if len(p.steps) == 0 {
		return nil, &FormatStringError{b.text, 0, "it names no values; write them as in $remote_addr or %h"}
	}
	if !has(requestField) && !has(targetField) {
		return nil, &FormatStringError{b.text, len(b.text),
			"no value says what was requested; put $request or %r where it stands"}
	}
	p.dated = p.dated || has(timeField)
	p.identity = slices.Index(p.names, directives['l'])
	p.user, p.status, p.size = b.placeOf(userField), b.placeOf(statusField), b.placeOf(sizeField)
	return p, nil
}

// placeOf is the place of the value that says a field, or nowhere.
func (b *builder) placeOf(f field) int {
	for _, name := range b.format.namesOf(f) {
		for place, taken := range b.program.names {
			if spelling.Plain(taken) == name {
				return place
			}
		}
	}
	return nowhere
}
