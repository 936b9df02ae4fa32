package tui

import "math"

// eighths are the heights of a bar from nothing to a full cell; ASCII has no such steps and shows a level by its darkness.
var (
	eighths      = []string{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}
	eighthsASCII = []string{" ", "_", ".", ":", "-", "=", "+", "*", "#"}
	widths       = []string{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"}
	widthsASCII  = []string{"", "", "", "", "#", "#", "#", "#", "#"}
)

func (t *theme) heights() []string {
	if t.ascii {
		return eighthsASCII
	}
	return eighths
}

func (t *theme) widths() []string {
	if t.ascii {
		return widthsASCII
	}
	return widths
}

// bar writes a horizontal bar of share × width cells, in eighths of a cell; what is more than nothing shows.
func (p pen) bar(s style, share float64, width int) {
	units := int(math.Round(min(max(share, 0), 1) * float64(width) * 8))
	if share > 0 {
		units = max(units, 1)
	}
	widths := p.canvas.theme.widths()
	for range units / 8 {
		p.put(s, widths[8])
	}
	p.put(s, widths[units%8])
}

// spark writes eight levels, given as the decimal digits of one number read from the left.
func (p pen) spark(s style, digits uint32) {
	heights := p.canvas.theme.heights()
	for place := uint32(10_000_000); place > 0; place /= 10 {
		p.put(s, heights[min(digits/place%10, 8)])
	}
}
