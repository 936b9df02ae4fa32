package analysis

import (
	"fmt"
	"math"
)

var asking = Noun{"item that asks for something", "items that ask for something"}

var profileMismatch = Rule{
	Name: "profile-mismatch", Title: "profile mismatch", Unit: Ratio, Family: Semantic, Alone: true,
	Kind: Threshold, HighOnly: true, Usual: 0.7,
	Least: leastItems, Observed: asking,
	More:    "more",
	measure: measureProfileMismatch,
	prove:   proveProfileMismatch,
	beside:  besideProfileMismatch,
	missing: missingProfile,
}

// measureProfileMismatch is the ratio of the worst requirement: about 1 for someone to whom the own profile does not matter.
func measureProfileMismatch(m *Measurer) Value {
	r := worst(&m.mismatches)
	if r < 0 {
		return Value{math.NaN(), 0}
	}
	return Value{m.mismatches[r].Ratio(), m.mismatches[r].Items}
}

// besideProfileMismatch is what the ratio rests on: "with education unmet by 24 of 30 items, 16 expected (24 ask
// for more, 2 for less)".
func besideProfileMismatch(m *Matrix, row int) string {
	mismatches := m.mismatches(row)
	r := worst(&mismatches)
	if r < 0 {
		return ""
	}
	requirement, of := &m.Background.Requirements[r], mismatches[r]
	text := fmt.Sprintf("with %s unmet by %d of %d items, %s expected", requirement.Profile, of.Unmet, of.Items, round(of.Expected))
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
	case m.Known[row] == 0:
		return "no profile"
	}
	most := int32(0)
	for _, of := range m.mismatches(row) {
		most = max(most, of.Items)
	}
	return needed(asking, leastItems, most)
}

// proveProfileMismatch finds the first views of the items that ask for what the profile does not meet.
func proveProfileMismatch(m *Measurer, profile *Profile, add func(event int)) {
	r := worst(&m.mismatches)
	if r < 0 {
		return
	}
	standing := m.standing(r, profile.has(r))
	m.seen.clear()
	for i := range m.events {
		if !m.events[i].Traits.Has(View) || m.seen.add(m.events[i].Item) > 1 {
			continue
		}
		if asked := m.knowledge.demands[r].asked(m.events[i].Item); asked > 0 && standing.of[asked-1] == falls {
			add(i)
		}
	}
}
