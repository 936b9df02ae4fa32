package tui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"spoor/internal/clean"
)

// longestCharacter is how many bytes a cell may take; more of a line need not be looked at to fill an area.
const longestCharacter = 8

// wrapped shows outside text over the lines of the area; what does not fit ends in an ellipsis.
func (a area) wrapped(text string) {
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

// wrap breaks the program's own text into lines of at most width cells, between words where it can and never between a number and
// its unit.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range glueUnits(strings.Fields(text)) {
		switch {
		case line == "":
			line = word
		case clean.Width(line)+1+clean.Width(word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// unitWords are what may stand after a number, without the punctuation.
var unitWords = map[string]bool{"s": true, "min": true, "h": true, "%": true}

func glueUnits(words []string) []string {
	var glued []string
	for _, word := range words {
		last := len(glued) - 1
		if last >= 0 && unitWords[strings.TrimRight(word, ",.)")] && strings.ContainsAny(glued[last][len(glued[last])-1:], "0123456789") {
			glued[last] += " " + word
			continue
		}
		glued = append(glued, word)
	}
	return glued
}
