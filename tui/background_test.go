package tui

import (
	"testing"

	uv "github.com/charmbracelet/ultraviolet"
)

// TestBackgroundIsPaintedWhereItIsAskedFor looks at every cell of every screen: each has both colours, or else, in the
// other themes, none has a background.
func TestBackgroundIsPaintedWhereItIsAskedFor(t *testing.T) {
	const w, h = 80, 24
	for name, paints := range map[string]bool{"dark": true, "light": true, "auto": false, "contrast": false,
		"mono": false} {
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
					t.Fatalf("%s, %s: cell %d of line %d has background %v, text %v", name, v.name, i%w, i/w, cell.Style.Bg,
						cell.Style.Fg)
				}
			}
		}
	}
}
