package analysis

import (
	"math"

	"spoor/analysis/units"
	"spoor/analysis/web"
)

var pages = units.NewNoun("page", "pages")

var nonBrowser = Rule{
	Name: "non-browser", Title: "pages without referrer", Unit: units.Share, Family: ClientSide,
	Kind: Threshold, HighOnly: true, Usual: 0.9,
	Least: nonBrowserLeast, Observed: pages, Over: pages,
	More:     "more",
	measure:  measureNonBrowser,
	evidence: evidenceIf(isBare),
	missing:  missingFootprint,
}

// nonBrowserLeast is how many pages tell anything.
const nonBrowserLeast = 10

// measureNonBrowser is the share of the pages that were asked for without saying from where, of users who load no
// pictures and no style sheets: a browser does both. A page is what is requested, answered or not, and not static.
func measureNonBrowser(m *Measurer) Value {
	if !m.knowledge.Referrers {
		return Value{}
	}
	asked, bare := 0, 0
	for i := range m.events {
		switch traits := m.events[i].Traits; {
		case traits.Has(web.Static):
			return Value{math.NaN(), nonBrowserLeast}
		case !traits.Has(web.Click):
			asked++
			if !traits.Has(web.Referred) {
				bare++
			}
		}
	}
	return Value{float64(bare) / float64(asked), int32(asked)}
}

func missingFootprint(m *Matrix, row int) string {
	switch {
	case !m.Background.Referrers:
		return "no referrers in the logs"
	case m.N[NonBrowser][row] >= nonBrowserLeast:
		return "loads static files, as browsers do"
	default:
		return ""
	}
}

func isBare(_ *Measurer, event *web.Event) bool {
	return event.Traits&(web.Static|web.Click|web.Referred) == 0
}
