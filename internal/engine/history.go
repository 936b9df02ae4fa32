package engine

import (
	"cmp"
	"math"
	"slices"

	"spoor/analysis/web"
	"spoor/store/model"
)

// UsedItem is an item that a user looked at.
type UsedItem struct {
	Item, Menu string
	Views      int
	Summary    bool  // a view of the summary was among them
	Detail     bool  // a view of the detail was
	Reading    int64 // milliseconds, of all views together
	First      int64 // view, UTC milliseconds
}

// Depth says how deep into the item the views went: summary, detail, both, or nothing where the log does not tell.
func (u *UsedItem) Depth() string {
	switch {
	case u.Summary && u.Detail:
		return "both"
	case u.Summary:
		return "summary"
	case u.Detail:
		return "detail"
	}
	return ""
}

// UsedItems are the items that were viewed, the most viewed first.
func UsedItems(events []model.Event) []UsedItem {
	place := map[int32]int{}
	var uses []UsedItem
	for i := range events {
		e := &events[i]
		if !e.Traits.Has(web.View) || e.Item == web.None {
			continue
		}
		at, seen := place[e.Item]
		if !seen {
			at = len(uses)
			place[e.Item] = at
			uses = append(uses, UsedItem{Item: e.Request.Item, Menu: e.Request.Menu, First: e.Time})
		}
		use := &uses[at]
		use.Views++
		use.Reading += max(e.Reading, 0)
		use.Summary = use.Summary || e.Level == web.LevelSummary
		use.Detail = use.Detail || e.Level == web.LevelDetail
	}
	slices.SortStableFunc(uses, func(a, b UsedItem) int {
		return cmp.Or(cmp.Compare(b.Views, a.Views), cmp.Compare(a.Item, b.Item))
	})
	return uses
}

// ItemNames are the names of items, in their order.
func ItemNames(items []UsedItem) []string {
	names := make([]string, len(items))
	for i := range items {
		names[i] = items[i].Item
	}
	return names
}

// UsedClient is an address and an agent that a user came with.
type UsedClient struct {
	*model.Client
	Letter           string // see [Devices]
	Events, Sessions int
	First, Last      int64 // UTC milliseconds
}

// UsedClients are the addresses and agents that a user came with, the most used first.
func UsedClients(track *model.Track) []UsedClient {
	place := map[model.Client]int{}
	devices := DevicesOf(track)
	var uses []UsedClient
	for _, s := range track.Sessions {
		counted := map[int]bool{}
		for i := s.First; i < s.End; i++ {
			e := &track.Events[i]
			if e.Client == nil {
				continue
			}
			at, seen := place[*e.Client]
			if !seen {
				at = len(uses)
				place[*e.Client] = at
				uses = append(uses, UsedClient{Client: e.Client, Letter: devices.Letter(e.Client), First: e.Time})
			}
			uses[at].Events++
			uses[at].Last = e.Time
			if !counted[at] {
				counted[at] = true
				uses[at].Sessions++
			}
		}
	}
	slices.SortStableFunc(uses, func(a, b UsedClient) int {
		return cmp.Or(cmp.Compare(b.Events, a.Events), cmp.Compare(a.Address, b.Address), cmp.Compare(a.Agent, b.Agent))
	})
	return uses
}

// MedianReading is the median reading time of events in seconds, NaN without any.
func MedianReading(events []model.Event) float64 {
	var readings []int64
	for i := range events {
		if events[i].Reading >= 0 {
			readings = append(readings, events[i].Reading)
		}
	}
	if len(readings) == 0 {
		return math.NaN()
	}
	slices.Sort(readings)
	middle := len(readings) / 2
	return float64(readings[middle]+readings[(len(readings)-1)/2]) / 2000
}
