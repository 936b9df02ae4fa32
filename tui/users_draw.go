package tui

import (
	"cmp"
	"strings"

	"spoor/analysis"
	"spoor/internal/clean"
	"spoor/store"
)

// drawVerdict writes what a person made of a user.
func (w *workspace) drawVerdict(p pen, row int32) {
	label, ok := w.verdict(row)
	switch {
	case !ok:
	case label == store.Suspicious:
		p.own(suspect, label)
	default:
		p.data(plain, label)
	}
}

// segmentWords are the segments' names, short enough for a column.
var segmentWords = map[analysis.Segment]string{
	analysis.Average: "average", analysis.New: "new", analysis.Loyal: "loyal", analysis.ChurnRisk: "churn-risk", analysis.DeclaredRobot: "robot",
}

// flaggedGlyph says without colour that a user is flagged.
const flaggedGlyph = "!"

// robotGlyph says of a user who is not flagged that it is a declared robot, where the segment has no room.
const robotGlyph = "r"

func (u *users) drawScore(p pen, row int) {
	w, user := u.work, u.rows[row]
	s := w.scoreStyle(int(user))
	if w.now.Flagged[user] {
		p.own(s, flaggedGlyph)
	} else if w.users.Robot(int(user)) { // of a high score, and yet not flagged
		p.own(dim, robotGlyph)
	}
	p.ownRight(s, w.shownScore(user))
}

// briefNames are the rules' names for where there is little room: the first word, or else the last, that no other rule shares.
// A word as short as the "non" of non-browser says nothing without the other.
var briefNames = makeBriefNames()

func makeBriefNames() (brief [analysis.RuleCount]string) {
	first, last := map[string]int{}, map[string]int{}
	ends := func(name string) (string, string) {
		words := strings.Split(name, "-")
		return words[0], words[len(words)-1]
	}
	for _, rule := range analysis.Rules {
		a, z := ends(rule.Name)
		first[a]++
		last[z]++
	}
	for r, rule := range analysis.Rules {
		switch a, z := ends(rule.Name); {
		case len(a) < 4:
			brief[r] = rule.Name
		case first[a] == 1:
			brief[r] = a
		case last[z] == 1:
			brief[r] = z
		default:
			brief[r] = rule.Name
		}
	}
	return brief
}

// fullNamesFrom is from which width on the names of the rules are written in full: enough for three of them.
const fullNamesFrom = 50

// drawHits names the rules that a user hits, those that say most first, as many as fit, and counts the rest.
func (w *workspace) drawHits(p pen, row int) {
	drawHits(p, analysis.ByPoints(w.judgeNow.Hits(w.now.Set, row)))
}

func drawHits(p pen, hits []analysis.Hit) {
	full := p.left() >= fullNamesFrom
	for i, hit := range hits {
		name := briefNames[hit.Rule]
		if full {
			name = hit.Rule.String()
		}
		rest := len(hits) - i - 1
		need := 1 + len(name)
		if rest > 0 {
			need += len(" +1")
		}
		if i > 0 && p.left() < need {
			p.own(dim, "+"+count(rest+1))
			return
		}
		p.own(sideStyle(hit.Side), hit.Side.Mark())
		p.within(p.left()-min(rest, 1)*len(" +1")).own(plain, name)
		p.gap(1)
	}
}

func (u *users) draw(a area) {
	w := u.work
	switch {
	case w.failure != nil:
		a.line(0).data(warning, w.failure.Error())
		return
	case w.users == nil:
		a.line(0).own(dim, " reading the case…")
		return
	}
	top, width := u.layout(bodySize{a.w, a.h})
	if u.among != nil && u.waits && len(u.rows) == 0 {
		w.pivots.draw(a.rows(min(1, a.h/12), a.h))
		return
	}
	u.drawSummary(a.rows(0, top))
	body := a.rows(top, a.h)
	if !w.ready() {
		body.line(0).own(dim, " judging "+plural(w.users.Len(), "user")+"…")
		return
	}
	list, why := body.columns(0, width), body.columns(width+1, a.w)
	u.list.draw(list)
	if len(u.rows) == 0 {
		list.line(0).own(dim, u.nothing())
	}
	if why.w == 0 || u.why < 0 {
		return
	}
	for i := range why.h {
		why.line(i).own(dim, "│")
	}
	w.drawReasons(why.columns(2, why.w), u.why)
}

func (u *users) nothing() string {
	switch {
	case u.waits:
		return ""
	case !u.want.filter.empty():
		return " nobody matches; esc takes the filter away"
	case u.among != nil:
		return " nobody in this time"
	case u.work.lines() == 0:
		return " no users: there was no line to read"
	}
	return " no users: no line of the log became an event; x shows why"
}

// drawSummary writes what the rules make of everybody, and the filter.
func (u *users) drawSummary(a area) {
	p := a.line(0)
	p.gap(1)
	if u.prompt != nil {
		u.drawFilter(p, a.line(1))
		return
	}
	found := " " + u.foundWords()
	reserved := 0
	if u.want.filter.text != "" {
		reserved = min(len("   filter ")+clean.Width(clean.Text(u.want.filter.text))+len(found), p.left()/2)
	}
	if w := u.work; u.among != nil {
		u.drawAmong(p, reserved)
	} else if w.ready() {
		w.drawFlagged(p, reserved+len("   rules ")+len(w.rulesName()))
		p.gap(3)
		w.drawRulesName(p)
		w.drawBaseline(p, reserved)
	}
	if why := u.work.cannotJudge(); why != "" {
		if a.h > 1 {
			a.line(1).indented(1).own(warning, why)
		} else {
			p.gap(3)
			p.own(warning, why)
		}
	}
	if u.want.filter.text != "" {
		p.gap(3)
		p.own(dim, "filter ")
		p.data(warning, u.want.filter.text)
		p.mixed(dim, found)
	}
}

// drawFlagged writes how many users are flagged, and how many would be if the rules had nothing to do with each other; and where some
// cells are left for what follows, how many are flagged by one rule.
func (w *workspace) drawFlagged(p pen, reserved int) {
	p.own(dim, "flagged ")
	p.own(suspect, count(w.now.FlaggedCount))
	p.own(dim, " ("+percent(w.now.FlaggedCount, w.now.Evaluated)+")")
	if words := w.chanceWords(w.now.Set); words != "" || w.guessing.running {
		p.own(dim, "   by chance ")
		words = cmp.Or(words, "…")
		p.own(plain, words)
	}
	const alone = "   by one rule alone "
	if n := count(w.now.ByAlone); w.now.ByAlone > 0 && len(alone)+len(n)+reserved <= p.left() {
		p.own(dim, alone)
		p.own(plain, n)
	}
}

// drawBaseline names whom users are compared with, where that leaves some cells for what follows; of a file at least its name. It always
// says that it is stale.
func (w *workspace) drawBaseline(p pen, reserved int) {
	words := ""
	for _, name := range []string{w.against.name(), w.baselineWords()} {
		if name != "" && clean.Width(name)+len("   baseline  stale")+reserved <= p.left() {
			words = " " + name
		}
	}
	if words == "" && !w.stale() {
		return
	}
	p.gap(3)
	p.own(dim, "baseline")
	p.mixed(plain, words)
	if w.stale() {
		p.own(warning, " stale")
	}
}

// drawRulesName writes the rule set, and that it is changed.
func (w *workspace) drawRulesName(p pen) {
	p.own(dim, "rules ")
	s := plain
	if w.changed() {
		s = warning
	}
	p.own(s, w.rulesName())
}
