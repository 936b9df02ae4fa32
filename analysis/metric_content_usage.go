package analysis

var contentUsage = Rule{
	Name: "content-usage", Title: "content usage", Unit: Items, Family: Volume,
	Least: 1, Observed: Noun{"view", "views"}, Short: "fewer", Long: "more",
	measure: measureContentUsage,
	beside:  func(m *Matrix, row int) string { return "in " + Noun{"view", "views"}.count(float64(m.Views[row])) },
}

// measureContentUsage is the number of distinct items viewed in the window.
func measureContentUsage(m *Measurer) Value {
	items := 0
	m.seen.clear()
	for _, event := range m.views {
		if m.seen.add(event.Item) == 1 {
			items++
		}
	}
	return Value{float64(items), int32(len(m.views))}
}
