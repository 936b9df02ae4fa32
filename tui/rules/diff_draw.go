package rules

import (
	"math"
	"strings"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/internal/clean"
	"spoor/internal/engine"
	"spoor/internal/report"
	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/why"
	"spoor/tui/workspace"
)

const (
	ruleDiffWidth = 66 // of the two rule sets, where they stand beside the users
	ruleTitle     = 17 // width of the name of a line
	ruleHits      = 6
	ruleDiffTall  = 7 // height from which on an empty line is affordable
)

// ruleDiffHead is the height of the lines about who is flagged, with an empty one after them where that is affordable.
func ruleDiffHead(h int) int {
	if h < ruleDiffTall {
		return 3
	}
	return 4
}

// layout says how much of the screen the two rule sets take; what is left is for the users.
func (v *ruleDiff) layout(s screen.BodySize) (beside bool, width, height int) {
	if s.W >= rulesBesideFrom {
		return true, ruleDiffWidth, s.H
	}
	return false, s.W, max(min(s.H-ruleDiffHead(s.H)-leastChanges-1, len(v.lines)+1, s.H/2), 0)
}

func (v *ruleDiff) resize() {
	beside, width, height := v.layout(v.size)
	if beside {
		v.list.Resize(v.size.W-width-2, v.size.H-ruleDiffHead(v.size.H))
	} else {
		v.list.Resize(v.size.W, v.size.H-height-ruleDiffHead(v.size.H))
	}
}

// columns are the columns of the users.
func (v *ruleDiff) columns() []term.Column {
	row := func(line int) int32 { return v.found.rows[v.group][line] }
	score := func(of func() *analysis.Evaluation) func(p term.Pen, line int) {
		return func(p term.Pen, line int) {
			s := term.Plain
			if of().Flagged[row(line)] {
				s = term.Suspect
			}
			p.OwnRight(s, term.Figure(math.Round(of().Score[row(line)])))
		}
	}
	return []term.Column{
		{Title: "user", Width: 15, Cell: func(p term.Pen, line int) { p.Data(term.Plain, v.work.Users.Key[row(line)]) }},
		{Title: "A", Width: 4, Right: true, Cell: score(func() *analysis.Evaluation { return v.found.here })},
		{Title: "B", Width: 4, Right: true, Cell: score(func() *analysis.Evaluation { return v.found.there })},
		{Title: "hits", Width: 8, Stretch: true, Cell: func(p term.Pen, line int) {
			why.DrawHits(p, v.found.judge(v.group).Matrix, v.found.hits(v.group, row(line)))
		}},
	}
}

func (v *ruleDiff) Draw(a term.Area) {
	beside, width, height := v.layout(screen.BodySize{W: a.W, H: a.H})
	v.drawLines(a.Rows(0, height).Columns(0, width-1))
	users := a.Rows(height, a.H)
	if beside {
		users = a.Columns(width+2, a.W)
		for i := range a.H {
			a.Columns(width, width+1).Line(i).Own(term.Dim, "│")
		}
	}
	switch {
	case v.failure != nil:
		users.Line(0).Data(term.Warning, v.failure.Error())
		return
	case v.found == nil:
		users.Line(0).Own(term.Dim, "judging by both…")
		return
	}
	v.drawFlagged(users)
	head := ruleDiffHead(a.H)
	v.list.Draw(users.Rows(head, users.H))
	if v.list.Length() == 0 {
		users.Line(head).Own(term.Dim, "nobody")
	}
}

// drawLines writes the two rule sets line by line; where they agree they stand back.
func (v *ruleDiff) drawLines(a term.Area) {
	side := max((a.W-ruleTitle-2)/2, 0)
	p := a.Line(0)
	p.Own(term.Dim, " rule")
	for i, name := range []string{"A", "B"} {
		p.MoveTo(ruleTitle + 2 + i*side)
		p.Own(term.Dim, name)
		p.MoveTo(ruleTitle + 2 + (i+1)*side - len("hits") - 1)
		p.Own(term.Dim, "hits")
	}
	for i, k := range v.lines {
		v.drawLine(a.Line(i+1), k, side)
	}
}

