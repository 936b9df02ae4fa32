package analysis

import "spoor/analysis/units"

var menuUsage = Rule{
	Name: "menu-usage", Title: "menu usage", Unit: units.Menus, Family: Volume, Scales: true,
	Least: 5, Observed: units.ViewNoun, From: 1, Over: units.ViewNoun,
	Less: "fewer", More: "more",
	measure: measureMenuUsage,
	beside: func(m *Matrix, row int) string {
		return units.Percent(m.Stats[row].TopMenuShare) + " of them in one menu"
	},
}

// measureMenuUsage is the number of distinct menus among the views. Views in no menu count as one menu of their own.
func measureMenuUsage(m *Measurer) Value {
	menus, _ := m.menus()
	return Value{float64(menus), int32(len(m.views))}
}
