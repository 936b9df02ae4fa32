package why

import "spoor/tui/term"

const (
	// besideFromWidth is from which width a sentence and its histogram stand side by side.
	besideFromWidth = 100
	sentenceWidth   = 56
	histogramHeight = 5 // with its axis
	lowHistogram    = 3
)

// byReason makes one finding of those that can't be judged for one reason.
func byReason(found []Finding) []Finding {
	var shown []Finding
	at := map[string]int{} // where in shown a reason is
	for _, f := range found {
		first, known := at[f.reason]
		switch {
		case !f.Unjudged():
			shown = append(shown, f)
		case known:
			shown[first].alike = append(shown[first].alike, f.Of.Name)
		default:
			at[f.reason] = len(shown)
			f.alike = []string{f.Of.Name}
			shown = append(shown, f)
		}
	}
	return shown
}

// drawFindingLarge writes a finding with its histogram, beside the sentence where the terminal is wide enough and else
// below, and returns how many lines that took.
func drawFindingLarge(a term.Area, f Finding, height int) int {
	if f.picture.Empty() || f.Unjudged() || a.W < 60 {
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

// Shown is how many findings are drawn, of which those that can't be judged for one reason are one.
func Shown(found []Finding) int { return len(byReason(found)) }

// Draw writes the findings from the first one on, with histograms as high as there is room for, and says how
// many it had room for.
func Draw(a term.Area, found []Finding, first int) (drawn int) {
	height := histogramHeight
	if a.H < 20 {
		height = lowHistogram
	}
	at := 0
	shown := byReason(found)
	for _, f := range shown[min(first, len(shown)):] {
		if at >= a.H {
			return drawn
		}
		at += drawFindingLarge(a.Rows(at, a.H), f, height) + 1
		drawn++
	}
	return drawn
}
