package model

import (
	"spoor/analysis"
	"spoor/analysis/predicate"
	"spoor/analysis/stats"
	"spoor/analysis/web"
)

// OwnFacts are what the tables of rules of one's own want to know besides the events.
type OwnFacts struct {
	Catalogue, Profiles map[string]map[string]string

	Network         *Dictionary[string]
	Networks, Paths []int32 // by client, by request
	PathNumbers     *Dictionary[string]
	toldReferrers   int32
}

func (n *Numbering) tellRequest(id int32, e *RequestEntry) {
	page := &n.Pages.OfRequest[id]
	part := analysis.NewRequestPart(e.Action, e.Target, e.Click != NoClick)
	part.Level = LevelNames[page.Level]
	part.Item, part.Menu = n.Item(page.Item), n.Menu(page.Menu)
	part.Catalogue = n.Facts.Catalogue[part.Item]
	n.Tables.Tell(predicate.Request, id, &part)
	path := int32(0)
	if e.Click == NoClick {
		path = NumberIn(n.Facts.PathNumbers, web.Path(e.Target))
	}
	stats.Put(&n.Facts.Paths, id, path)
}

// TellReferrer tells the tables of a referrer that is new to them.
func (n *Numbering) TellReferrer(id int32) {
	if n.Facts.toldReferrers == 0 {
		n.Tables.Tell(predicate.Referrer, 0, &predicate.Event{})
		n.Facts.toldReferrers = 1
	}
	if id >= n.Facts.toldReferrers {
		n.Tables.Tell(predicate.Referrer, id, &predicate.Event{Referrer: n.Dictionaries.Referrers.Added[id-1]})
		n.Facts.toldReferrers = id + 1
	}
}
