package analysis

import (
	"spoor/analysis/units"
	"spoor/analysis/web"
)

var barePages = Rule{
	Name: "bare-pages", Title: "pages without pictures", Unit: units.Share, Family: ClientSide,
	Kind: Threshold, HighOnly: true, Usual: 1, Rarer: 1 - usualShare, Compared: true,
	Least: 5, Observed: pages, Over: pages,
	More:     "more",
	measure:  measureBarePages,
	evidence: evidenceIf(isPage),
}

// measureBarePages is the share of the pages with which nothing was loaded that is static or embedded, until the next
// page: 1 for who asks for pages alone, which no browser does where pages have pictures and style sheets. What comes
// before the first page counts as loaded with it. A page is what is requested, answered or not, and neither static nor
// embedded.
func measureBarePages(m *Measurer) Value {
	asked, loading, loaded := 0, 0, false
	for i := range m.events {
		switch traits := m.events[i].Traits; {
		case traits.Has(web.Static):
			if !loaded {
				loading++
			}
			loaded = true
		case !traits.Has(web.Click):
			if asked > 0 {
				loaded = false
			}
			asked++
		}
	}
	return Value{1 - float64(loading)/float64(asked), int32(asked)}
}

// isPage reports whether an event is the request of a page.
func isPage(_ *Measurer, event *web.Event) bool { return event.Traits&(web.Static|web.Click) == 0 }
