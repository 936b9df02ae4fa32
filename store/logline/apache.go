package logline

import (
	"strings"

	"spoor/store/logline/logtime"
)

// directives are what Apache's letters are called here; every other letter is a value that says nothing to us.
var directives = map[byte]string{
	'h': "remote_host", 'l': "identity", 'a': "remote_addr", 'u': "remote_user", 'r': "request", 'm': "request_method",
	'U': "uri", 'q': "query_string", 's': "status", 'b': "body_bytes_sent", 'B': "body_bytes_sent", 'O': "bytes_sent",
}

// namedDirectives are the prefixes that make names of those with an argument: %{Referer}i is http_Referer.
var namedDirectives = map[byte]string{
	'i': "http_", 'C': "cookie_", 'o': "sent_http_", 'e': "environment_", 'n': "note_",
}

// directive is one of Apache: % modifiers {argument} letter, or ^ and two letters.
type directive struct {
	at       int
	argument string
	letter   byte
	caret    string // the two letters behind a ^: ti and to are trailers, FB is a duration
}

// splitApache splits a LogFormat at its directives.
func splitApache(text string) (tokens []token, err error) {
	for at := 0; at < len(text); {
		if text[at] != '%' {
			c, length := unescape(text[at:])
			tokens = append(tokens, token{at: at, text: c})
			at += length
			continue
		}
		d, length := cutDirective(text, at)
		if length == 0 {
			return nil, &FormatStringError{text, at,
				"the directive does not end; write one as in %h or %{Referer}i, and %% for a percent sign"}
		}
		at += length
		more, err := d.tokens(text)
		if err != nil {
			return nil, err
		}
		if n := len(tokens); d.letter == 'q' && n > 0 && tokens[n-1].name == directives['U'] {
			tokens[n-1].name = "request_uri" // %U%q, which nothing separates
			continue
		}
		tokens = append(tokens, more...)
	}
	return tokens, nil
}

// cutDirective reads the directive at a place; length is 0 if it does not end.
func cutDirective(text string, at int) (d directive, length int) {
	d.at = at
	rest := strings.TrimLeft(text[at+1:], modifiers)
	if strings.HasPrefix(rest, "{") {
		var closed bool
		if d.argument, rest, closed = strings.Cut(rest[1:], "}"); !closed {
			return d, 0
		}
		rest = strings.TrimLeft(rest, modifiers) // they may stand on either side
	}
	if rest == "" || rest[0] == '^' && len(rest) < len("^ti") {
		return d, 0
	}
	size := 1
	if d.letter = rest[0]; d.letter == '^' {
		size = len("^ti")
		d.caret = rest[1:size]
	}
	return d, len(text) - at - len(rest) + size
}

// modifiers are those of directives: which answers have them, and of which request of several they are.
const modifiers = "!<>,0123456789"

func (d directive) tokens(text string) ([]token, error) {
	switch {
	case d.letter == '%':
		return []token{{at: d.at, text: "%"}}, nil
	case d.letter == 't':
		return d.time(text)
	case d.letter == '^':
		return []token{{at: d.at, name: strings.TrimSuffix("directive_"+d.caret+"_"+d.argument, "_")}}, nil
	case (d.letter == 'a' || d.letter == 'h') && d.argument == "c":
		return []token{{at: d.at, name: "connection_addr"}}, nil
	case d.argument != "" && namedDirectives[d.letter] != "":
		return []token{{at: d.at, name: namedDirectives[d.letter] + d.argument}}, nil
	case directives[d.letter] != "":
		return []token{{at: d.at, name: directives[d.letter]}}, nil
	}
	return []token{{at: d.at, name: "directive_" + string(d.letter)}}, nil
}

// time takes %t and %{…}t apart: a time in brackets, a number, a fraction, or what strftime makes.
func (d directive) time(text string) ([]token, error) {
	argument := strings.TrimPrefix(strings.TrimPrefix(d.argument, "begin:"), "end:")
	switch argument {
	case "":
		return []token{{at: d.at, text: "["}, {at: d.at, name: "time_local"}, {at: d.at, text: "]"}}, nil
	case "sec", "msec", "usec":
		return []token{{at: d.at, name: "time_epoch"}}, nil
	}
	if part, ok := logtime.FractionParts[argument]; ok {
		return []token{{at: d.at, part: part}}, nil
	}
	return d.strftime(argument, text)
}

func (d directive) strftime(layout, text string) (tokens []token, err error) {
	split, unknown := logtime.Split(layout)
	if unknown != 0 {
		return nil, &FormatStringError{text, d.at,
			"times with %" + string(unknown) + " can't be read; there are " + logtime.Letters}
	}
	for _, t := range split {
		tokens = append(tokens, token{at: d.at, text: t.Text, part: t.Part})
	}
	return tokens, nil
}
