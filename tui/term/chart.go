package term

import "math"

// eighths are the heights of a bar from nothing to a full cell; ASCII has no such steps and shows a level by its
// darkness.
var (
	eighths      = []string{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}
	eighthsASCII = []string{" ", "_", ".", ":", "-", "=", "+", "*", "#"}
	widths       = []string{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"}
	widthsASCII  = []string{"", "", "", "", "#", "#", "#", "#", "#"}
)

func (t *Theme) heights() []string {
	if t.ascii {
		return eighthsASCII
	}
	return eighths
}

func (t *Theme) widths() []string {
	if t.ascii {
		return widthsASCII
	}
	return widths
}

// solid is the pen for blocks of a style, which keep their own look on the row under the cursor: turned round with the
// rest of the row they would be holes in it.
func (p Pen) solid(s Style) Pen {
	if p.canvas.theme.sequence[s] != "" {
		p.over = Plain
	}
	return p
}

// Bar writes a horizontal bar of share × width cells, in eighths of a cell; what is more than nothing shows.
func (p Pen) Bar(s Style, share float64, width int) {
	if p.canvas.endless {
		return
	}
	units := int(math.Round(min(max(share, 0), 1) * float64(width) * 8))
	if share > 0 {
		units = max(units, 1)
	}
	p = p.solid(s)
	widths := p.canvas.theme.widths()
	for range units / 8 {
		p.put(s, widths[8])
	}
	p.put(s, widths[units%8])
}

// Level writes cells that are filled from below to a share of their height, in eighths; what is more than nothing
// shows.
func (p Pen) Level(s Style, share float64, cells int) {
	if p.canvas.endless {
		return
	}
	p = p.solid(s)
	height := p.canvas.theme.heights()[int(min(max(math.Ceil(share*8), 0), 8))]
	for range cells {
		p.put(s, height)
	}
}

// Spark writes eight cells, each filled to so many eighths of its height: the decimal digits of one number, read from
// the left.
func (p Pen) Spark(s Style, digits uint32) {
	for place := uint32(10_000_000); place > 0; place /= 10 {
		p.Level(s, float64(digits/place%10)/8, 1)
	}
}
