package analysis

import "spoor/analysis/units"

var menuFocus = Rule{
	Name: "menu-focus", Title: "share of the views in one menu", Unit: units.Share, Family: Volume, HighOnly: true,
	Least: 10, Observed: units.ViewNoun, Over: units.ViewNoun,
	More:    "more",
	measure: measureMenuFocus,
}

// measureMenuFocus is the share of the views that are in the menu with most of them: 1 for who uses only one menu.
func measureMenuFocus(m *Measurer) Value {
	_, top := m.menus()
	return Value{float64(top) / float64(len(m.views)), int32(len(m.views))}
}
