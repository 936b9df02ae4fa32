package tui

import (
	"math/rand/v2"
	"strings"
	"testing"

	"spoor/tui/term/termtest"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

func testTheme(t testing.TB) *theme {
	t.Helper()
	th, err := newTheme("", false)
	if err != nil {
		t.Fatal(err)
	}
	return th
}

func TestCanvasDropsWhatDoesNotFit(t *testing.T) {
	c := newCanvas(testTheme(t), 10, 2)
	a := c.area()
	a.line(0).own(plain, "0123456789abc")
	a.line(7).own(plain, "nowhere")
	a.line(-1).own(plain, "nowhere")
	p := a.line(1)
	p.own(plain, "ab")
	p.ownRight(plain, "yz")
	p.own(plain, "more")
	if got := c.String(); got != "012345678…\nab      yz" {
		t.Errorf("%q", got)
	}
}

func TestCanvasSideBySide(t *testing.T) {
	c := newCanvas(testTheme(t), 12, 1)
	left, right := c.area().columns(0, 5), c.area().columns(6, 12)
	p := left.line(0)
	p.over = chosen
	p.data(tooHigh, "한글이 길다")
	p.fill()
	right.line(0).data(strong, "abc\x1b[2J")
	if got := c.String(); got != "\x1b[7m한글…\x1b[m \x1b[1mabc␛[…\x1b[m" {
		t.Errorf("%q", got)
	}
}

func TestCanvasLaysABoxOverWideCharacters(t *testing.T) {
	c := newCanvas(testTheme(t), 12, 1)
	c.area().line(0).own(plain, "한글한글한글")
	box := newCanvas(testTheme(t), 3, 1)
	box.area().line(0).own(plain, "box")
	c.lay(box, 3, 0)
	if got := c.String(); ansi.StringWidth(got) != 12 || !strings.Contains(got, "한 box글한글") {
		t.Errorf("%q is %d wide", got, ansi.StringWidth(got))
	}
}

// TestCanvasWidthIsWhatIsCounted writes at random and compares the width that the canvas counts with the one that the renderer does.
func TestCanvasWidthIsWhatIsCounted(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 9))
	texts := append([]string{"plain", "", "한국어", "▲▼…", "é", "日本"}, termtest.Strange...)
	for range 500 {
		c := newCanvas(testTheme(t), r.IntN(50), 1)
		p := c.area().line(0)
		for range r.IntN(6) {
			switch r.IntN(4) {
			case 0:
				p.own(style(r.IntN(int(styleCount))), "own ▲")
			case 1:
				p.gap(r.IntN(5))
			case 2:
				p.within(r.IntN(20)).data(strong, texts[r.IntN(len(texts))])
			default:
				p.data(dim, texts[r.IntN(len(texts))])
			}
		}
		if got, counted := ansi.StringWidth(c.String()), c.lines[0].width; got != counted || got > c.width {
			t.Fatalf("%q is %d wide and counted as %d of %d", c.String(), got, counted, c.width)
		}
	}
}

func TestBar(t *testing.T) {
	for _, c := range []struct {
		share float64
		want  string
	}{{0, ""}, {-1, ""}, {0.001, "▏"}, {0.5, "██"}, {0.53125, "██▏"}, {1, "████"}, {9, "████"}} {
		canvas := newCanvas(testTheme(t), 10, 1)
		canvas.area().line(0).bar(plain, c.share, 4)
		if got := canvas.String(); got != c.want {
			t.Errorf("%v is %q, not %q", c.share, got, c.want)
		}
	}
}

func TestSpark(t *testing.T) {
	canvas := newCanvas(testTheme(t), 10, 1)
	canvas.area().line(0).spark(plain, 1345678)
	if got := canvas.String(); got != " ▁▃▄▅▆▇█" {
		t.Errorf("%q", got)
	}
}

func TestThemes(t *testing.T) {
	for name := range looks {
		if _, err := newTheme(name, false); err != nil {
			t.Error(err)
		}
	}
	if _, err := newTheme("pink", false); err == nil || !strings.Contains(err.Error(), "auto, contrast, dark, light and mono") {
		t.Errorf("pink: %v", err)
	}
	for name, look := range looks {
		if name == "dark" || name == "light" {
			continue
		}
		for s, seen := range look {
			if _, none := seen.GetBackground().(lipgloss.NoColor); !none {
				t.Errorf("style %d of %s paints a background", s, name)
			}
		}
	}
}

// TestASCIIFormsAreASCII looks for a glyph of the program that has no form in ASCII.
func TestASCIIFormsAreASCII(t *testing.T) {
	th, _ := newTheme("mono", true)
	for _, b := range bindings {
		for _, text := range []string{b.label(), b.short, b.Help().Desc} {
			for _, r := range th.words(text) {
				if r >= 0x7F {
					t.Errorf("%q of %q", r, text)
				}
			}
		}
	}
}
