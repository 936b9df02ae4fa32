package analysis

var details = Noun{"detail", "details"}

var directDetail = Rule{
	Name: "direct-detail", Title: "direct detail", Unit: Share, Family: Semantic, Alone: true,
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
	m.seen.clear()
	for i := range m.views {
		switch item := m.view(i).Item; m.view(i).Level {
		case LevelSummary:
			m.seen.add(item)
		case LevelDetail:
			opened++
			if !m.seen.has(item) {
				direct++
			}
		}
	}
	return Value{float64(direct) / float64(opened), int32(opened)}
}

// isDirectDetail reports whether an event opens a detail without a summary before it. Events come in order.
func isDirectDetail(m *Measurer, event *Event) bool {
	if !event.Traits.Has(View) {
		return false
	}
	if event.Level == LevelSummary {
		m.seen.add(event.Item)
	}
	return event.Level == LevelDetail && !m.seen.has(event.Item)
}
