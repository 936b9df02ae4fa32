package model

import (
	"spoor/analysis"
	"spoor/analysis/predicate"
	"spoor/analysis/stats"
	"spoor/analysis/web"
)

// OwnKnowledge is what the tables of rules of one's own want to know besides the events.
type OwnKnowledge struct {
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
	part.Catalogue = n.Own.Catalogue[part.Item]
	n.Tables.Tell(predicate.Request, id, &part)
	path := int32(0)
	if e.Click == NoClick {
		path = NumberIn(n.Own.PathNumbers, web.Path(e.Target))
	}
	stats.Put(&n.Own.Paths, id, path)
}

// TellReferrer tells the tables of a referrer that is new to them.
func (n *Numbering) TellReferrer(id int32) {
	if n.Own.toldReferrers == 0 {
		n.Tables.Tell(predicate.Referrer, 0, &predicate.Event{})
		n.Own.toldReferrers = 1
	}
	if id >= n.Own.toldReferrers {
		n.Tables.Tell(predicate.Referrer, id, &predicate.Event{Referrer: n.Dictionaries.Referrers.Added[id-1]})
		n.Own.toldReferrers = id + 1
	}
}
