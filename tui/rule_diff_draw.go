package tui

import (
	"math"
	"strings"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/internal/clean"
	"spoor/internal/report"
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
func (v *ruleDiff) layout(s bodySize) (beside bool, width, height int) {
	if s.w >= rulesBesideFrom {
		return true, ruleDiffWidth, s.h
	}
	return false, s.w, max(min(s.h-ruleDiffHead(s.h)-leastChanges-1, len(v.lines)+1, s.h/2), 0)
}

func (v *ruleDiff) resize() {
	beside, width, height := v.layout(v.size)
	if beside {
		v.list.resize(v.size.w-width-2, v.size.h-ruleDiffHead(v.size.h))
	} else {
		v.list.resize(v.size.w, v.size.h-height-ruleDiffHead(v.size.h))
	}
}

// columns are the columns of the users.
func (v *ruleDiff) columns() []column {
	row := func(line int) int32 { return v.found.rows[v.group][line] }
	score := func(of func() *analysis.Evaluation) func(p pen, line int) {
		return func(p pen, line int) {
			s := plain
			if of().Flagged[row(line)] {
				s = suspect
			}
			p.ownRight(s, figure(math.Round(of().Score[row(line)])))
		}
	}
	return []column{
		{title: "user", width: 15, cell: func(p pen, line int) { p.data(plain, v.work.users.Key[row(line)]) }},
		{title: "A", width: 4, right: true, cell: score(func() *analysis.Evaluation { return v.found.here })},
		{title: "B", width: 4, right: true, cell: score(func() *analysis.Evaluation { return v.found.there })},
		{title: "hits", width: 8, stretch: true, cell: func(p pen, line int) { drawHits(p, v.found.hits(v.group, row(line))) }},
	}
}

func (v *ruleDiff) draw(a area) {
	beside, width, height := v.layout(bodySize{a.w, a.h})
	v.drawLines(a.rows(0, height).columns(0, width-1))
	users := a.rows(height, a.h)
	if beside {
		users = a.columns(width+2, a.w)
		for i := range a.h {
			a.columns(width, width+1).line(i).own(dim, "│")
		}
	}
	switch {
	case v.failure != nil:
		users.line(0).data(warning, v.failure.Error())
		return
	case v.found == nil:
		users.line(0).own(dim, "judging by both…")
		return
	}
	v.drawFlagged(users)
	head := ruleDiffHead(a.h)
	v.list.draw(users.rows(head, users.h))
	if v.list.length == 0 {
		users.line(head).own(dim, "nobody")
	}
}

// drawLines writes the two rule sets line by line; where they agree they stand back.
func (v *ruleDiff) drawLines(a area) {
	side := max((a.w-ruleTitle-2)/2, 0)
	p := a.line(0)
	p.own(dim, " rule")
	for i, name := range []string{"A", "B"} {
		p.moveTo(ruleTitle + 2 + i*side)
		p.own(dim, name)
		p.moveTo(ruleTitle + 2 + (i+1)*side - len("hits") - 1)
		p.own(dim, "hits")
	}
	for i, k := range v.lines {
		v.drawLine(a.line(i+1), k, side)
	}
}

func (v *ruleDiff) drawLine(p pen, k param, side int) {
	here, there := &v.work.rules, &v.other
	s := plain
	if k.same(here, there) {
		s = dim
	}
	p.gap(1)
	title := k.title
	if clean.Width(title) > ruleTitle {
		title = k.brief
	}
	p.within(ruleTitle).own(s, title)
	for i, set := range []*analysis.RuleSet{here, there} {
		p.moveTo(ruleTitle + 2 + i*side)
		cell := p.within(side - 1)
		cell.within(side-1-ruleHits).own(s, k.words(set))
		if v.found != nil && k.isRule() && set.Rules[k.rule].On {
			cell.ownRight(s, count([]*analysis.Evaluation{v.found.here, v.found.there}[i].RuleHits[k.rule]))
		}
	}
}

// words are what a rule set has in a line: "p10 p90 ×20", "≥ 0.70 ×40", "off".
func (k param) words(set *analysis.RuleSet) string {
	if !k.isRule() {
		return k.show(k.value(set))
	}
	setting, rule := set.Rules[k.rule], analysis.Rules[k.rule]
	if !setting.On {
		return "off"
	}
	var words []string
	for _, b := range []analysis.Bound{setting.Low, setting.High} {
		switch b.Kind {
		case analysis.Number:
			words = append(words, thresholdSign(rule)+figure(b.Value))
		case analysis.Quantile:
			words = append(words, b.String())
		}
	}
	return strings.Join(append(words, "×"+number(setting.Weight)), " ")
}

// drawFlagged writes how many users either rule set flags, and the groups to choose from.
func (v *ruleDiff) drawFlagged(a area) {
	for i, of := range []struct {
		name, rules string
		by          *analysis.Evaluation
	}{{"A", v.work.rulesName(), v.found.here}, {"B", v.other.Name, v.found.there}} {
		p := a.line(i)
		p.own(strong, of.name)
		p.gap(1)
		p.data(plain, of.rules)
		p.own(dim, " flags ")
		p.own(suspect, count(of.by.FlaggedCount))
		p.own(dim, " of "+count(of.by.Evaluated))
	}
	p := a.line(2)
	for _, span := range v.spans() {
		s := plain
		if span.group == v.group {
			s = chosen
		}
		p.own(s, span.word)
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
		word := " " + groupWords[g] + " " + count(len(v.found.rows[g])) + " "
		spans = append(spans, groupSpan{g, word, at, at + len(word)})
		at += len(word)
	}
	return spans
}

func (v *ruleDiff) mouse(msg mouseAt) (action, tea.Cmd) {
	if v.found == nil {
		return nil, nil
	}
	beside, width, height := v.layout(v.size)
	x, y := msg.x, msg.y-height
	if beside {
		x, y = msg.x-width-2, msg.y
	}
	if _, click := msg.MouseMsg.(tea.MouseClickMsg); click && y == 2 {
		for _, span := range v.spans() {
			if x >= span.from && x < span.to {
				v.turnTo(span.group)
			}
		}
		return nil, nil
	}
	at := v.list.cursor
	if _, row := v.list.mouse(msg.MouseMsg, x, y-ruleDiffHead(v.size.h)); row && at == v.list.cursor {
		return v.do(open)
	}
	return nil, nil
}

// table is the group as a file holds it.
func (v *ruleDiff) table() *report.Table {
	t := &report.Table{Title: "flagged by " + groupWords[v.group], Columns: []report.Column{
		{Name: "user"}, {Name: "score_a", Right: true, Decimals: 1}, {Name: "score_b", Right: true, Decimals: 1}, {Name: "hits"},
	}}
	for _, row := range v.found.rows[v.group] {
		var names []string
		for _, hit := range v.found.hits(v.group, row) {
			names = append(names, hit.Side.Mark()+hit.Rule.String())
		}
		t.Rows = append(t.Rows, []report.Cell{v.work.users.Key[row], v.found.here.Score[row], v.found.there.Score[row], strings.Join(names, " ")})
	}
	return t
}
