package tui

import (
	"spoor/analysis"
	"spoor/internal/clean"
	"spoor/store"
	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/why"
)

// drawVerdict writes what a person made of a user.
func (u *users) drawVerdict(p term.Pen, row int32) {
	w := u.work
	label, ok := w.Verdict(row)
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
	if w.Now.Flagged[user] {
		p.Own(s, flaggedGlyph)
	} else if w.Users.Robot(int(user)) { // of a high score, and yet not flagged
		p.Own(term.Dim, robotGlyph)
	}
	p.OwnRight(s, why.Score(w.Judgement(), int(user)))
}

// drawHits names the rules that a user hits, those that say most first.
func (u *users) drawHits(p term.Pen, row int) {
	w := u.work
	why.DrawHits(p, w.Users, analysis.ByPoints(w.JudgeNow.Hits(w.Now.Set, row)))
}

func (u *users) Draw(a term.Area) {
	w := u.work
	switch {
	case w.Failure != nil:
		a.Line(0).Data(term.Warning, w.Failure.Error())
		return
	case w.Users == nil:
		a.Line(0).Own(term.Dim, " reading the case…")
		return
	}
	top, width := u.layout(screen.BodySize{W: a.W, H: a.H})
	if u.among != nil && u.waits && len(u.rows) == 0 {
		w.Pivots.Draw(a.Rows(min(1, a.H/12), a.H))
		return
	}
	u.drawSummary(a.Rows(0, top))
	body := a.Rows(top, a.H)
	if !w.Ready() {
		body.Line(0).Own(term.Dim, " judging "+term.Plural(w.Users.Len(), "user")+"…")
		return
	}
	list, beside := body.Columns(0, width), body.Columns(width+1, a.W)
	u.list.Draw(list)
	if len(u.rows) == 0 {
		for i, words := range term.Wrap(clean.Text(u.nothing()), list.W-2) {
			list.Line(i).Indented(1).Data(term.Dim, words)
		}
	}
	if beside.W == 0 || u.why < 0 {
		return
	}
	for i := range beside.H {
		beside.Line(i).Own(term.Dim, "│")
	}
	why.Reasons{Judgement: w.Judgement(), Measured: w.Measured, Clock: w.Clock}.Draw(beside.Columns(2, beside.W), u.why)
}

func (u *users) nothing() string {
	switch {
	case u.waits:
		return ""
	case !u.want.Filter.Empty() && u.want.Filter.Text == u.opened:
		return "nobody matches; esc goes back"
	case !u.want.Filter.Empty():
		return "nobody matches; esc takes the filter away"
	case u.among != nil:
		return "nobody in this time"
	case u.work.Arriving():
		return "no users yet: events are coming in"
	case u.work.LoadFailure != "":
		return "no users: the load has failed. " + u.work.LoadFailure
	case u.work.Lines() == 0:
		return "no users: there was no line to read"
	}
	return "no users: no line of the log became an event; x shows why"
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
	} else if w.Ready() {
		w.DrawFlagged(p, reserved+len("   rules ")+len(w.RulesName()))
		p.Gap(3)
		u.drawRulesName(p)
		u.drawBaseline(p, reserved)
	}
	if why := u.work.CannotCompare(); why != "" {
		switch lines := u.cannotCompare(a.W); {
		case len(lines) < a.H:
			for i, words := range lines {
				a.Line(1+i).Indented(1).Own(term.Warning, words)
			}
		case a.H > 1:
			a.Line(1).Indented(1).Own(term.Warning, why)
		default:
			p.Gap(3)
			p.Own(term.Warning, why)
		}
	}
	if words := incomplete(u.work); words != "" && a.H > 1 && u.work.CannotCompare() == "" {
		u.drawIncomplete(a.Line(1).Indented(1))
	}
	if u.want.Filter.Text != "" {
		p.Gap(3)
		p.Own(term.Dim, "filter ")
		p.Data(term.Warning, u.want.Filter.Text)
		p.Own(term.Dim, found)
	}
}

// drawBaseline names whom users are compared with, where that leaves some cells for what follows; of a file at least
// its name. It always says that it is stale.
func (u *users) drawBaseline(p term.Pen, reserved int) {
	w := u.work
	words := ""
	for _, name := range []string{w.Against.Name(), w.BaselineWords()} {
		if name != "" && clean.Width(name)+len("   baseline  stale")+reserved <= p.Left() {
			words = " " + name
		}
	}
	if words == "" && !w.Stale() {
		return
	}
	p.Gap(3)
	p.Own(term.Dim, "baseline")
	p.Own(term.Plain, words)
	if w.Stale() {
		p.Own(term.Warning, " stale")
	}
}

// drawRulesName writes the rule set, and that it is changed.
func (u *users) drawRulesName(p term.Pen) {
	w := u.work
	p.Own(term.Dim, "rules ")
	s := term.Plain
	if w.Changed() {
		s = term.Warning
	}
	p.Own(s, w.RulesName())
}

// drawIncomplete says that the case does not hold all of its logs. A command that is cut is of no use: where there is
// no room for it, it is said where to find it.
func (u *users) drawIncomplete(p term.Pen) {
	w := u.work
	words := incomplete(w)
	if partial := partial(w); partial != "" && len(goesOn(w)) > 0 && clean.Width(words) > p.Left() {
		words = partial + "; o says how to go on, y copies it"
	}
	p.Data(term.Warning, words)
}
