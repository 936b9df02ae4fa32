package clean

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Width returns how many cells cleaned text takes, counted as the renderer counts them.
func Width(s string) int {
	if plainPrefix(s) == len(s) {
		return len(s)
	}
	return ansi.StringWidth(s)
}

// Cut returns cleaned text in at most width cells. What is too long ends in "…"; a character that is made of several
// runes or takes two cells is kept whole or dropped whole.
func Cut(s string, width int) string { return cut(s, width, "…") }

// CutASCII is Cut for a terminal that knows only ASCII: what is too long ends in "~". An escape such as \u{D55C} is
// kept whole or dropped whole.
func CutASCII(s string, width int) string {
	cut := cut(s, width, "~")
	if cut == s || cut == "" {
		return cut
	}
	kept := cut[:len(cut)-1]
	if at := strings.LastIndexByte(kept, '\\'); at >= 0 && !strings.Contains(kept[at:], "}") && isEscape(s[at:]) {
		kept = kept[:at]
	}
	return kept + "~"
}

// isEscape reports whether text begins with an escape as ASCII writes it: \x{FF}, \u{200B}.
func isEscape(s string) bool {
	if !strings.HasPrefix(s, `\x{`) && !strings.HasPrefix(s, `\u{`) {
		return false
	}
	rest := strings.TrimLeft(s[len(`\u{`):], "0123456789ABCDEF")
	return strings.HasPrefix(rest, "}")
}

// Pad returns cleaned text in exactly width cells: cut if it is longer, filled with spaces on the right if it is
// shorter.
func Pad(s string, width int) string {
	s = Cut(s, width)
	return s + spaces(width-Width(s))
}

// PadLeft is Pad with the spaces on the left, as numbers want them.
func PadLeft(s string, width int) string {
	s = Cut(s, width)
	return spaces(width-Width(s)) + s
}

// cut takes an ellipsis of one cell.
func cut(s string, width int, ellipsis string) string {
	if width <= 0 {
		return ""
	}
	used, fits := 0, 0 // s[:fits] leaves room for the ellipsis
	for i := 0; i < len(s); {
		size, cells := firstCharacter(s[i:])
		if used+cells > width {
			return s[:fits] + ellipsis
		}
		used += cells
		i += size
		if used < width {
			fits = i
		}
	}
	return s
}

// firstCharacter returns the bytes and the cells of what the renderer draws as the first character of s.
func firstCharacter(s string) (size, cells int) {
	if len(s) == 1 || s[0] < utf8.RuneSelf && s[1] < utf8.RuneSelf {
		return 1, 1
	}
	cluster, cells := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	return len(cluster), cells
}

func spaces(n int) string { return strings.Repeat(" ", max(n, 0)) }
