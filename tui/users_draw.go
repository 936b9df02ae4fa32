package tui

import (
	"cmp"
	"fmt"

	"spoor/analysis"
	"spoor/internal/clean"
	"spoor/store"
	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/why"
)

// drawVerdict writes what a person made of a user.
func (w *workspace) drawVerdict(p term.Pen, row int32) {
	label, ok := w.verdict(row)
	switch {
	case !ok:
	case label == store.Suspicious:
		p.Own(term.Suspect, label)
	default:
		p.Data(term.Plain, label)
	}
}

// flaggedGlyph says without colour that a user is flagged.
const flaggedGlyph = "!"

// robotGlyph says of a user who is not flagged that it is a declared robot, where the segment has no room.
const robotGlyph = "r"

func (u *users) drawScore(p term.Pen, row int) {
	w, user := u.work, u.rows[row]
	s := why.ScoreStyle(w.Judgement(), int(user))
	if w.now.Flagged[user] {
		p.Own(s, flaggedGlyph)
	} else if w.Users.Robot(int(user)) { // of a high score, and yet not flagged
		p.Own(term.Dim, robotGlyph)
	}
	p.OwnRight(s, why.Score(w.Judgement(), int(user)))
}

// drawHits names the rules that a user hits, those that say most first.
func (u *users) drawHits(p term.Pen, row int) {
	w := u.work
	why.DrawHits(p, w.Users, analysis.ByPoints(w.judgeNow.Hits(w.now.Set, row)))
}

func (u *users) Draw(a term.Area) {
	w := u.work
	switch {
	case w.failure != nil:
		a.Line(0).Data(term.Warning, w.failure.Error())
		return
	case w.Users == nil:
		a.Line(0).Own(term.Dim, " reading the case…")
		return
	}
	top, width := u.layout(screen.BodySize{W: a.W, H: a.H})
	if u.among != nil && u.waits && len(u.rows) == 0 {
		w.pivots.Draw(a.Rows(min(1, a.H/12), a.H))
		return
	}
	u.drawSummary(a.Rows(0, top))
	body := a.Rows(top, a.H)
	if !w.ready() {
		body.Line(0).Own(term.Dim, " judging "+term.Plural(w.Users.Len(), "user")+"…")
		return
	}
	list, beside := body.Columns(0, width), body.Columns(width+1, a.W)
	u.list.Draw(list)
	if len(u.rows) == 0 {
		list.Line(0).Own(term.Dim, u.nothing())
	}
	if beside.W == 0 || u.why < 0 {
		return
	}
	for i := range beside.H {
		beside.Line(i).Own(term.Dim, "│")
	}
	why.Reasons{Judgement: w.Judgement(), Measured: w.Measured, Clock: w.clock}.Draw(beside.Columns(2, beside.W), u.why)
}

func (u *users) nothing() string {
	switch {
	case u.waits:
		return ""
	case !u.want.Filter.Empty():
		return " nobody matches; esc takes the filter away"
	case u.among != nil:
		return " nobody in this time"
	case u.work.lines() == 0:
		return " no users: there was no line to read"
	}
	return " no users: no line of the log became an event; x shows why"
}

// drawSummary writes what the rules make of everybody, and the filter.
func (u *users) drawSummary(a term.Area) {
	p := a.Line(0)
	p.Gap(1)
	if u.Typing() {
		u.Prompt.Draw(p, a.Line(1), u.foundWords())
		return
	}
	found := " " + u.foundWords()
	reserved := 0
	if u.want.Filter.Text != "" {
		reserved = min(len("   filter ")+clean.Width(clean.Text(u.want.Filter.Text))+len(found), p.Left()*2/3)
	}
	if w := u.work; u.among != nil {
		u.drawAmong(p, reserved)
	} else if w.ready() {
		w.drawFlagged(p, reserved+len("   rules ")+len(w.rulesName()))
		p.Gap(3)
		w.drawRulesName(p)
		w.drawBaseline(p, reserved)
	}
	if why := u.work.cannotJudge(); why != "" {
		if a.H > 1 {
			a.Line(1).Indented(1).Own(term.Warning, why)
		} else {
			p.Gap(3)
			p.Own(term.Warning, why)
		}
	}
	if words := u.work.incomplete(); words != "" && a.H > 1 && u.work.cannotJudge() == "" {
		u.work.drawIncomplete(a.Line(1).Indented(1))
	}
	if u.want.Filter.Text != "" {
		p.Gap(3)
		p.Own(term.Dim, "filter ")
		p.Data(term.Warning, u.want.Filter.Text)
		p.Own(term.Dim, found)
	}
}

// drawFlagged writes how many users are flagged, and how many of them are false alarms, to be expected; and where some cells are
// left for what follows, the same of each part of them.
func (w *workspace) drawFlagged(p term.Pen, reserved int) {
	p.Own(term.Dim, "flagged ")
	p.Own(term.Suspect, term.Count(w.now.FlaggedCount))
	p.Own(term.Dim, " ("+term.Percent(w.now.FlaggedCount, w.now.Evaluated)+")")
	all, several, alone := w.falseAlarms(w.now.Set)
	if all == "" && !w.guessing.Running() {
		return
	}
	for _, part := range w.alarmWords(all, several, alone) {
		if len(part)+reserved > p.Left() {
			return
		}
		p.Own(term.Dim, "   "+part)
	}
}

// alarmWords are the false alarms to expect, and where the flagged are of two kinds, how many each kind has with the same in brackets:
// those whom several rules flag together, and those whom one flags alone.
func (w *workspace) alarmWords(all, several, alone string) []string {
	words := []string{"false alarms " + cmp.Or(all, "…")}
	together := w.now.FlaggedCount - w.now.ByAlone
	if together == 0 || w.now.ByAlone == 0 {
		return words
	}
	return append(words, fmt.Sprintf("by several rules %s (%s), by one alone %s (%s)", term.Count(together), cmp.Or(several, "…"),
		term.Count(w.now.ByAlone), cmp.Or(alone, "…")))
}

// drawBaseline names whom users are compared with, where that leaves some cells for what follows; of a file at least
// its name. It always says that it is stale.
func (w *workspace) drawBaseline(p term.Pen, reserved int) {
	words := ""
	for _, name := range []string{w.against.Name(), w.baselineWords()} {
		if name != "" && clean.Width(name)+len("   baseline  stale")+reserved <= p.Left() {
			words = " " + name
		}
	}
	if words == "" && !w.stale() {
		return
	}
	p.Gap(3)
	p.Own(term.Dim, "baseline")
	p.Own(term.Plain, words)
	if w.stale() {
		p.Own(term.Warning, " stale")
	}
}

// drawRulesName writes the rule set, and that it is changed.
func (w *workspace) drawRulesName(p term.Pen) {
	p.Own(term.Dim, "rules ")
	s := term.Plain
	if w.changed() {
		s = term.Warning
	}
	p.Own(s, w.rulesName())
}
