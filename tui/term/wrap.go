package term

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"spoor/internal/clean"
)

// longestCharacter is how many bytes a cell may take; more of a line need not be looked at to fill an area.
const longestCharacter = 8

// Wrapped shows text from outside, as Pen.Data does, over the lines of the area; what does not fit ends in an ellipsis.
func (a Area) Wrapped(text string) {
	text = text[:min(len(text), max(a.W*a.H*longestCharacter, 0))]
	lines := strings.Split(ansi.Hardwrap(a.canvas.theme.data(text), max(a.W, 1), true), "\n")
	for i := range min(len(lines), a.H) {
		rest := lines[i]
		if i == a.H-1 {
			rest = strings.Join(lines[i:], "")
		}
		a.Line(i).put(Plain, rest)
	}
}

// Words show the program's own sentences, each on lines of its own that are broken between words.
func (a Area) Words(s Style, sentences ...string) {
	at := 0
	for _, sentence := range sentences {
		for _, line := range Wrap(sentence, a.W) {
			a.Line(at).Own(s, line)
			at++
		}
	}
}

// Wrap breaks the program's own text into lines of at most width cells, between words where it can and never between a
// number and its unit. A word that is longer than that has a line of its own.
func Wrap(text string, width int) []string {
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

// glueUnits joins numbers with their units, and the two numbers of odds, as in 10,000 : 1.
func glueUnits(words []string) []string {
	var glued []string
	for _, word := range words {
		last := len(glued) - 1
		if last >= 0 && endsInDigit(glued[last]) && (word == ":" || unitWords[strings.TrimRight(word, ",.)")]) ||
			last >= 0 && strings.HasSuffix(glued[last], " :") {
			glued[last] += " " + word
			continue
		}
		glued = append(glued, word)
	}
	return glued
}

func endsInDigit(word string) bool { return strings.ContainsAny(word[len(word)-1:], "0123456789") }
