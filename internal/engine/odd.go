package engine

import (
	"cmp"
	"slices"

	"spoor/analysis"
)

// Odd is a way to be out of the ordinary, and how many users are so.
type Odd struct {
	Words   string // "too steady"
	Rule    string
	Side    analysis.Side
	Flagged int    // users who hit the rule on that side and are flagged
	Users   int    // all who hit it, without declared robots that are left in peace
	Filter  string // that lists the flagged ones
}

// oddWords say what it means to hit a built-in rule, on the low side and on the high one.
var oddWords = [analysis.RuleCount][2]string{
	analysis.ReadingTime:      {"read too fast", "leave pages open"},
	analysis.VisitFrequency:   {"come too seldom", "come too often"},
	analysis.SessionTime:      {"stay too briefly", "stay too long"},
	analysis.ContentUsage:     {"look at too little", "look at too much"},
	analysis.MenuUsage:        {"know few menus", "go through too many menus"},
	analysis.MenuFocus:        {"", "look at one menu alone"},
	analysis.ProfileMismatch:  {"", "look at what does not fit them"},
	analysis.ContentDepth:     {"", "open too much of what they see"},
	analysis.DirectDetail:     {"", "open details without summaries"},
	analysis.ContentOrder:     {"", "out of order"},
	analysis.Burst:            {"", "too much at a time"},
	analysis.Probing:          {"", "probe for what is not there"},
	analysis.RarePaths:        {"", "ask for what nobody else does"},
	analysis.BarePages:        {"", "ask for pages alone"},
	analysis.FastReading:      {"", "too fast throughout"},
	analysis.Metronome:        {"", "too steady"},
	analysis.Schedule:         {"", "come by the clock"},
	analysis.RoundTheClock:    {"", "never sleep"},
	analysis.Enumeration:      {"", "count through numbers"},
	analysis.Harvest:          {"", "take all there is"},
	analysis.Sharing:          {"", "on several devices at once"},
	analysis.AccountSwitching: {"", "several accounts on a device"},
	analysis.SharedSource:     {"", "many from one address"},
	analysis.LoginGuessing:    {"", "guess a password"},
	analysis.LoginAbuse:       {"", "try many accounts"},
	analysis.NonBrowser:       {"", "no browser"},
	analysis.ChangedHours:     {"", "keep other hours than before"},
	analysis.ChangedDevices:   {"", "come from other devices than before"},
	analysis.UsageFall:        {"", "use little after they used a lot"},
}

// wordsOf say what it means to hit a rule on a side.
func wordsOf(id analysis.RuleID, rule *analysis.Rule, side analysis.Side) string {
	words := ""
	if id < analysis.RuleCount {
		words = oddWords[id][0]
		if side == analysis.High {
			words = oddWords[id][1]
		}
	}
	if words == "" {
		return side.Mark() + " " + rule.Title
	}
	return words
}

// Odd is what is out of the ordinary, that with the most flagged users first. A user may be so in several ways.
func (j *Judgement) Odd() []Odd {
	var flagged, all [2][analysis.MostRules]int
	for row := range j.Matrix.Len() {
		if !j.Now.Set.Robots && j.Matrix.Robot(row) {
			continue
		}
		for side, hits := range []analysis.RuleBits{j.Now.Low.Of(row), j.Now.High.Of(row)} {
			if !hits.Any() {
				continue
			}
			for id := range j.Matrix.Rules() {
				if !hits.Has(id) {
					continue
				}
				all[side][id]++
				if j.Now.Flagged[row] {
					flagged[side][id]++
				}
			}
		}
	}
	var odd []Odd
	for id, rule := range j.Matrix.Rules() {
		for at, side := range []analysis.Side{analysis.Low, analysis.High} {
			if flagged[at][id] > 0 {
				odd = append(odd, Odd{wordsOf(id, rule, side), rule.Name, side, flagged[at][id], all[at][id],
					"flagged hit:" + rule.Name + "." + map[analysis.Side]string{analysis.Low: "low", analysis.High: "high"}[side]})
			}
		}
	}
	slices.SortStableFunc(odd, func(a, b Odd) int { return cmp.Compare(b.Flagged, a.Flagged) })
	return odd
}
