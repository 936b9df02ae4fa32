package analysis

import "spoor/analysis/units"

var contentUsage = Rule{
	Name: "content-usage", Title: "content usage", Unit: units.Items, Family: Volume, Scales: true,
	Least: 1, Observed: units.ViewNoun, From: 1, Over: units.ViewNoun,
	Less: "fewer", More: "more",
	measure: measureContentUsage,
}

// measureContentUsage is the number of distinct items viewed in the window.
func measureContentUsage(m *Measurer) Value {
	items := 0
	m.seen.Clear()
	for i := range m.views {
		if m.seen.Add(m.view(i).Item) == 1 {
			items++
		}
	}
	return Value{float64(items), int32(len(m.views))}
}
