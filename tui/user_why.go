package tui

import (
	"spoor/tui/term"
)

const (
	// besideFromWidth is from which width a sentence and its histogram stand side by side.
	besideFromWidth = 100
	sentenceWidth   = 56
	histogramHeight = 5 // with its axis
	lowHistogram    = 3
)

// byReason makes one finding of those that can't be judged for one reason.
func byReason(found []finding) []finding {
	var shown []finding
	at := map[string]int{} // where in shown a reason is
	for _, f := range found {
		first, known := at[f.reason]
		switch {
		case !f.unjudged():
			shown = append(shown, f)
		case known:
			shown[first].alike = append(shown[first].alike, f.of.Name)
		default:
			at[f.reason] = len(shown)
			f.alike = []string{f.of.Name}
			shown = append(shown, f)
		}
	}
	return shown
}

// findingsBelow is how many findings have no room any more on the side of the user that says why.
func (u *user) findingsBelow() (below int) {
	if u.tab != whyTab || u.size.H == 0 {
		return 0
	}
	th, err := term.NewTheme("mono", false)
	if err != nil {
		return 0
	}
	body := term.NewCanvas(th, u.size.W, max(u.size.H-u.headHeight(u.size.H), 0)).Area()
	return len(byReason(u.found)) - min(u.first, len(u.found)) - u.drawSome(body)
}

// drawFindings writes the findings from the first one on, with histograms as high as there is room for.
func (u *user) drawFindings(a term.Area) { u.drawSome(a) }

// drawSome is drawFindings, and says how many it had room for.
func (u *user) drawSome(a term.Area) (drawn int) {
	height := histogramHeight
	if a.H < 20 {
		height = lowHistogram
	}
	at := 0
	found := byReason(u.found)
	for _, f := range found[min(u.first, len(found)):] {
		if at >= a.H {
			return drawn
		}
		at += drawFindingLarge(a.Rows(at, a.H), f, height) + 1
		drawn++
	}
	return drawn
}

// drawFindingLarge writes a finding with its histogram, beside the sentence where the terminal is wide enough and else
// below, and returns how many lines that took.
func drawFindingLarge(a term.Area, f finding, height int) int {
	if f.picture.Empty() || f.unjudged() || a.W < 60 {
		return drawFinding(a, f)
	}
	if a.W >= besideFromWidth {
		lines := drawSentence(a.Columns(0, sentenceWidth), f)
		if a.H < lowHistogram {
			return a.H
		}
		f.picture.Draw(a.Rows(0, height).Columns(sentenceWidth+3, min(a.W, sentenceWidth+3+60)))
		return max(lines, height)
	}
	lines := drawSentence(a, f)
	if a.H < lines+lowHistogram {
		return a.H
	}
	f.picture.Draw(a.Rows(lines, lines+height).Columns(findingIndent, min(a.W, findingIndent+60)))
	return lines + height
}
