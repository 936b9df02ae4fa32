package analysis

import (
	"spoor/analysis/units"
	"spoor/analysis/web"
)

var contentDepth = Rule{
	Name: "content-depth", Title: "content depth", Unit: units.Share, Family: Semantic,
	HighOnly: true, Least: 5,
	Observed: units.NewNoun("item seen in summary", "items seen in summary"),
	Over:     units.NewNoun("summary", "summaries"),
	More:     "more",
	measure:  measureContentDepth,
	missing:  missingLevels,
}

// measureContentDepth is the share of the items seen in summary that were opened in detail later.
func measureContentDepth(m *Measurer) Value {
	summaries, opened := 0, 0
	m.seen.Clear()
	m.opened.Clear()
	for i := range m.views {
		switch item := m.view(i).Item; m.view(i).Level {
		case web.LevelSummary:
			if m.seen.Add(item) == 1 {
				summaries++
			}
		case web.LevelDetail:
			if m.seen.Has(item) && m.opened.Add(item) == 1 {
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
