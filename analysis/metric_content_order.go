package analysis

import (
	"spoor/analysis/units"
	"spoor/analysis/web"
)

var dependent = units.NewNoun("view of an item with a prerequisite", "views of items with a prerequisite")

var contentOrder = Rule{
	Name: "content-order", Title: "content order", Unit: units.Share, Family: Semantic, Alone: true,
	Kind: Threshold, HighOnly: true, Usual: 0.5, Cases: 2,
	Least: 3, Observed: dependent, Over: dependent,
	More:     "more",
	measure:  measureContentOrder,
	evidence: contentOrderEvidence,
	missing:  missingPrerequisites,
}

// measureContentOrder is, of the views of items with a prerequisite, the share where one had not been viewed before.
// Clocks are no finer than a second, so what is viewed in the same second counts as before.
func measureContentOrder(m *Measurer) Value {
	if len(m.knowledge.prerequisites) == 0 {
		return Value{}
	}
	dependent, cases := 0, 0
	m.seen.Clear()
	for from, to := 0, 0; from < len(m.views); from = to {
		for ; to < len(m.views) && m.view(to).Time/1000 == m.view(from).Time/1000; to++ {
			m.seen.Add(m.view(to).Item)
		}
		for i := from; i < to; i++ {
			before := m.knowledge.before(m.view(i).Item)
			if len(before) == 0 {
				continue
			}
			dependent++
			if !m.seenAll(before) {
				cases++
			}
		}
	}
	return Value{float64(cases) / float64(dependent), int32(dependent)}
}

func (m *Measurer) seenAll(items []int32) bool {
	for _, item := range items {
		if item == web.None || !m.seen.Has(item) {
			return false
		}
	}
	return true
}

func missingPrerequisites(m *Matrix, _ int) string {
	switch {
	case !m.Background.Catalogue:
		return "no catalogue"
	case !m.Background.Prerequisites:
		return "no prerequisites in the catalogue"
	default:
		return ""
	}
}

// contentOrderEvidence finds the views of items whose prerequisites had not been viewed.
func contentOrderEvidence(m *Measurer, _ *Profile, add func(event int)) {
	m.seen.Clear()
	for from, to := 0, 0; from < len(m.events); from = to {
		for ; to < len(m.events) && m.events[to].Time/1000 == m.events[from].Time/1000; to++ {
			if m.events[to].Traits.Has(web.View) {
				m.seen.Add(m.events[to].Item)
			}
		}
		for i := from; i < to; i++ {
			if m.events[i].Traits.Has(web.View) && !m.seenAll(m.knowledge.before(m.events[i].Item)) {
				add(i)
			}
		}
	}
}
