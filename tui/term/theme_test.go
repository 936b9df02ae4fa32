package term

import (
	"image/color"
	"math"
	"testing"

	"github.com/charmbracelet/colorprofile"
)

// luminance is how bright a colour is to the eye, from 0 to 1, as WCAG 2 defines it.
func luminance(c color.Color) float64 {
	linear := func(v uint32) float64 {
		x := float64(v) / 0xFFFF
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	r, g, b, _ := c.RGBA()
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

// TestPaintedThemesCanBeRead holds every style to the contrast that WCAG 2 asks of text, in all colours and in 256.
func TestPaintedThemesCanBeRead(t *testing.T) {
	for name, p := range palettes {
		for depth, as := range map[string]func(shade) color.Color{"all": shade.exact, "256": shade.near} {
			for s, look := range painted(p, as) {
				a, b := luminance(look.GetForeground()), luminance(look.GetBackground())
				if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < 4.5 {
					t.Errorf("%s of %s colours: style %d has a contrast of %.1f", name, depth, s, ratio)
				}
			}
		}
	}
}

// TestThemeSuitsTheTerminal has the theme paint what the terminal can show: exact colours, those of 256, or its own
// sixteen on its own background.
func TestThemeSuitsTheTerminal(t *testing.T) {
	for _, c := range []struct {
		profile colorprofile.Profile
		want    string // how something suspect begins
	}{
		{colorprofile.TrueColor, "\x1b[1;38;2;255;122;122;48;2;22;24;29m"},
		{colorprofile.ANSI256, "\x1b[1;38;5;210;48;5;234m"},
		{colorprofile.ANSI, "\x1b[1;31m"},
	} {
		theme, err := NewTheme("dark", false)
		if err != nil {
			t.Fatal(err)
		}
		theme.Suit(c.profile)
		if got := theme.sequence[Suspect]; got != c.want {
			t.Errorf("%v: %q, not %q", c.profile, got, c.want)
		}
	}
	theme, _ := NewTheme("mono", false)
	before := *theme
	if theme.Suit(colorprofile.TrueColor); *theme != before {
		t.Error("a theme without colours of its own changes")
	}
}
