package analysis

var contentUsage = Rule{
	Name: "content-usage", Title: "content usage", Unit: Items, Family: Volume, Scales: true,
	Least: 1, Observed: views, Over: views,
	Less: "fewer", More: "more",
	measure: measureContentUsage,
}

// measureContentUsage is the number of distinct items viewed in the window.
func measureContentUsage(m *Measurer) Value {
	items := 0
	m.seen.clear()
	for i := range m.views {
		if m.seen.add(m.view(i).Item) == 1 {
			items++
		}
	}
	return Value{float64(items), int32(len(m.views))}
}
