package analysis

import (
	"fmt"
	"math"

	"spoor/analysis/stats"
	"spoor/analysis/units"
	"spoor/analysis/web"
)

var asking = units.NewNoun("item that asks for something", "items that ask for something")

var profileMismatch = Rule{
	Name: "profile-mismatch", Title: "profile mismatch", Unit: units.Odds, Family: Semantic, Alone: true, Grows: true,
	Kind: Threshold, HighOnly: true, Usual: 4,
	Least: leastItems, Observed: asking,
	More:     "more",
	compare:  compareProfileMismatch,
	evidence: profileMismatchEvidence,
	beside:   besideProfileMismatch,
	missing:  missingProfile,
}

// compareProfileMismatch gives the odds of the worst requirement that the own profile does not matter to the user: see
// Mismatch.Odds.
func compareProfileMismatch(o *ordinary, m *Matrix, row int) Value {
	mismatches := m.mismatches(row)
	r, odds := worst(&mismatches, &o.leanings)
	if r < 0 {
		return Value{math.NaN(), mostItems(&mismatches)}
	}
	return Value{odds, mismatches[r].Items}
}

// mostItems is the largest number of items that a requirement says something of, 0 where it is too small.
func mostItems(mismatches *[web.MaxRequirements]Mismatch) int32 {
	most := int32(0)
	for _, of := range mismatches {
		if of.Items >= leastItems {
			most = max(most, of.Items)
		}
	}
	return most
}

// besideProfileMismatch is what the odds rest on: "that it does not matter, with education unmet by 24 of 30 items, 7
// of an ordinary user and 16 if it did not matter (24 ask for more, 2 for less)".
func besideProfileMismatch(m *Matrix, row int) string {
	mismatches := m.mismatches(row)
	r, _ := worst(&mismatches, &m.ordinary.leanings)
	if r < 0 {
		return ""
	}
	requirement, of := &m.Background.Requirements[r], mismatches[r]
	text := fmt.Sprintf("with %s unmet by %d of %d items, where an ordinary user leaves %s and someone to whom it "+
		"does not matter %s", requirement.Profile, of.Unmet, of.Items,
		units.Round(of.Expected*m.ordinary.leanings[r]), units.Round(of.Expected))
	if len(requirement.Order) > 0 {
		text += fmt.Sprintf(" (%d ask for more, %d for less)", of.Unmet, of.Over)
	}
	return text
}

func missingProfile(m *Matrix, row int) string {
	switch known := &m.Background; {
	case !known.Described:
		return "no site description"
	case len(known.Requirements) == 0:
		return "no requirements in the site description"
	case !known.Catalogue:
		return "no catalogue"
	case m.Stats[row].Known == 0:
		return "no profile"
	}
	mismatches := m.mismatches(row)
	most, compared := int32(0), false
	for r, of := range mismatches {
		most = max(most, of.Items)
		compared = compared || of.Items >= leastItems && !math.IsNaN(m.ordinary.leanings[r])
	}
	switch {
	case most < leastItems:
		return needed(asking, leastItems, most)
	case compared:
		return "ordinary users look as much at what does not fit them"
	default:
		return fmt.Sprintf("fewer than %d ordinary users with a profile and %s",
			stats.LeastMembers, asking.Amount(leastItems))
	}
}

// profileMismatchEvidence finds the first views of the items that ask for what the profile does not meet.
func profileMismatchEvidence(m *Measurer, profile *Profile, add func(event int)) {
	r, _ := worst(&m.mismatches, &m.leanings)
	if r < 0 {
		return
	}
	standing := m.standing(r, profile.has(r))
	m.seen.Clear()
	for i := range m.events {
		if !m.events[i].Traits.Has(web.View) || m.seen.Add(m.events[i].Item) > 1 {
			continue
		}
		if asked := m.knowledge.demands[r].asked(m.events[i].Item); asked > 0 && standing.of[asked-1] == web.Falls {
			add(i)
		}
	}
}
