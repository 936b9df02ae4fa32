package tui

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"spoor/internal/clean"
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

// looks holds the themes by name. All but dark and light use the terminal's own sixteen colours and paint no background, so they
// follow the palette that their user has chosen; the two that are often too faint to read (blue on black, bright black on Solarized)
// are left out.
var looks = map[string][styleCount]lipgloss.Style{
	"auto": {
		strong:  lipgloss.NewStyle().Bold(true),
		dim:     lipgloss.NewStyle().Faint(true),
		tooHigh: lipgloss.NewStyle().Foreground(lipgloss.Red),
		tooLow:  lipgloss.NewStyle().Foreground(lipgloss.Cyan),
		suspect: lipgloss.NewStyle().Foreground(lipgloss.Red).Bold(true),
		good:    lipgloss.NewStyle().Foreground(lipgloss.Green),
		warning: lipgloss.NewStyle().Foreground(lipgloss.Yellow),
		chart:   lipgloss.NewStyle().Foreground(lipgloss.Cyan),
		chosen:  lipgloss.NewStyle().Reverse(true),
	},
	"contrast": {
		strong:  lipgloss.NewStyle().Bold(true),
		tooHigh: lipgloss.NewStyle().Foreground(lipgloss.BrightRed).Bold(true),
		tooLow:  lipgloss.NewStyle().Foreground(lipgloss.BrightCyan).Bold(true),
		suspect: lipgloss.NewStyle().Foreground(lipgloss.BrightRed).Bold(true).Underline(true),
		good:    lipgloss.NewStyle().Foreground(lipgloss.BrightGreen).Bold(true),
		warning: lipgloss.NewStyle().Foreground(lipgloss.BrightYellow).Bold(true),
		chosen:  lipgloss.NewStyle().Bold(true).Reverse(true),
	},
	"mono": {
		strong:  lipgloss.NewStyle().Bold(true),
		dim:     lipgloss.NewStyle().Faint(true),
		suspect: lipgloss.NewStyle().Bold(true),
		warning: lipgloss.NewStyle().Bold(true),
		chosen:  lipgloss.NewStyle().Reverse(true),
	},
	"dark":  painted(palette{paper: "#1b1d21", ink: "#d6d8dc", faint: "#9aa0a8", red: "#ff8585", cyan: "#6fd3e3", green: "#8fd68f", yellow: "#e8c66a"}),
	"light": painted(palette{paper: "#fbfbf8", ink: "#24262a", faint: "#5f636a", red: "#b3151f", cyan: "#006478", green: "#1d6b25", yellow: "#7a4f00"}),
}

// palette is the colours of a theme that paints its background.
type palette struct{ paper, ink, faint, red, cyan, green, yellow string }

// painted is the look of a palette. Every style says both colours, so that it reads the same whatever the terminal's own are.
func painted(p palette) [styleCount]lipgloss.Style {
	on := func(color string) lipgloss.Style {
		return lipgloss.NewStyle().Foreground(lipgloss.Color(color)).Background(lipgloss.Color(p.paper))
	}
	return [styleCount]lipgloss.Style{
		plain:   on(p.ink),
		strong:  on(p.ink).Bold(true),
		dim:     on(p.faint),
		tooHigh: on(p.red),
		tooLow:  on(p.cyan),
		suspect: on(p.red).Bold(true),
		good:    on(p.green),
		warning: on(p.yellow),
		chart:   on(p.cyan),
		chosen:  lipgloss.NewStyle().Foreground(lipgloss.Color(p.paper)).Background(lipgloss.Color(p.ink)),
	}
}

// newTheme returns the theme of that name, "" being auto.
func newTheme(name string, ascii bool) (*theme, error) {
	if name == "" {
		name = "auto"
	}
	look, ok := looks[name]
	if !ok {
		return nil, fmt.Errorf("no theme %q: there are auto, contrast, dark, light and mono", name)
	}
	t := &theme{ascii: ascii}
	for s := range look {
		t.sequence[s] = opening(look[s])
	}
	return t, nil
}

// opening is the sequence that switches a style on. Frames are put together from these, since rendering every cell through its
// style costs ten times as much.
func opening(s lipgloss.Style) string {
	sequence, _, _ := strings.Cut(s.Render("x"), "x")
	return sequence
}

// asciiForms gives every glyph that the screens draw a form in ASCII, as wide as the glyph wherever columns depend on it.
var asciiForms = strings.NewReplacer(
	"▲", "+", "▼", "-", "▴", "^", "›", ">", "…", "~", "·", ".", "–", "-", "→", ">", "←", "<", "↑", "^", "↓", "v",
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

// mixed returns text of the program that may quote something from outside, in the form that the terminal can show.
func (t *theme) mixed(s string) string { return t.clean(t.words(s)) }

// width is how many cells a text takes that a pen writes as mixed, which for the program's own is the same as own.
func (t *theme) width(s string) int { return clean.Width(t.mixed(s)) }

// dataWidth is how many cells a text takes that a pen writes as data.
func (t *theme) dataWidth(s string) int { return clean.Width(t.clean(s)) }

// clean returns text that came from outside in the form that the terminal can show: visible, and harmless.
func (t *theme) clean(s string) string {
	if t.ascii {
		return clean.ASCII(s)
	}
	return clean.Text(s)
}
