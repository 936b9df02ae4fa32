package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// style says what a piece of text means; the theme decides how that looks. No style is the only carrier of a meaning: a glyph or a
// word always says the same, so that a terminal without colours loses nothing.
type style uint8

const (
	plain   style = iota
	strong        // titles, the names of keys, what a line is about
	dim           // units, labels, what is there for reference
	tooHigh       // beyond the high bound of a rule
	tooLow        // beyond the low bound of a rule
	suspect       // flagged
	good          // finished, saved, inside its bounds
	warning       // needs a look: changed settings, rejected lines, errors
	chart         // the body of a chart
	chosen        // the row under the cursor, the cell in focus
	styleCount
)

// theme is the look of all screens: one SGR sequence a style, and whether the terminal shows more than ASCII.
type theme struct {
	sequence [styleCount]string
	ascii    bool
}

// looks holds the themes by name. They use the terminal's own sixteen colours and paint no background, so they follow the palette
// that their user has chosen; the two that are often too faint to read (blue on black, bright black on Solarized) are left out.
var looks = map[string][styleCount]ansi.Style{
	"auto": {
		strong:  ansi.Style{}.Bold(),
		dim:     ansi.Style{}.Faint(),
		tooHigh: ansi.Style{}.ForegroundColor(ansi.Red),
		tooLow:  ansi.Style{}.ForegroundColor(ansi.Cyan),
		suspect: ansi.Style{}.Bold().ForegroundColor(ansi.Red),
		good:    ansi.Style{}.ForegroundColor(ansi.Green),
		warning: ansi.Style{}.ForegroundColor(ansi.Yellow),
		chart:   ansi.Style{}.ForegroundColor(ansi.Cyan),
		chosen:  ansi.Style{}.Reverse(true),
	},
	"contrast": {
		strong:  ansi.Style{}.Bold(),
		tooHigh: ansi.Style{}.Bold().ForegroundColor(ansi.BrightRed),
		tooLow:  ansi.Style{}.Bold().ForegroundColor(ansi.BrightCyan),
		suspect: ansi.Style{}.Bold().Underline(true).ForegroundColor(ansi.BrightRed),
		good:    ansi.Style{}.Bold().ForegroundColor(ansi.BrightGreen),
		warning: ansi.Style{}.Bold().ForegroundColor(ansi.BrightYellow),
		chosen:  ansi.Style{}.Bold().Reverse(true),
	},
	"mono": {
		strong:  ansi.Style{}.Bold(),
		dim:     ansi.Style{}.Faint(),
		suspect: ansi.Style{}.Bold(),
		warning: ansi.Style{}.Bold(),
		chosen:  ansi.Style{}.Reverse(true),
	},
}

// newTheme returns the theme of that name, "" being auto.
func newTheme(name string, ascii bool) (*theme, error) {
	if name == "" {
		name = "auto"
	}
	look, ok := looks[name]
	if !ok {
		return nil, fmt.Errorf("no theme %q: there are auto, contrast and mono", name)
	}
	t := &theme{ascii: ascii}
	for s, attributes := range look {
		if len(attributes) > 0 {
			t.sequence[s] = attributes.String()
		}
	}
	return t, nil
}

// asciiForms gives every glyph that the screens draw a form in ASCII, as wide as the glyph wherever columns depend on it.
var asciiForms = strings.NewReplacer(
	"▲", ">", "▼", "<", "▴", "^", "›", ">", "…", "~", "·", ".", "–", "-", "→", ">", "←", "<", "↑", "^", "↓", "v",
	"─", "-", "│", "|", "┆", ":", "╭", "+", "╮", "+", "╰", "+", "╯", "+", "×", "x", "≥", ">=", "≤", "<=", "−", "-",
	"◆", "o", "▸", ">", "◂", "<", "✓", "x", "▁", ".", "▂", ".", "▃", ":", "▄", ":", "▅", "=", "▆", "=", "▇", "#", "█", "#",
	"▏", " ", "▎", " ", "▍", " ", "▌", "=", "▋", "=", "▊", "=", "▉", "#",
)

// words returns text of the program's own in the form that the terminal can show.
func (t *theme) words(s string) string {
	if t.ascii {
		return asciiForms.Replace(s)
	}
	return s
}
