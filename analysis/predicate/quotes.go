package predicate

import "strings"

// LastOutside is where a word stands last in a condition outside of its quotes; −1 if nowhere.
func LastOutside(text, word string) int {
	last := -1
	eachOutside(text, func(at int) {
		if strings.HasPrefix(text[at:], word) {
			last = at
		}
	})
	return last
}

// OneLine is a condition without breaks of lines and what they are indented by. What is quoted stays.
func OneLine(text string) string {
	line := []byte(text)
	eachOutside(text, func(at int) {
		if text[at] == '\n' || text[at] == '\r' || text[at] == '\t' {
			line[at] = ' '
		}
	})
	return strings.TrimSpace(string(line))
}

// eachOutside gives each place of a condition that is not in quotes.
func eachOutside(text string, do func(at int)) {
	quote := byte(0)
	for at := 0; at < len(text); at++ {
		switch c := text[at]; {
		case quote == 0 && (c == '"' || c == '\'' || c == '`'):
			quote = c
		case quote == 0:
			do(at)
		case c == '\\' && quote != '`':
			at++
		case c == quote:
			quote = 0
		}
	}
}
