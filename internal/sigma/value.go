package sigma

import (
	"regexp"
	"strconv"
	"strings"
)

// pattern is a text of a Sigma rule with its wildcards.
type pattern []piece

// piece is a text, or a wildcard.
type piece struct {
	text string
	wild rune // '*', '?'; 0: none
}

// parsePattern reads a text: * stands for any characters, ? for one, and a backslash before either, or before a
// backslash, takes its meaning away.
func parsePattern(text string) pattern {
	var p pattern
	runes := []rune(text)
	var plain []rune
	flush := func() {
		if len(plain) > 0 {
			p, plain = append(p, piece{text: string(plain)}), nil
		}
	}
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; {
		case r == '\\' && i+1 < len(runes) && strings.ContainsRune(`*?\`, runes[i+1]):
			i++
			plain = append(plain, runes[i])
		case r == '*' || r == '?':
			flush()
			if r == '?' || len(p) == 0 || p[len(p)-1].wild != '*' {
				p = append(p, piece{wild: r})
			}
		default:
			plain = append(plain, r)
		}
	}
	flush()
	return p
}

var anything = piece{wild: '*'}

// open is the pattern with anything before it, after it, or both.
func (p pattern) open(before, after bool) pattern {
	wide := pattern{}
	if before && (len(p) == 0 || p[0].wild != '*') {
		wide = append(wide, anything)
	}
	wide = append(wide, p...)
	if after && wide[len(wide)-1].wild != '*' {
		wide = append(wide, anything)
	}
	return wide
}

// plain is the text of a pattern without wildcards.
func (p pattern) plain() (text string, is bool) {
	switch {
	case len(p) == 0:
		return "", true
	case len(p) == 1 && p[0].wild == 0:
		return p[0].text, true
	}
	return "", false
}

// shape says how a pattern is asked for, and by which text.
type shape uint8

const (
	equal shape = iota
	starting
	ending
	containing
	matching // by a regular expression
)

// shape is the simplest way to ask for the pattern.
func (p pattern) shape() (shape, string) {
	before := len(p) > 1 && p[0].wild == '*'
	after := len(p) > 1 && p[len(p)-1].wild == '*'
	middle := p
	if before {
		middle = middle[1:]
	}
	if after {
		middle = middle[:len(middle)-1]
	}
	text, plain := middle.plain()
	switch {
	case len(p) == 1 && p[0].wild == '*':
		return containing, ""
	case !plain:
		return matching, p.expression()
	case before && after:
		return containing, text
	case before:
		return ending, text
	case after:
		return starting, text
	}
	return equal, text
}

// expression is the pattern as a regular expression.
func (p pattern) expression() string {
	var b strings.Builder
	b.WriteString("^")
	for i, one := range p {
		switch {
		case one.wild == '?':
			b.WriteString(".")
		case one.wild == 0:
			b.WriteString(regexp.QuoteMeta(one.text))
		case i > 0 && i < len(p)-1:
			b.WriteString(".*")
		}
	}
	b.WriteString("$")
	text := b.String()
	if len(p) > 0 && p[0].wild == '*' {
		text = strings.TrimPrefix(text, "^")
	}
	if len(p) > 0 && p[len(p)-1].wild == '*' {
		text = strings.TrimSuffix(text, "$")
	}
	return text
}

// askers write a question about a field; lists is how it is asked about several texts.
var askers = map[shape]struct {
	one, several func(field, texts string) string
}{
	equal: {func(f, t string) string { return f + " == " + t }, func(f, t string) string { return f + " in [" + t + "]" }},
	starting: {func(f, t string) string { return f + " startsWith " + t },
		func(f, t string) string { return "startsWithAny(" + f + ", [" + t + "])" }},
	ending: {func(f, t string) string { return f + " endsWith " + t },
		func(f, t string) string { return "endsWithAny(" + f + ", [" + t + "])" }},
	containing: {func(f, t string) string { return f + " contains " + t },
		func(f, t string) string { return "containsAny(" + f + ", [" + t + "])" }},
}

// askText asks whether a field of texts is like one of several patterns.
func askText(name string, patterns []pattern, cased bool) *tree {
	field, fold := "lower("+name+")", strings.ToLower
	if cased {
		field, fold = name, func(s string) string { return s }
	}
	texts, flags := map[shape][]string{}, map[bool]string{true: "(?s)", false: "(?is)"}[cased]
	var ways []*tree
	for _, p := range patterns {
		how, text := p.shape()
		switch {
		case how == matching:
			ways = append(ways, is("%s matches %s", name, strconv.Quote(flags+text)))
		case how == containing && text == "":
			ways = append(ways, is(`%s != ""`, name))
		default:
			texts[how] = append(texts[how], strconv.Quote(fold(text)))
		}
	}
	for how := equal; how < matching; how++ {
		switch list := texts[how]; len(list) {
		case 0:
		case 1:
			ways = append(ways, is("%s", askers[how].one(field, list[0])))
		default:
			ways = append(ways, is("%s", askers[how].several(field, strings.Join(list, ", "))))
		}
	}
	return anyOf(ways...)
}
