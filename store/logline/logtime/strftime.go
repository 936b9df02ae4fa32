package logtime

import "strings"

// Token is a piece of a layout of strftime: a part of a time, or text between them.
type Token struct {
	Text string
	Part Part // nil: it is text
}

// Letters are the directives of strftime that Split knows.
const Letters = "%Y %y %m %b %d %e %H %I %p %M %S %z %Z %s %T %R %F %D %r %a"

// Split splits a layout of strftime into parts with a fixed number of digits, as servers write them. A letter that
// stands for none is unknown, and not 0.
func Split(layout string) (tokens []Token, unknown byte) { return split(layout, parts) }

// paddings are the flags of strftime, which say how a number is filled up.
const paddings = "-_0^#"

// split looks letters up among these parts, then among those of Split.
func split(layout string, preferred map[byte]Part) (tokens []Token, unknown byte) {
	for len(layout) > 0 {
		if layout[0] != '%' || len(layout) == 1 {
			tokens = append(tokens, Token{Text: layout[:1]})
			layout = layout[1:]
			continue
		}
		if layout = strings.TrimLeft(layout[1:], paddings); layout == "" {
			return nil, '%'
		}
		letter := layout[0]
		layout = layout[1:]
		group, grouped := groups[letter]
		part := preferred[letter]
		if part == nil {
			part = parts[letter]
		}
		switch {
		case part != nil:
			tokens = append(tokens, Token{Part: part})
		case grouped:
			layout = group + layout
		case letter == '%':
			tokens = append(tokens, Token{Text: "%"})
		default:
			return nil, letter
		}
	}
	return tokens, 0
}