func (v *ruleDiff) drawLine(p term.Pen, k param, side int) {
	here, there := &v.work.Rules, &v.other
	s := term.Plain
	if k.same(here, there) {
		s = term.Dim
	}
	p.Gap(1)
	title := k.title
	if clean.Width(title) > ruleTitle {
		title = k.brief
	}
	p.Within(ruleTitle).Own(s, title)
	for i, set := range []*analysis.RuleSet{here, there} {
		p.MoveTo(ruleTitle + 2 + i*side)
		cell := p.Within(side - 1)
		cell.Within(side-1-ruleHits).Own(s, k.words(set))
		if v.found != nil && k.isRule() && k.setting(set).On {
			by := []*analysis.Evaluation{v.found.here, v.found.there}[i]
			if id, found := k.in(&by.Set); found {
				cell.OwnRight(s, term.Count(by.RuleHits[id]))
			}
		}
	}
}

// words are what a rule set has in a line: "p10 p90 ×20", "≥ 0.70 ×40", "off".
func (k param) words(set *analysis.RuleSet) string {
	if !k.isRule() {
		return k.show(k.value(set))
	}
	setting, rule := k.setting(set), k.of
	if _, found := k.in(set); !found {
		return "–"
	}
	if !setting.On {
		return "off"
	}
	var words []string
	for i, b := range []analysis.Bound{setting.Low, setting.High} {
		sign := thresholdSign(rule)
		if rule.Kind == analysis.Either {
			sign = []string{"≤ ", "≥ "}[i]
		}
		switch b.Kind {
		case analysis.Number:
			words = append(words, sign+term.Figure(b.Value))
		case analysis.Quantile:
			words = append(words, b.String())
		}
	}
	return strings.Join(append(words, "×"+workspace.Number(setting.Weight)), " ")
}

// drawFlagged writes how many users either rule set flags, and the groups to choose from.
func (v *ruleDiff) drawFlagged(a term.Area) {
	for i, of := range []struct {
		name, rules string
		by          *analysis.Evaluation
	}{{"A", v.work.RulesName(), v.found.here}, {"B", v.other.Name, v.found.there}} {
		p := a.Line(i)
		p.Own(term.Strong, of.name)
		p.Gap(1)
		p.Data(term.Plain, of.rules)
		p.Own(term.Dim, " flags ")
		p.Own(term.Suspect, term.Count(of.by.FlaggedCount))
		p.Own(term.Dim, " of "+term.Count(of.by.Evaluated))
	}
	p := a.Line(2)
	for _, span := range v.spans() {
		s := term.Plain
		if span.group == v.group {
			s = term.Chosen
		}
		p.Own(s, span.word)
	}
}

// groupSpan is where the word of a group stands.
type groupSpan struct {
	group    group
	word     string
	from, to int
}

func (v *ruleDiff) spans() (spans []groupSpan) {
	at := 0
	for g := range groupCount {
		word := " " + groupWords[g] + " " + term.Count(len(v.found.rows[g])) + " "
		spans = append(spans, groupSpan{g, word, at, at + len(word)})
		at += len(word)
	}
	return spans
}

func (v *ruleDiff) mouse(msg screen.MouseAt) (screen.Action, tea.Cmd) {
	if v.found == nil {
		return nil, nil
	}
	beside, width, height := v.layout(v.size)
	x, y := msg.X, msg.Y-height
	if beside {
		x, y = msg.X-width-2, msg.Y
	}
	if _, click := msg.MouseMsg.(tea.MouseClickMsg); click && y == 2 {
		for _, span := range v.spans() {
			if x >= span.from && x < span.to {
				v.turnTo(span.group)
			}
		}
		return nil, nil
	}
	at := v.list.Cursor()
	if _, row := v.list.Mouse(msg.MouseMsg, x, y-ruleDiffHead(v.size.H)); row && at == v.list.Cursor() {
		return v.do(term.Open)
	}
	return nil, nil
}

// table is the group as a file holds it.
func (v *ruleDiff) table() *report.Table {
	var users []report.Compared
	for _, row := range v.found.rows[v.group] {
		users = append(users, report.Compared{
			User: v.work.Users.Key[row], A: v.found.here.Score[row], B: v.found.there.Score[row],
			Hits: engine.HitNames(v.found.judge(v.group).Matrix, v.found.hits(v.group, row)),
		})
	}
	return report.RuleSets("flagged by "+groupWords[v.group], users)
}
