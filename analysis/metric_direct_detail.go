package analysis

import (
	"spoor/analysis/units"
	"spoor/analysis/web"
)

var details = units.NewNoun("detail", "details")

var directDetail = Rule{
	Name: "direct-detail", Title: "direct detail", Unit: units.Share, Family: Semantic, Alone: true,
	Kind: Threshold, HighOnly: true, Usual: 0.8,
	Least: 5, Observed: details, Over: details,
	More:     "more",
	measure:  measureDirectDetail,
	evidence: evidenceIf(isDirectDetail),
	missing:  missingLevels,
}

// measureDirectDetail is the share of the details that were opened without a summary of the item before.
func measureDirectDetail(m *Measurer) Value {
	opened, direct := 0, 0
	m.seen.Clear()
	for i := range m.views {
		switch item := m.view(i).Item; m.view(i).Level {
		case web.LevelSummary:
			m.seen.Add(item)
		case web.LevelDetail:
			opened++
			if !m.seen.Has(item) {
				direct++
			}
		}
	}
	return Value{float64(direct) / float64(opened), int32(opened)}
}

// isDirectDetail reports whether an event opens a detail without a summary before it. Events come in order.
func isDirectDetail(m *Measurer, event *web.Event) bool {
	if !event.Traits.Has(web.View) {
		return false
	}
	if event.Level == web.LevelSummary {
		m.seen.Add(event.Item)
	}
	return event.Level == web.LevelDetail && !m.seen.Has(event.Item)
}
