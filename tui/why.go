package tui

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"spoor/analysis"
	"spoor/tui/term"
)

// finding is what one rule has to say about one user.
type finding struct {
	rule   analysis.RuleID
	of     *analysis.Rule
	hit    analysis.Hit // Side is Inside if the rule is not hit
	text   string       // what it finds
	reason string       // in place of the text: why it could not judge the user
	// alike names the rules that could not for the same reason, where one finding stands for them all.
	alike   []string
	picture term.Distribution // without knots where the rule can't be judged
}

// unjudged reports whether the rule could not judge the user.
func (f finding) unjudged() bool { return f.reason != "" }

// sentence is the finding in words, without its points, which stand in a column of their own.
func (f finding) sentence() string {
	switch {
	case f.alike != nil:
		return "Not evaluable, " + f.reason + ": " + strings.Join(f.alike, ", ")
	case f.unjudged():
		return f.of.Title + ": not evaluable, " + f.reason
	}
	return f.of.Title + " " + f.text
}

func (f finding) style() term.Style { return sideStyle(f.hit.Side) }

// sideStyle is how a side of a rule is coloured.
func sideStyle(side analysis.Side) term.Style {
	switch side {
	case analysis.Low:
		return term.TooLow
	case analysis.High:
		return term.TooHigh
	}
	return term.Dim
}

func (f finding) glyph() string {
	switch {
	case f.unjudged():
		return "–"
	case f.hit.Side == analysis.Inside:
		return "·"
	}
	return f.hit.Side.Mark()
}

// findings lists the hits by their points, and then the rules that are not hit or can't be judged.
func (w *workspace) findings(row int) []finding {
	judge, rules := w.judgeNow, w.now.Set
	var hit [analysis.MostRules]analysis.Hit
	for _, h := range judge.Hits(rules, row) {
		hit[h.Rule] = h
	}
	found := make([]finding, w.Users.Measuring.Own.Count())
	for r := range found {
		rule := analysis.RuleID(r)
		f := finding{rule: rule, of: w.Users.Rule(rule), hit: hit[r], reason: judge.NotEvaluable(row, rule)}
		if !f.unjudged() {
			f.text = describe(judge, rules, row, rule, hit[r])
		}
		if fit := &judge.Baseline.Fits[r]; fit.Evaluable() {
			low, high := judge.Bounds(rules, rule)
			f.picture = newPicture(f.of.Unit, fit.Knots, low, high, w.compared().X[r][row])
		}
		found[r] = f
	}
	slices.SortStableFunc(found, func(a, b finding) int {
		return cmp.Or(cmp.Compare(b.hit.Points, a.hit.Points), cmp.Compare(a.group(), b.group()))
	})
	return found
}

// group puts hits before what is ordinary, and what can't be judged last.
func (f finding) group() int {
	switch {
	case f.unjudged():
		return 2
	case f.hit.Side == analysis.Inside:
		return 1
	}
	return 0
}

// describe says what a rule that could judge a user finds.
func describe(judge *analysis.Judge, rules analysis.RuleSet, row int, rule analysis.RuleID, hit analysis.Hit) string {
	if hit.Side != analysis.Inside {
		return judge.Explain(rules, row, hit).Text
	}
	x := judge.Matrix.X[rule][row]
	text := judge.Matrix.Rule(rule).Unit.Format(x)
	if !rules.Rules[rule].On {
		return text + ", the rule is off"
	}
	if place := judge.Percentile(rule, x); !math.IsNaN(place) {
		text += ", percentile " + term.Figure(math.Round(place))
	}
	return text
}

// findingIndent is where sentences begin: after the mark and the points.
const findingIndent = 7

// drawFinding writes one finding, with a strip under it if the rule was hit, and returns how many lines it took.
func drawFinding(a term.Area, f finding) int {
	lines := drawSentence(a, f)
	if f.hit.Side == analysis.Inside || f.picture.Empty() {
		return lines
	}
	p := a.Line(lines)
	p.MoveTo(findingIndent)
	f.picture.DrawStrip(p)
	return lines + 1
}

// drawSentence writes mark, points and sentence, and returns how many lines it took.
func drawSentence(a term.Area, f finding) int {
	s := term.Plain
	if f.hit.Side == analysis.Inside {
		s = term.Dim
	}
	lines := term.Wrap(f.sentence(), a.W-findingIndent)
	for i, words := range lines {
		p := a.Line(i)
		if i == 0 {
			drawMark(p, f)
		}
		p.MoveTo(findingIndent)
		if rest, ok := strings.CutPrefix(words, f.of.Title); ok && i == 0 && s == term.Plain {
			p.Own(term.Strong, f.of.Title)
			words = rest
		}
		p.Own(s, words)
	}
	return len(lines)
}

// drawMark writes the side and the points of a finding: ▲ +34.
func drawMark(p term.Pen, f finding) {
	p.Own(f.style(), f.glyph())
	if f.hit.Side == analysis.Inside {
		return
	}
	p.Gap(1)
	p.Within(4).OwnRight(f.style(), "+"+term.Figure(math.Round(f.hit.Points)))
}

// standing says in a word what the rules make of a user.
func (w *workspace) standing(row int) string {
	switch {
	case w.now.Flagged[row]:
		return "flagged"
	case w.Users.Robot(row) && !w.now.Set.Robots:
		return "declared robot"
	case !w.Users.Judged(row):
		return "not judged"
	}
	return "not flagged"
}

func (w *workspace) scoreStyle(row int) term.Style {
	if w.now.Flagged[row] {
		return term.Suspect
	}
	return term.Plain
}

// summary is one line about a user.
func (w *workspace) summary(row int) string {
	return strings.Join([]string{
		w.segments[row].String(),
		term.Plural(w.Users.Facts[row].Events, "event"),
		term.Plural(w.Users.Facts[row].Sessions, "session"),
		term.Plural(w.Users.Facts[row].Views, "view"),
		w.clock.Span(w.Users.Facts[row].First, w.Users.Facts[row].Last),
	}, " · ")
}
