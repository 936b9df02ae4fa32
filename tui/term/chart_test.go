package term

import "testing"

// TestBarOnTheRowUnderTheCursor looks at a bar in a row that is shown turned round: it keeps its colour, where it has
// one.
func TestBarOnTheRowUnderTheCursor(t *testing.T) {
	for name, want := range map[string]string{
		"auto": "\x1b[7ma\x1b[m\x1b[36m██\x1b[m\x1b[7m  \x1b[m",
		"mono": "\x1b[7ma██  \x1b[m",
	} {
		theme, err := NewTheme(name, false)
		if err != nil {
			t.Fatal(err)
		}
		c := NewCanvas(theme, 5, 1)
		p := c.Area().Line(0).In(Chosen)
		p.Own(Plain, "a")
		p.Within(4).Bar(Chart, 0.5, 4)
		p.Fill()
		if got := c.String(); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
