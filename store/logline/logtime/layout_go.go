package logtime

import "strings"

// goParts are the parts of Go's layouts, the longer ones first, and what strftime calls them.
var goParts = []struct{ text, letter string }{
	{"January", "%B"}, {"Jan", "%b"}, {"Monday", "%A"}, {"Mon", "%a"}, {"MST", "%Z"}, {"2006", "%Y"},
	{"Z07:00", "%z"}, {"Z0700", "%z"}, {"Z07", "%z"}, {"-07:00", "%z"}, {"-0700", "%z"}, {"-07", "%z"},
	{"002", "%j"}, {"01", "%m"}, {"02", "%d"}, {"03", "%I"}, {"04", "%M"}, {"05", "%S"}, {"06", "%y"}, {"15", "%H"},
	{"_2", "%e"}, {"PM", "%p"}, {"pm", "%p"}, {"1", "%m"}, {"2", "%d"}, {"3", "%I"}, {"4", "%M"}, {"5", "%S"},
}

// isGoLayout reports whether a text is the Moment of Go's layouts: 3:04:05 of the afternoon of 2 January 2006.
func isGoLayout(text string) bool {
	return strings.Contains(text, "2006") || strings.Contains(text, "15:04") ||
		strings.Contains(text, "03:04") || strings.Contains(text, "3:04")
}

// fromGoLayout writes a layout of Go as strftime does.
func fromGoLayout(text string) string {
	var to strings.Builder
next:
	for len(text) > 0 {
		if length := goFraction(text); length > 0 {
			to.WriteString(text[:1] + "%f")
			text = text[length:]
			continue
		}
		for _, part := range goParts {
			if rest, ok := strings.CutPrefix(text, part.text); ok {
				to.WriteString(part.letter)
				text = rest
				continue next
			}
		}
		to.WriteString(text[:1])
		text = text[1:]
	}
	return to.String()
}

// goFraction is how long the fraction of a second at the front of text is: .000, .999 or the like.
func goFraction(text string) int {
	if text[0] != '.' && text[0] != ',' {
		return 0
	}
	length := 1
	for length < len(text) && (text[length] == '0' || text[length] == '9') && text[length] == text[1] {
		length++
	}
	if length == 1 || length < len(text) && text[length]-'0' <= 9 {
		return 0
	}
	return length
}
