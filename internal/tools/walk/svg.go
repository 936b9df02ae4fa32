package main

import (
	"bytes"
	"fmt"
	"html"
	"image/color"
	"strings"
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// A cell of the picture in pixels. Every run of text is stretched to its cells, so that columns meet whatever the font.
const (
	cellWidth  = 8.4
	cellHeight = 17.0
	margin     = 12.0
	fontSize   = 14.0
)

// fonts are those that have all the characters of the screens, and then any.
const fonts = "ui-monospace,'DejaVu Sans Mono','Noto Sans Mono CJK KR',Menlo,Consolas,monospace"

const (
	paper = "#101014"
	ink   = "#d8d8dc"
)

// sixteen are the colours that a terminal has at least: as dark terminals usually show them.
var sixteen = [16]string{
	"#1c1c22", "#e06c75", "#8cc265", "#d7a65f", "#61afef", "#c678dd", "#4fb7c3", "#c8c8cc",
	"#7c7c88", "#ff7b86", "#a5e075", "#f0c674", "#8cc6ff", "#de8ff0", "#6fd6e2", "#ffffff",
}

// screen is what a picture is drawn of.
type screen interface {
	CellAt(x, y int) *uv.Cell
}

// look is how cells look that are drawn as one.
type look struct {
	ink, paper              string
	bold, faint, underlined bool
}

// drawSVG draws a screen as SVG. It needs no font but a monospaced one.
func drawSVG(s screen, width, height int) []byte {
	var out bytes.Buffer
	w, h := float64(width)*cellWidth+2*margin, float64(height)*cellHeight+2*margin
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f" `+
		`font-family="%s" font-size="%g">`+"\n", w, h, w, h, fonts, fontSize)
	fmt.Fprintf(&out, `<rect width="100%%" height="100%%" rx="8" fill="%s"/>`+"\n", paper)
	for y := range height {
		drawRow(&out, s, y, width)
	}
	out.WriteString("</svg>\n")
	return out.Bytes()
}

// drawRow draws the runs of cells that look alike. Wide characters stand alone, since fonts differ in their width.
func drawRow(out *bytes.Buffer, s screen, y, width int) {
	for x := 0; x < width; {
		from, style := x, lookOf(s.CellAt(x, y))
		var text strings.Builder
		for x < width && lookOf(s.CellAt(x, y)) == style {
			content, cells := contentOf(s.CellAt(x, y))
			if cells > 1 && x > from {
				break
			}
			text.WriteString(content)
			x += cells
			if cells > 1 {
				break
			}
		}
		drawRun(out, text.String(), style, from, x-from, y)
	}
}

// contentOf is what a cell shows, and how many cells it takes.
func contentOf(c *uv.Cell) (string, int) {
	if c == nil || c.Content == "" {
		return " ", 1
	}
	return c.Content, max(c.Width, 1)
}

func drawRun(out *bytes.Buffer, text string, l look, x, cells, y int) {
	left, top, w := margin+float64(x)*cellWidth, margin+float64(y)*cellHeight, float64(cells)*cellWidth
	if l.paper != paper {
		fmt.Fprintf(out, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"/>`, left, top, w, cellHeight, l.paper)
	}
	if strings.TrimSpace(text) == "" {
		return
	}
	var more string
	if l.bold {
		more += ` font-weight="bold"`
	}
	if l.faint {
		more += ` opacity=".6"`
	}
	if l.underlined {
		more += ` text-decoration="underline"`
	}
	fmt.Fprintf(out, `<text x="%.1f" y="%.1f" textLength="%.1f" lengthAdjust="spacingAndGlyphs" xml:space="preserve" `+
		`fill="%s"%s>%s</text>`+"\n", left, top+cellHeight*.76, w, l.ink, more, html.EscapeString(text))
}

func lookOf(c *uv.Cell) look {
	if c == nil {
		return look{ink: ink, paper: paper}
	}
	s := c.Style
	l := look{
		ink: nameOf(s.Fg, ink), paper: nameOf(s.Bg, paper),
		bold: s.Attrs&uv.AttrBold != 0, faint: s.Attrs&uv.AttrFaint != 0, underlined: s.Underline != 0,
	}
	if s.Attrs&uv.AttrReverse != 0 {
		l.ink, l.paper = l.paper, l.ink
	}
	return l
}

// nameOf is a colour as SVG writes it.
func nameOf(c color.Color, usual string) string {
	switch c := c.(type) {
	case nil:
		return usual
	case ansi.BasicColor:
		return sixteen[c&15]
	case ansi.IndexedColor:
		if c < 16 {
			return sixteen[c]
		}
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// wholeRunes is how many bytes of a text are whole characters; what follows is the beginning of one.
func wholeRunes(text []byte) int {
	for i := 1; i <= min(len(text), utf8.UTFMax-1); i++ {
		if last := text[len(text)-i]; utf8.RuneStart(last) {
			if !utf8.FullRune(text[len(text)-i:]) {
				return len(text) - i
			}
			break
		}
	}
	return len(text)
}
