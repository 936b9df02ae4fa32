package logline

import (
	"strings"

	"spoor/store/logline/spelling"
)

// isNginx tells a format string with variables from one with directives.
func isNginx(text string) bool {
	for i := range len(text) - 1 {
		if text[i] == '$' && (spelling.IsNameByte(text[i+1]) || text[i+1] == '{') {
			return true
		}
	}
	return false
}

// splitNginx splits a log_format at its variables: $name or ${name}.
func splitNginx(text string) (tokens []token, err error) {
	for at := 0; at < len(text); {
		start := at
		if text[at] != '$' || at+1 == len(text) {
			c, length := unescape(text[at:])
			tokens = append(tokens, token{at: start, text: c})
			at += length
			continue
		}
		at++
		braced := text[at] == '{'
		if braced {
			at++
		}
		end := at
		for end < len(text) && spelling.IsNameByte(text[end]) {
			end++
		}
		name := text[at:end]
		if at = end; braced {
			if end == len(text) || text[end] != '}' {
				return nil, &FormatStringError{text, start, "the { has no }; write ${name}"}
			}
			at++
		}
		if name == "" {
			return nil, &FormatStringError{text, start, "the $ has no name behind it; write a variable as in $remote_addr"}
		}
		tokens = appendVariable(tokens, token{at: start, name: name})
	}
	return tokens, nil
}

// appendVariable appends a variable; $uri$is_args$args is one: the target.
func appendVariable(tokens []token, t token) []token {
	if n := len(tokens); n > 0 {
		last := &tokens[n-1]
		switch {
		case t.name == "is_args" && (last.name == "uri" || last.name == "document_uri"):
			last.name = wholeTarget
			return tokens
		case (t.name == "args" || t.name == "query_string") && last.name == wholeTarget:
			return tokens
		}
	}
	return append(tokens, t)
}

// wholeTarget is the path and the query that are put together of several variables.
const wholeTarget = "request_uri"

var escapes = map[byte]string{'"': `"`, '\'': "'", '\\': `\`, 't': "\t", 'n': "\n", '$': "$", '%': "%"}

// unescape reads one character, which a configuration may have escaped.
func unescape(text string) (c string, length int) {
	if text[0] == '\\' && len(text) > 1 {
		if c, ok := escapes[text[1]]; ok {
			return c, 2
		}
	}
	end := strings.IndexAny(text[1:], `\$%`) + 1
	if end == 0 {
		end = len(text)
	}
	return text[:end], end
}
