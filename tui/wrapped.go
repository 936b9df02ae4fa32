package tui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// longestCharacter is how many bytes a cell may take; more of a line need not be looked at to fill an area.
const longestCharacter = 8

// drawWrapped shows outside text over several lines; what does not fit ends in an ellipsis.
func drawWrapped(a area, text string) {
	text = text[:min(len(text), max(a.w*a.h*longestCharacter, 0))]
	lines := strings.Split(ansi.Hardwrap(a.canvas.theme.clean(text), max(a.w, 1), true), "\n")
	for i := range min(len(lines), a.h) {
		rest := lines[i]
		if i == a.h-1 {
			rest = strings.Join(lines[i:], "")
		}
		a.line(i).put(plain, rest)
	}
}
