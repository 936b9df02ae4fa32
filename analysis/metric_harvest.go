package analysis

import (
	"math"

	"spoor/analysis/stats"
	"spoor/analysis/units"
	"spoor/analysis/web"
)

var catalogued = units.NewNoun("item of the catalogue", "items of the catalogue")

var harvest = Rule{
	Name: "harvest", Title: "harvest", Unit: units.Share, Family: Volume, Alone: true,
	Kind: Threshold, HighOnly: true, Usual: 0.1, Cases: 100, Rarer: 0.99, Scales: true,
	Least: 1, Observed: catalogued, Over: catalogued,
	More:     "more",
	measure:  measureHarvest,
	evidence: evidenceIf(isHarvested),
	missing:  missingHarvest,
}

// freshLeast is the share of the views that must be of what was not viewed before: who comes back is no harvester.
const freshLeast = 0.9

// measureHarvest is the share of the catalogue that was viewed, of users who view hardly anything twice. An item in
// summary and in detail is two things to view, and one of the catalogue.
func measureHarvest(m *Measurer) Value {
	catalogue := Value{math.NaN(), int32(m.knowledge.entries)}
	if len(m.views) == 0 || m.knowledge.entries == 0 {
		return catalogue
	}
	m.seen.Clear()
	m.opened.Clear()
	items, fresh := 0, 0
	for i := range m.views {
		event := m.view(i)
		if m.opened.Add(event.Item*levels+int32(event.Level)) == 1 {
			fresh++
		}
		if stats.At(m.knowledge.catalogued, event.Item) && m.seen.Add(event.Item) == 1 {
			items++
		}
	}
	if float64(fresh) < freshLeast*float64(len(m.views)) {
		return catalogue
	}
	catalogue.X = float64(items) / float64(m.knowledge.entries)
	return catalogue
}

// levels is how many levels there are.
const levels = int32(web.LevelDetail) + 1

func missingHarvest(m *Matrix, row int) string {
	switch {
	case !m.Background.Catalogue:
		return "no catalogue"
	case m.Stats[row].Views == 0:
		return "no views"
	default:
		return "many views of what had been viewed before"
	}
}

// isHarvested reports whether an event is the first view of an item of the catalogue. Events come in order.
func isHarvested(m *Measurer, event *web.Event) bool {
	return event.Traits.Has(web.View) && stats.At(m.knowledge.catalogued, event.Item) && m.seen.Add(event.Item) == 1
}
