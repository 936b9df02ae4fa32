package analysis

var contentDepth = Rule{
	Name: "content-depth", Title: "content depth", Unit: Share, Family: Semantic,
	HighOnly: true,
	Least:    5, Observed: Noun{"item seen in summary", "items seen in summary"}, Over: Noun{"summary", "summaries"},
	More:    "more",
	measure: measureContentDepth,
	missing: missingLevels,
}

// measureContentDepth is the share of the items seen in summary that were opened in detail later.
func measureContentDepth(m *Measurer) Value {
	summaries, opened := 0, 0
	m.seen.clear()
	m.opened.clear()
	for i := range m.views {
		switch item := m.view(i).Item; m.view(i).Level {
		case LevelSummary:
			if m.seen.add(item) == 1 {
				summaries++
			}
		case LevelDetail:
			if m.seen.has(item) && m.opened.add(item) == 1 {
				opened++
			}
		}
	}
	return Value{float64(opened) / float64(summaries), int32(summaries)}
}

func missingLevels(m *Matrix, _ int) string {
	switch {
	case !m.Background.Described:
		return "no site description"
	case !m.Background.Levels:
		return "no levels in the site description"
	default:
		return ""
	}
}
