package user

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/store/model"
	"spoor/tui/workspace"
)

// eventEvidence says by event of a track which rules it helps to prove.
type eventEvidence []analysis.RuleBits

// readEvidence asks which events of the track prove the hits. Only those that the user has are asked for: what others
// would need may be all events of the case.
func (u *user) readEvidence() tea.Cmd {
	var rules []analysis.RuleID
	u.asked = analysis.RuleBits{}
	for _, hit := range u.hits {
		rules = append(rules, hit.Rule)
		u.asked.Add(hit.Rule)
	}
	source, track, users := u.work.Source, u.track, u.work.JudgeNow.Matrix
	return u.readingEvidence.Start(u.work.Ctx, 0, func(ctx context.Context) (eventEvidence, error) {
		return readEvidence(ctx, source, track, users, rules)
	})
}

// readMoreEvidence asks again where other rules hit the user than those that were asked for.
func (u *user) readMoreEvidence() tea.Cmd {
	for _, hit := range u.hits {
		if u.track != nil && !u.asked.Has(hit.Rule) {
			return u.readEvidence()
		}
	}
	return nil
}

func readEvidence(ctx context.Context, source workspace.Case, track *model.Track, users *analysis.Matrix,
	rules []analysis.RuleID) (eventEvidence, error) {
	events, err := source.Evidence(ctx, track, users, rules)
	if err != nil {
		return nil, err
	}
	of := make(eventEvidence, len(track.Events))
	for i, proving := range events {
		for _, event := range proving {
			of[event].Add(rules[i])
		}
	}
	return of, nil
}

// has are the hits among those of a user that an event helps to prove. There are none while they are not known yet.
func (p eventEvidence) has(event int, hits []analysis.Hit) (proved []analysis.Hit) {
	if p == nil || !p[event].Any() {
		return nil
	}
	for _, hit := range hits {
		if p[event].Has(hit.Rule) {
			proved = append(proved, hit)
		}
	}
	return proved
}

// count is how many events from one up to another prove any of these hits.
func (p eventEvidence) count(first, end int, hits []analysis.Hit) (n int) {
	if p == nil {
		return 0
	}
	var of analysis.RuleBits
	for _, hit := range hits {
		of.Add(hit.Rule)
	}
	for _, rules := range p[first:end] {
		if rules.And(of).Any() {
			n++
		}
	}
	return n
}
