package tui

import (
	"context"
	"math/bits"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/store"
)

// eventEvidence says by event of a track which rules it helps to prove, a bit a rule.
type eventEvidence []uint32

// readEvidence asks which events of the track prove the hits. Only those that the user has are asked for: what others would need may be all
// events of the case.
func (u *user) readEvidence() tea.Cmd {
	var rules []analysis.RuleID
	u.asked = 0
	for _, hit := range u.hits {
		rules, u.asked = append(rules, hit.Rule), u.asked|1<<hit.Rule
	}
	source, track, users := u.work.source, u.track, u.work.compared()
	return u.readingEvidence.start(u.work.ctx, 0, func(ctx context.Context) (eventEvidence, error) {
		return readEvidence(ctx, source, track, users, rules)
	})
}

// readMoreEvidence asks again where other rules hit the user than those that were asked for.
func (u *user) readMoreEvidence() tea.Cmd {
	for _, hit := range u.hits {
		if u.track != nil && u.asked&(1<<hit.Rule) == 0 {
			return u.readEvidence()
		}
	}
	return nil
}

func readEvidence(ctx context.Context, source Case, track *store.Track, users *analysis.Matrix, rules []analysis.RuleID) (eventEvidence, error) {
	events, err := source.Evidence(ctx, track, users, rules)
	if err != nil {
		return nil, err
	}
	of := make(eventEvidence, len(track.Events))
	for i, proving := range events {
		for _, event := range proving {
			of[event] |= 1 << rules[i]
		}
	}
	return of, nil
}

// has are the hits among those of a user that an event helps to prove. There are none while they are not known yet.
func (p eventEvidence) has(event int, hits []analysis.Hit) (proved []analysis.Hit) {
	if p == nil || p[event] == 0 {
		return nil
	}
	for _, hit := range hits {
		if p[event]&(1<<hit.Rule) != 0 {
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
	var of uint32
	for _, hit := range hits {
		of |= 1 << hit.Rule
	}
	for _, rules := range p[first:end] {
		n += min(bits.OnesCount32(rules&of), 1)
	}
	return n
}
