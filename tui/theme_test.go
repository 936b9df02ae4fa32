package tui

import (
	"image/color"
	"math"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"
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

// TestPaintedThemesCanBeRead holds every style to the contrast that WCAG 2 asks of text.
func TestPaintedThemesCanBeRead(t *testing.T) {
	for _, name := range []string{"dark", "light"} {
		for s, look := range looks[name] {
			a, b := luminance(look.GetForeground()), luminance(look.GetBackground())
			if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < 4.5 {
				t.Errorf("%s: style %d has a contrast of %.1f", name, s, ratio)
			}
		}
	}
}

// TestBackgroundIsPaintedWhereItIsAskedFor looks at every cell of every screen: each has both colours, or else, in the other themes,
// none has a background.
func TestBackgroundIsPaintedWhereItIsAskedFor(t *testing.T) {
	const w, h = 80, 24
	for name, paints := range map[string]bool{"dark": true, "light": true, "auto": false, "contrast": false, "mono": false} {
		for _, v := range views {
			a := shownAs(t, newFakeCase(), w, h, name, false)
			press(a, v.keys...)
			b := uv.NewScreenBuffer(w, h)
			uv.NewStyledString(a.frame()).Draw(b, b.Bounds())
			for i := range w * h {
				cell := b.CellAt(i%w, i/w)
				if cell == nil || cell.Width == 0 { // the second half of a wide character
					continue
				}
				if painted := cell.Style.Bg != nil; painted != paints || paints && cell.Style.Fg == nil {
					t.Fatalf("%s, %s: cell %d of line %d has background %v, text %v", name, v.name, i%w, i/w, cell.Style.Bg, cell.Style.Fg)
				}
			}
		}
	}
}
