package model

import (
	"time"

	"spoor/analysis"
	"spoor/analysis/web"
)

// Prove adds the events that prove hits of rules by what the user did alone.
func (k *userKnowledge) Prove(events []web.Event, first int, users *analysis.Matrix, timeout time.Duration,
	rules []analysis.RuleID, evidence [][]int) {
	measurer := analysis.NewMeasurer(users.Measuring.Of(timeout), users.Window, k.content)
	measurer.Compare(users)
	for i, rule := range rules {
		for _, event := range measurer.Evidence(rule, events, k.profile) {
			evidence[i] = append(evidence[i], first+event)
		}
	}
}

// MayBeAlone reports whether the path of an event counts among those that nobody else may have asked for.
func MayBeAlone(event *Event, window analysis.Window) bool {
	return event.Time >= window.From && event.Time <= window.To && !event.Traits.Has(web.Static)
}

// Unproved are the rules of several users together without evidence so far, and where each of them is among the rules.
func Unproved(rules []analysis.RuleID, evidence [][]int) (shared []analysis.RuleID, at []int) {
	for i, rule := range rules {
		if rule.HasGroup() && len(evidence[i]) == 0 {
			shared, at = append(shared, rule), append(at, i)
		}
	}
	return shared, at
}

// AddOfGroups adds what the user did at the address and in the time of each group.
func AddOfGroups(track *Track, groups []*Group, at []int, evidence [][]int) {
	for i, group := range groups {
		if group == nil {
			continue
		}
		for k := range track.Events {
			event := &track.Events[k]
			if event.Client.Address == group.Address && event.Time >= group.From && event.Time <= group.To {
				evidence[at[i]] = append(evidence[at[i]], k)
			}
		}
	}
}
