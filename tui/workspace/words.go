package workspace

import (
	"cmp"
	"fmt"

	"spoor/analysis"
	"spoor/tui/term"
)

// WindowWords name the part of the time that is on screen; "" for all of it.
func (w *Workspace) WindowWords() string {
	if w.Window == (analysis.Window{}) {
		return ""
	}
	return w.Clock.Interval(w.Window.From, w.Window.To+1)
}

// DrawFlagged writes how many users are flagged, and how many of them are false alarms, to be expected; and where some
// cells are left for what follows, the same of each part of them.
func (w *Workspace) DrawFlagged(p term.Pen, reserved int) {
	p.Own(term.Dim, "flagged ")
	p.Own(term.Suspect, term.Count(w.Now.FlaggedCount))
	p.Own(term.Dim, " ("+term.Percent(w.Now.FlaggedCount, w.Now.Evaluated)+")")
	all, several, alone := w.FalseAlarms(w.Now.Set)
	if all == "" && !w.guessing.Running() {
		return
	}
	for _, part := range w.AlarmWords(all, several, alone) {
		if len(part)+reserved > p.Left() {
			return
		}
		p.Own(term.Dim, "   "+part)
	}
}

// AlarmWords are the false alarms to expect, what that means where there are as many as are flagged, and where the
// flagged are of two kinds, how many each kind has with the same in brackets: those whom several rules flag together,
// and those whom one flags alone.
func (w *Workspace) AlarmWords(all, several, alone string) []string {
	words := []string{"false alarms " + cmp.Or(all, "…")}
	if c := w.chances[w.Now.Set]; c.ok && w.Now.FlaggedCount > 0 && c.All() >= float64(w.Now.FlaggedCount) {
		words = append(words, "no more are flagged than chance would flag")
	}
	together := w.Now.FlaggedCount - w.Now.ByAlone
	if together == 0 || w.Now.ByAlone == 0 {
		return words
	}
	return append(words, fmt.Sprintf("by several rules %s (%s), by one alone %s (%s)", term.Count(together),
		cmp.Or(several, "…"), term.Count(w.Now.ByAlone), cmp.Or(alone, "…")))
}
