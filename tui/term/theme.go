package term

import (
	"fmt"
	"image/color"
	"maps"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"

	"spoor/internal/clean"
)

// Style says what a piece of text means; the Theme decides how that looks. No style is the only carrier of a meaning: a
// glyph or a word always says the same, so that a terminal without colours loses nothing.
type Style uint8

// What a text may mean.
const (
	Plain   Style = iota
	Strong        // titles, the names of keys, what a line is about
	Dim           // units, labels, what is there for reference
	TooHigh       // beyond the high bound of a rule
	TooLow        // beyond the low bound of a rule
	Suspect       // flagged
	Good          // finished, saved, inside its bounds
	Warning       // needs a look: changed settings, rejected lines, errors
	Chart         // the body of a chart
	Chosen        // the row under the cursor, the cell in focus
	First         // one of several things that are told apart, which also have letters
	Second
	Third
	Fourth
	styleCount
)

// Theme is the look of all screens: one SGR sequence a style, and whether the terminal shows more than ASCII.
type Theme struct {
	name     string
	sequence [styleCount]string
	ascii    bool
}

// looks holds the themes by name. All but dark and light use the terminal's own sixteen colours and paint no
// background, so they follow the palette that their user has chosen; the two that are often too faint to read (blue on
// black, bright black on Solarized) are left out.
var looks = map[string][styleCount]lipgloss.Style{
	"auto": {
		Strong:  lipgloss.NewStyle().Bold(true),
		Dim:     lipgloss.NewStyle().Faint(true),
		TooHigh: lipgloss.NewStyle().Foreground(lipgloss.Red),
		TooLow:  lipgloss.NewStyle().Foreground(lipgloss.Cyan),
		Suspect: lipgloss.NewStyle().Foreground(lipgloss.Red).Bold(true),
		Good:    lipgloss.NewStyle().Foreground(lipgloss.Green),
		Warning: lipgloss.NewStyle().Foreground(lipgloss.Yellow),
		Chart:   lipgloss.NewStyle().Foreground(lipgloss.Cyan),
		Chosen:  lipgloss.NewStyle().Reverse(true),
		First:   lipgloss.NewStyle().Foreground(lipgloss.Cyan),
		Second:  lipgloss.NewStyle().Foreground(lipgloss.Yellow),
		Third:   lipgloss.NewStyle().Foreground(lipgloss.Magenta),
		Fourth:  lipgloss.NewStyle().Foreground(lipgloss.Green),
	},
	"contrast": {
		Strong:  lipgloss.NewStyle().Bold(true),
		TooHigh: lipgloss.NewStyle().Foreground(lipgloss.BrightRed).Bold(true),
		TooLow:  lipgloss.NewStyle().Foreground(lipgloss.BrightCyan).Bold(true),
		Suspect: lipgloss.NewStyle().Foreground(lipgloss.BrightRed).Bold(true).Underline(true),
		Good:    lipgloss.NewStyle().Foreground(lipgloss.BrightGreen).Bold(true),
		Warning: lipgloss.NewStyle().Foreground(lipgloss.BrightYellow).Bold(true),
		Chosen:  lipgloss.NewStyle().Bold(true).Reverse(true),
		First:   lipgloss.NewStyle().Foreground(lipgloss.BrightCyan).Bold(true),
		Second:  lipgloss.NewStyle().Foreground(lipgloss.BrightYellow).Bold(true),
		Third:   lipgloss.NewStyle().Foreground(lipgloss.BrightMagenta).Bold(true),
		Fourth:  lipgloss.NewStyle().Foreground(lipgloss.BrightGreen).Bold(true),
	},
	"mono": {
		Strong:  lipgloss.NewStyle().Bold(true),
		Dim:     lipgloss.NewStyle().Faint(true),
		Suspect: lipgloss.NewStyle().Bold(true),
		Warning: lipgloss.NewStyle().Bold(true),
		Chosen:  lipgloss.NewStyle().Reverse(true),
	},
	"dark":  painted(palettes["dark"], shade.exact),
	"light": painted(palettes["light"], shade.exact),
}

// shade is a colour as it is meant, and the nearest of the 256 that most terminals know, which are chosen by eye:
// arithmetic turns greys green.
type shade struct{ full, of256 string }

func (s shade) exact() color.Color { return lipgloss.Color(s.full) }

func (s shade) near() color.Color { return lipgloss.Color(s.of256) }

// palette is the colours of a theme that paints its background.
type palette struct{ paper, ink, faint, red, cyan, green, yellow, violet shade }

