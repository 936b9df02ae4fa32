package term

import (
	"image/color"
	"math"
	"testing"
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
