package why

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"spoor/analysis"
	"spoor/internal/engine"
	"spoor/tui/term"
)

// Finding is what one rule has to say about one user.
type Finding struct {
	Rule   analysis.RuleID
	Of     *analysis.Rule
	Hit    analysis.Hit // Side is Inside if the rule is not hit
	text   string       // what it finds
	reason string       // in place of the text: why it could not judge the user
	// alike names the rules that could not for the same reason, where one finding stands for them all.
	alike   []string
	picture term.Distribution // without knots where the rule can't be judged
}

// Unjudged reports whether the rule could not judge the user.
func (f Finding) Unjudged() bool { return f.reason != "" }

// Sentence is the finding in words, without its points, which stand in a column of their own.
func (f Finding) Sentence() string {
	switch {
	case f.alike != nil:
		return "Not evaluable, " + f.reason + ": " + strings.Join(f.alike, ", ")
	case f.Unjudged():
		return f.Of.Title + ": not evaluable, " + f.reason
	}
	return f.Of.Title + " " + f.text
}

func (f Finding) style() term.Style { return SideStyle(f.Hit.Side) }

// SideStyle is how a side of a rule is coloured.
func SideStyle(side analysis.Side) term.Style {
	switch side {
	case analysis.Low:
		return term.TooLow
	case analysis.High:
		return term.TooHigh
	}
	return term.Dim
}

func (f Finding) glyph() string {
	switch {
	case f.Unjudged():
		return "–"
	case f.Hit.Side == analysis.Inside:
		return "·"
	}
	return f.Hit.Side.Mark()
}

// Findings lists the hits by their points, and then the rules that are not hit or can't be judged.
func Findings(j *engine.Judgement, row int) []Finding {
	judge, rules := j.Judge, j.Now.Set
	var hit [analysis.MostRules]analysis.Hit
	for _, h := range judge.Hits(rules, row) {
		hit[h.Rule] = h
	}
	found := make([]Finding, j.Matrix.Measuring.Own.Count())
	for r := range found {
		rule := analysis.RuleID(r)
		f := Finding{Rule: rule, Of: j.Matrix.Rule(rule), Hit: hit[r], reason: judge.NotEvaluable(row, rule)}
		if !f.Unjudged() {
			f.text = describe(judge, rules, row, rule, hit[r])
		}
		if fit := &judge.Baseline.Fits[r]; fit.Evaluable() {
			low, high := judge.Bounds(rules, rule)
			f.picture = NewPicture(f.Of.Unit, fit.Knots, low, high, j.Matrix.X[r][row])
		}
		found[r] = f
	}
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(b.Hit.Points, a.Hit.Points), cmp.Compare(a.group(), b.group()))
	})
	return found
}

// group puts hits before what is ordinary, and what can't be judged last.
func (f Finding) group() int {
	switch {
	case f.Unjudged():
		return 2
	case f.Hit.Side == analysis.Inside:
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
func drawFinding(a term.Area, f Finding) int {
	lines := drawSentence(a, f)
	if f.Hit.Side == analysis.Inside || f.picture.Empty() {
		return lines
	}
	p := a.Line(lines)
	p.MoveTo(findingIndent)
	f.picture.DrawStrip(p)
	return lines + 1
}

// drawSentence writes mark, points and sentence, and returns how many lines it took.
func drawSentence(a term.Area, f Finding) int {
	s := term.Plain
	if f.Hit.Side == analysis.Inside {
		s = term.Dim
	}
	lines := term.Wrap(f.Sentence(), a.W-findingIndent)
	for i, words := range lines {
		p := a.Line(i)
		if i == 0 {
			drawMark(p, f)
		}
		p.MoveTo(findingIndent)
		if rest, ok := strings.CutPrefix(words, f.Of.Title); ok && i == 0 && s == term.Plain {
			p.Own(term.Strong, f.Of.Title)
			words = rest
		}
		p.Own(s, words)
	}
	return len(lines)
}

// drawMark writes the side and the points of a finding: ▲ +34.
func drawMark(p term.Pen, f Finding) {
	p.Own(f.style(), f.glyph())
	if f.Hit.Side == analysis.Inside {
		return
	}
	p.Gap(1)
	p.Within(4).OwnRight(f.style(), "+"+term.Figure(math.Round(f.Hit.Points)))
}

// Standing says in a word what the rules make of a user.
func Standing(j *engine.Judgement, row int) string {
	switch {
	case j.Now.Flagged[row]:
		return "flagged"
	case j.Matrix.Robot(row) && !j.Now.Set.Robots:
		return "declared robot"
	case !j.Matrix.Judged(row):
		return "not judged"
	}
	return "not flagged"
}

// ScoreStyle is how the score of a user is coloured.
func ScoreStyle(j *engine.Judgement, row int) term.Style {
	if j.Now.Flagged[row] {
		return term.Suspect
	}
	return term.Plain
}

// Summary is one line about a user.
func Summary(j *engine.Judgement, clock term.Clock, row int) string {
	return strings.Join([]string{
		j.Segments[row].String(),
		term.Plural(j.Matrix.Stats[row].Events, "event"),
		term.Plural(j.Matrix.Stats[row].Sessions, "session"),
		term.Plural(j.Matrix.Stats[row].Views, "view"),
		clock.Span(j.Matrix.Stats[row].First, j.Matrix.Stats[row].Last),
	}, " · ")
}

// Explained are the hits of a user in sentences.
func Explained(j *engine.Judgement, clock term.Clock, rules string, row int) []string {
	lines := []string{
		j.Matrix.Key[row] + ": score " + Score(j, row) + ", " + Standing(j, row) + "; rules " + rules,
		Summary(j, clock, row),
	}
	if lacks := j.Lacks(row); lacks != "" {
		lines = append(lines, lacks)
	}
	for _, f := range Findings(j, row) {
		if f.Hit.Side != analysis.Inside {
			lines = append(lines, f.glyph()+" +"+term.Figure(math.Round(f.Hit.Points))+" "+f.Sentence())
		}
	}
	return lines
}

// Score is the score as the lists show it.
func Score(j *engine.Judgement, row int) string {
	return term.Figure(math.Round(j.Now.Score[row]))
}
