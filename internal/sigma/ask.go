package sigma

import (
	"errors"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// ask makes a condition of the values.
func (s *search) ask(values []*yaml.Node) *tree {
	if len(values) == 0 {
		return cannot("%s has no value", s.name)
	}
	if s.how == "" && !s.all && (s.field.kind == textField || s.field.kind == keywordField) {
		return s.turned(s.askTogether(values))
	}
	if s.how == "" && !s.all && s.field.kind == statusField && len(values) > 1 {
		return s.turned(s.askStatuses(values))
	}
	var ways []*tree
	for _, value := range values {
		ways = append(ways, s.askOne(value))
	}
	if s.all {
		return s.turned(allOf(ways...))
	}
	return s.turned(anyOf(ways...))
}

func (s *search) turned(t *tree) *tree {
	if s.not {
		return negated(t)
	}
	return t
}

// askTogether asks for any of several texts.
func (s *search) askTogether(values []*yaml.Node) *tree {
	var closed, open, ways = []pattern{}, []pattern{}, []*tree{}
	for _, value := range values {
		some, err := s.patterns(value)
		if err != nil {
			return cannot("%s: %s", s.name, err)
		}
		if s.asksForNothing(value) {
			ways = []*tree{s.nothing()}
		}
		for _, p := range some {
			switch {
			case s.field.kind == keywordField:
				open = append(open, p.open(true, true))
			case len(p) == 0: // there is nothing
			case p[0].wild == '*':
				open = append(open, p)
			default:
				closed = append(closed, p)
			}
		}
	}
	for i, name := range s.field.names {
		patterns := slices.Concat(closed, open)
		if i > 0 && s.field.kind != keywordField {
			patterns = closed // what the query has anywhere, or at its end, the target has, too
		}
		if len(patterns) > 0 {
			ways = append(ways, askText(name, patterns, s.cased))
		}
	}
	return anyOf(ways...)
}

// asksForNothing reports whether a value is there to find what has none.
func (s *search) asksForNothing(value *yaml.Node) bool {
	return s.field.kind == textField && (isNull(value) || s.wide == nil && len(s.encode) == 0 && isNothing(value))
}

// isNothing reports whether a value is what logs write where there is none.
func isNothing(value *yaml.Node) bool {
	return isNull(value) || value.Value == "" || value.Value == "-"
}

// patterns are what a value stands for; null is the empty text.
func (s *search) patterns(value *yaml.Node) ([]pattern, error) {
	if value.Kind != yaml.ScalarNode {
		return nil, errors.New("a value is a text, a number or nothing")
	}
	if isNull(value) {
		if s.field.kind == keywordField {
			return nil, errors.New("null is not a keyword")
		}
		return []pattern{nil}, nil
	}
	if value.Value == "" && s.field.kind == keywordField {
		return nil, errors.New("an empty text is not a keyword")
	}
	texts, encoded, err := s.encoded(value.Value)
	if err != nil {
		return nil, err
	}
	var patterns []pattern
	for _, text := range texts {
		p := pattern{{text: text}}
		if !encoded {
			p = parsePattern(text)
		}
		if s.wide != nil {
			p = s.wide(p)
		}
		patterns = append(patterns, p)
	}
	return patterns, nil
}

// encoded are the texts that the encodings make of a text, which must have no wildcards then.
func (s *search) encoded(text string) (texts []string, encoded bool, err error) {
	texts = []string{text}
	if len(s.encode) == 0 {
		return texts, false, nil
	}
	plain, isPlain := parsePattern(text).plain()
	if texts[0] = plain; !isPlain {
		return nil, true, errors.New("a text with wildcards can't be encoded")
	}
	for _, encode := range s.encode {
		var next []string
		for _, text := range texts {
			some, err := encode(text)
			if err != nil {
				return nil, true, err
			}
			next = append(next, some...)
		}
		texts = next
	}
	if strings.ContainsAny(strings.Join(texts, ""), "\x00\uFFFD") {
		return nil, true, errors.New("UTF-16 that is not encoded further is no text of a log")
	}
	return texts, true, nil
}

// askOne asks for one value.
func (s *search) askOne(value *yaml.Node) *tree {
	if value.Kind != yaml.ScalarNode {
		return cannot("%s: a value is a text, a number or nothing", s.name)
	}
	switch {
	case s.how == byPresence:
		return s.askPresence(value.Value)
	case s.how == byField:
		return s.askField(value.Value)
	case s.how == byNetwork:
		return s.askNetwork(value.Value)
	case s.how == byExpression:
		return s.askExpression(value.Value)
	case comparisons[s.how] != "":
		return s.askNumber(comparisons[s.how], value.Value)
	case s.field.kind == statusField || s.field.kind == bytesField:
		return s.askDigits(value)
	case s.field.kind == extensionField:
		return s.askExtension(value)
	}
	return s.askTogether([]*yaml.Node{value})
}

// nothing is how a field is asked whether it is empty.
func (s *search) nothing() *tree {
	switch s.field.kind {
	case statusField:
		return is("status == 0")
	case bytesField:
		return cannot("%s: that the number of bytes is not known can't be told from 0", s.name)
	case extensionField:
		return is(`not (path matches "\\.[^./]+$")`)
	}
	if s.field.names[0] == "user" {
		return is("user == address")
	}
	return is(`%s == ""`, s.field.names[len(s.field.names)-1])
}

func (s *search) askPresence(value string) *tree {
	switch strings.ToLower(value) {
	case "true", "yes", "1":
		return negated(s.nothing())
	case "false", "no", "0":
		return s.nothing()
	}
	return cannot("%s: exists takes true or false", s.name)
}

func (s *search) askField(value string) *tree {
	other, err := fieldNamed(value)
	if err != nil {
		return cannot("%s", err)
	}
	if s.field.kind != textField || other.kind != textField {
		return cannot("%s can't be compared with %s", s.name, value)
	}
	operator := "=="
	if s.wide != nil {
		operator = map[shape]string{starting: "startsWith", ending: "endsWith", containing: "contains"}[shapeOf(s.wide)]
	}
	if s.cased {
		return is("%s %s %s", s.field.names[0], operator, other.names[0])
	}
	return is("lower(%s) %s lower(%s)", s.field.names[0], operator, other.names[0])
}

func shapeOf(wide func(pattern) pattern) shape {
	how, _ := wide(pattern{{text: "x"}}).shape()
	return how
}

func (s *search) askNetwork(value string) *tree {
	if len(s.field.names) != 1 || s.field.names[0] != "address" {
		return cannot("%s is not an address", s.name)
	}
	if _, err := netip.ParseAddr(value); err == nil {
		return is("address == %s", strconv.Quote(value))
	}
	if _, err := netip.ParsePrefix(value); err != nil {
		return cannot("%s: %q is not a network", s.name, value)
	}
	return is("inNetwork(address, %s)", strconv.Quote(value))
}

func (s *search) askExpression(value string) *tree {
	flags := ""
	if s.flags != "" {
		flags = "(?" + s.flags + ")"
	}
	expression, err := regexp.Compile(flags + value)
	if err != nil {
		return cannot("%s: the pattern is not understood: %s", s.name,
			strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	switch s.field.kind {
	case statusField:
		return askStatus(expression.MatchString)
	case bytesField, extensionField:
		return cannot("%s takes no pattern", s.name)
	}
	var ways []*tree
	for _, name := range s.field.names {
		ways = append(ways, is("%s matches %s", name, strconv.Quote(flags+value)))
	}
	return anyOf(ways...)
}

func (s *search) askNumber(operator, value string) *tree {
	x, err := strconv.ParseInt(value, 10, 53)
	if err != nil || s.field.kind != statusField && s.field.kind != bytesField {
		return cannot("%s: only statuses and bytes are compared with whole numbers", s.name)
	}
	compared := is("%s %s %d", s.field.names[0], operator, x)
	if s.field.kind == statusField && strings.HasPrefix(operator, "<") {
		return allOf(is("status > 0"), compared) // it is 0 where the log says none
	}
	return compared
}

// askStatuses asks for any of several statuses.
func (s *search) askStatuses(values []*yaml.Node) *tree {
	var ways []*tree
	var expressions []string
	for _, value := range values {
		if isNothing(value) {
			ways = []*tree{s.nothing()}
			continue
		}
		patterns, err := s.patterns(value)
		if err != nil {
			return cannot("%s: %s", s.name, err)
		}
		expressions = append(expressions, patterns[0].expression())
	}
	if len(expressions) > 0 {
		ways = append(ways, askStatus(regexp.MustCompile(strings.Join(expressions, "|")).MatchString))
	}
	return anyOf(ways...)
}

// askDigits asks for a number as for a text: "4*".
func (s *search) askDigits(value *yaml.Node) *tree {
	if isNothing(value) {
		return s.nothing()
	}
	patterns, err := s.patterns(value)
	if err != nil {
		return cannot("%s: %s", s.name, err)
	}
	text, plain := patterns[0].plain()
	if s.field.kind == bytesField {
		x, err := strconv.ParseUint(text, 10, 53)
		if !plain || err != nil {
			return cannot("%s: bytes are compared with whole numbers", s.name)
		}
		return is("bytes == %d", x)
	}
	return askStatus(regexp.MustCompile(patterns[0].expression()).MatchString)
}

// askExtension asks how the path ends.
func (s *search) askExtension(value *yaml.Node) *tree {
	if isNothing(value) {
		return s.nothing()
	}
	patterns, err := s.patterns(value)
	if err != nil {
		return cannot("%s: %s", s.name, err)
	}
	text, plain := patterns[0].plain()
	if !plain {
		return cannot("%s is compared with whole extensions", s.name)
	}
	return is("lower(path) endsWith %s", strconv.Quote("."+strings.ToLower(strings.TrimPrefix(text, "."))))
}