var palettes = map[string]palette{
	"dark": {
		paper: shade{"#16181d", "234"}, ink: shade{"#d9dbe0", "253"}, faint: shade{"#8f96a3", "246"},
		red: shade{"#ff7a7a", "210"}, cyan: shade{"#5cc8d8", "80"}, green: shade{"#8fd68f", "114"},
		yellow: shade{"#e8c06a", "179"}, violet: shade{"#c9a0f5", "183"},
	},
	"light": {
		paper: shade{"#fbfbf8", "231"}, ink: shade{"#24262a", "235"}, faint: shade{"#5f636a", "241"},
		red: shade{"#b3151f", "124"}, cyan: shade{"#006478", "24"}, green: shade{"#1d6b25", "22"},
		yellow: shade{"#7a4f00", "94"}, violet: shade{"#6b2fa0", "54"},
	},
}

// painted is the look of a palette. Every style says both colours, so that it reads the same whatever the terminal's
// own are.
func painted(p palette, as func(shade) color.Color) [styleCount]lipgloss.Style {
	on := func(c shade) lipgloss.Style {
		return lipgloss.NewStyle().Foreground(as(c)).Background(as(p.paper))
	}
	return [styleCount]lipgloss.Style{
		Plain:   on(p.ink),
		Strong:  on(p.ink).Bold(true),
		Dim:     on(p.faint),
		TooHigh: on(p.red),
		TooLow:  on(p.cyan),
		Suspect: on(p.red).Bold(true),
		Good:    on(p.green),
		Warning: on(p.yellow),
		Chart:   on(p.cyan),
		Chosen:  lipgloss.NewStyle().Foreground(as(p.paper)).Background(as(p.ink)),
		First:   on(p.cyan),
		Second:  on(p.yellow),
		Third:   on(p.violet),
		Fourth:  on(p.green),
	}
}

// ThemeNames are the names of the themes, sorted.
func ThemeNames() []string { return slices.Sorted(maps.Keys(looks)) }

// NewTheme returns the theme of that name, "" being auto; with ascii, all that it shows is ASCII. Another name is an
// error that lists those there are.
func NewTheme(name string, ascii bool) (*Theme, error) {
	if name == "" {
		name = "auto"
	}
	look, ok := looks[name]
	if !ok {
		names := ThemeNames()
		last := len(names) - 1
		return nil, fmt.Errorf("no theme %q: there are %s and %s", name, strings.Join(names[:last], ", "), names[last])
	}
	t := &Theme{name: name, ascii: ascii}
	t.wear(look)
	return t, nil
}

func (t *Theme) wear(look [styleCount]lipgloss.Style) {
	for s := range look {
		t.sequence[s] = opening(look[s])
	}
}

// Suit makes a theme with colours of its own one that a terminal can show: of 256 colours it takes those that come
// nearest, and where there are sixteen, those are the look.
func (t *Theme) Suit(profile colorprofile.Profile) {
	switch p, ok := palettes[t.name]; {
	case !ok:
	case profile == colorprofile.TrueColor:
		t.wear(looks[t.name])
	case profile == colorprofile.ANSI256:
		t.wear(painted(p, shade.near))
	default:
		t.wear(looks["auto"])
	}
}

// opening is the sequence that switches a style on. Frames are put together from these, since rendering every cell
// through its style costs ten times as much.
func opening(s lipgloss.Style) string {
	sequence, _, _ := strings.Cut(s.Render("x"), "x")
	return sequence
}

// asciiForms gives every glyph that the screens draw a form in ASCII, as wide as the glyph wherever columns depend on
// it.
var asciiForms = strings.NewReplacer(
	"▲", "+", "▼", "-", "▴", "^", "›", ">", "»", "x", "…", "~", "·", ".", "–", "-", "→", ">", "←", "<", "↑", "^", "↓", "v",
	"─", "-", "│", "|", "┆", ":", "╭", "+", "╮", "+", "╰", "+", "╯", "+", "×", "x", "≥", ">=", "≤", "<=", "−", "-",
	"◆", "o", "▸", ">", "◂", "<", "✓", "x", "▁", ".", "▂", ".", "▃", ":", "▄", ":", "▅", "=", "▆", "=", "▇", "#", "█", "#",
	"┤", "+", "▒", "%", "▏", " ", "▎", " ", "▍", " ", "▌", "=", "▋", "=", "▊", "=", "▉", "#",
)

// Width returns how many cells a text takes that a pen writes with Own.
func (t *Theme) Width(s string) int { return clean.Width(t.own(s)) }

// DataWidth returns how many cells a text takes that a pen writes with Data.
func (t *Theme) DataWidth(s string) int { return clean.Width(t.data(s)) }

// own returns text of the program's own, which may quote something from outside, in the form that the terminal can
// show.
func (t *Theme) own(s string) string {
	if t.ascii {
		return clean.ASCII(asciiForms.Replace(s))
	}
	return clean.Text(s)
}

// data returns text that came from outside in the form that the terminal can show: visible, and harmless.
func (t *Theme) data(s string) string {
	if t.ascii {
		return clean.ASCII(s)
	}
	return clean.Text(s)
}
