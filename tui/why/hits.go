package why

import (
	"strings"

	"spoor/analysis"
	"spoor/analysis/ecrm"
	"spoor/tui/term"
)

// SegmentWords are the segments' names, short enough for a column.
var SegmentWords = map[ecrm.Segment]string{
	ecrm.Average: "average", ecrm.New: "new", ecrm.Loyal: "loyal", ecrm.ChurnRisk: "churn-risk",
	ecrm.DeclaredRobot: "robot",
}

// BriefName is the name of a rule for where there is little room.
func BriefName(r analysis.RuleID, rule *analysis.Rule) string {
	if int(r) < len(briefNames) {
		return briefNames[r]
	}
	return rule.Name
}

// briefNames are the built-in rules' names for where there is little room: the first word, or else the last, that no
// other rule shares. A word as short as the "non" of non-browser says nothing without the other.
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

// DrawHits names rules that a user hits, as many as fit, and counts the rest.
func DrawHits(p term.Pen, users *analysis.Matrix, hits []analysis.Hit) {
	full := p.Left() >= fullNamesFrom
	for i, hit := range hits {
		name := BriefName(hit.Rule, users.Rule(hit.Rule))
		if full {
			name = users.Rule(hit.Rule).Name
		}
		rest := len(hits) - i - 1
		need := 1 + len(name)
		if rest > 0 {
			need += len(" +1")
		}
		if i > 0 && p.Left() < need {
			p.Own(term.Dim, "+"+term.Count(rest+1))
			return
		}
		p.Own(SideStyle(hit.Side), hit.Side.Mark())
		p.Within(p.Left()-min(rest, 1)*len(" +1")).Own(term.Plain, name)
		p.Gap(1)
	}
}
