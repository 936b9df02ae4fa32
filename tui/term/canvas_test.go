package term

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"spoor/tui/term/termtest"
)

func testTheme(t testing.TB) *Theme {
	t.Helper()
	th, err := NewTheme("", false)
	if err != nil {
		t.Fatal(err)
	}
	return th
}

func TestCanvasDropsWhatDoesNotFit(t *testing.T) {
	c := NewCanvas(testTheme(t), 10, 2)
	a := c.Area()
	a.Line(0).Own(Plain, "0123456789abc")
	a.Line(7).Own(Plain, "nowhere")
	a.Line(-1).Own(Plain, "nowhere")
	p := a.Line(1)
	p.Own(Plain, "ab")
	p.OwnRight(Plain, "yz")
	p.Own(Plain, "more")
	if got := c.String(); got != "012345678…\nab      yz" {
		t.Errorf("%q", got)
	}
}

func TestCanvasSideBySide(t *testing.T) {
	c := NewCanvas(testTheme(t), 12, 1)
	left, right := c.Area().Columns(0, 5), c.Area().Columns(6, 12)
	p := left.Line(0)
	p.over = Chosen
	p.Data(TooHigh, "한글이 길다")
	p.Fill()
	right.Line(0).Data(Strong, "abc\x1b[2J")
	if got := c.String(); got != "\x1b[7m한글…\x1b[m \x1b[1mabc␛[…\x1b[m" {
		t.Errorf("%q", got)
	}
}

func TestCanvasLaysABoxOverWideCharacters(t *testing.T) {
	for x, want := range []string{
		"box 한글한글", " box한글한글", "한box 글한글", "한 box글한글", "한글box 한글", "한글 box한글", "한글한box 글", "한글한 box글",
		"한글한글box ",
	} {
		c := NewCanvas(testTheme(t), 12, 1)
		c.Area().Line(0).Own(Plain, "한글한글한글")
		box := NewCanvas(testTheme(t), 3, 1)
		box.Area().Line(0).Own(Plain, "box")
		c.Overlay(box, x, 0)
		if got := c.String(); ansi.StringWidth(got) != 12 || got != want {
			t.Errorf("at %d: %q is %d wide, want %q", x, got, ansi.StringWidth(got), want)
		}
	}
}

// TestNothingHarmfulReachesAFrame writes strange texts in every way that there is. Without the styles of the theme,
// nothing is left that a terminal would obey and nothing that cannot be seen.
func TestNothingHarmfulReachesAFrame(t *testing.T) {
	for _, ascii := range []bool{false, true} {
		th, err := NewTheme("dark", ascii)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range termtest.Strange {
			c := NewCanvas(th, 60, 12)
			a := c.Area()
			a.Line(0).Own(Strong, text)
			a.Line(1).Data(Dim, text)
			a.Line(2).OwnRight(Plain, text)
			a.Line(3).Within(9).Own(Plain, text)
			a.Rows(4, 6).Wrapped(text)
			a.Rows(6, 9).Box(text, func() {})
			NewPrompt(text, text).Draw(a.Line(9))
			cell := func(p Pen, row int) { p.Own(Plain, text) }
			g := &Grid{Columns: []Column{{Title: text, Width: 20, Cell: cell}}, AlwaysTitled: true}
			g.SetLength(1)
			g.Resize(60, 2)
			g.Draw(a.Rows(10, 12))
			for _, r := range ansi.Strip(c.String()) {
				if r != '\n' && (!unicode.IsPrint(r) || ascii && r > '~') {
					t.Errorf("%q: %U is in the frame (ASCII %v)", text, r, ascii)
				}
			}
		}
	}
}

// TestCanvasWidthIsWhatIsCounted writes at random and compares the width that the canvas counts with the one that the
// renderer does.
func TestCanvasWidthIsWhatIsCounted(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 9))
	texts := append([]string{"plain", "", "한국어", "▲▼…", "é", "日本"}, termtest.Strange...)
	for range 500 {
		c := NewCanvas(testTheme(t), r.IntN(50), 1)
		p := c.Area().Line(0)
		for range r.IntN(6) {
			switch r.IntN(4) {
			case 0:
				p.Own(Style(r.IntN(int(styleCount))), texts[r.IntN(len(texts))])
			case 1:
				p.Gap(r.IntN(5))
			case 2:
				p.Within(r.IntN(20)).Data(Strong, texts[r.IntN(len(texts))])
			default:
				p.Data(Dim, texts[r.IntN(len(texts))])
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
		canvas := NewCanvas(testTheme(t), 10, 1)
		canvas.Area().Line(0).Bar(Plain, c.share, 4)
		if got := canvas.String(); got != c.want {
			t.Errorf("%v is %q, not %q", c.share, got, c.want)
		}
	}
}

func TestSpark(t *testing.T) {
	canvas := NewCanvas(testTheme(t), 10, 1)
	canvas.Area().Line(0).Spark(Plain, 1345678)
	if got := canvas.String(); got != " ▁▃▄▅▆▇█" {
		t.Errorf("%q", got)
	}
}

func TestThemes(t *testing.T) {
	for name := range looks {
		if _, err := NewTheme(name, false); err != nil {
			t.Error(err)
		}
	}
	_, err := NewTheme("pink", false)
	if err == nil || !strings.Contains(err.Error(), "auto, contrast, dark, light and mono") {
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
	th, _ := NewTheme("mono", true)
	for _, b := range bindings {
		for _, text := range []string{b.Label(), b.Hint, b.Help().Desc} {
			for _, r := range th.own(text) {
				if r >= 0x7F {
					t.Errorf("%q of %q", r, text)
				}
			}
		}
	}
}
