package tui

import "strings"

const (
	// besideFromWidth is from which width a sentence and its histogram stand side by side.
	besideFromWidth = 100
	sentenceWidth   = 56
	histogramHeight = 5 // with its axis
	lowHistogram    = 3
)

// byReason makes one finding of those that can't be judged for one reason: it names the rules.
func byReason(found []finding) []finding {
	var shown []finding
	at := map[string]int{} // where in shown a reason is
	for _, f := range found {
		_, reason, _ := strings.Cut(f.sentence, notEvaluable)
		first, known := at[reason]
		switch {
		case !f.unjudged:
			shown = append(shown, f)
		case known:
			shown[first].sentence += ", " + f.rule.String()
		default:
			at[reason] = len(shown)
			f.sentence = "Not evaluable, " + reason + ": " + f.rule.String()
			shown = append(shown, f)
		}
	}
	return shown
}

// drawFindings writes the findings from the first one on, with histograms as high as there is room for.
func (u *user) drawFindings(a area) {
	height := histogramHeight
	if a.h < 20 {
		height = lowHistogram
	}
	at := 0
	found := byReason(u.found)
	for _, f := range found[min(u.first, len(found)):] {
		if at >= a.h {
			return
		}
		at += drawFindingLarge(a.rows(at, a.h), f, height) + 1
	}
}

// drawFindingLarge writes a finding with its histogram, beside the sentence where the terminal is wide enough and else below, and
// returns how many lines that took.
func drawFindingLarge(a area, f finding, height int) int {
	if f.picture.empty() || f.unjudged || a.w < 60 {
		return drawFinding(a, f)
	}
	if a.w >= besideFromWidth {
		lines := drawSentence(a.columns(0, sentenceWidth), f)
		if a.h < lowHistogram {
			return a.h
		}
		f.picture.draw(a.rows(0, height).columns(sentenceWidth+3, min(a.w, sentenceWidth+3+60)))
		return max(lines, height)
	}
	lines := drawSentence(a, f)
	if a.h < lines+lowHistogram {
		return a.h
	}
	f.picture.draw(a.rows(lines, lines+height).columns(findingIndent, min(a.w, findingIndent+60)))
	return lines + height
}
