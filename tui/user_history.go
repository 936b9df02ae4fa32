package tui

import (
	"cmp"
	"context"
	"slices"

	"spoor/analysis"
	"spoor/store"
	"spoor/tui/term"
)

// history is everything that a user did, and what is known beside.
type history struct {
	track   *store.Track
	about   store.About
	medians []float64 // reading time of each session in seconds, NaN where nothing was read
	items   []itemUse
	clients []clientUse
	hours   hourCounts
}

// itemUse is an item that a user looked at.
type itemUse struct {
	item, menu string
	views      int
	summary    bool
	detail     bool
	reading    int64 // ms, of all views together
	first      int64 // view
}

// clientUse is an address and an agent that a user came with.
type clientUse struct {
	*store.Client
	events, sessions int
	first, last      int64
}

func readHistory(ctx context.Context, source Case, track *store.Track, zone term.Clock) (h history, err error) {
	h = history{track: track, items: usedItems(track.Events), clients: usedClients(track), hours: countHours(track.Events, zone)}
	for _, s := range track.Sessions {
		h.medians = append(h.medians, medianReading(track.Events[s.First:s.End]))
	}
	names := make([]string, len(h.items))
	for i, use := range h.items {
		names[i] = use.item
	}
	h.about, err = source.About(ctx, track.User, names)
	return h, err
}

// usedItems are the items that were viewed, the most viewed first.
func usedItems(events []store.Event) []itemUse {
	place := map[int32]int{}
	var uses []itemUse
	for i := range events {
		e := &events[i]
		if !e.Traits.Has(analysis.View) || e.Item == analysis.None {
			continue
		}
		at, seen := place[e.Item]
		if !seen {
			at = len(uses)
			place[e.Item] = at
			uses = append(uses, itemUse{item: e.Request.Item, menu: e.Request.Menu, first: e.Time})
		}
		use := &uses[at]
		use.views++
		use.reading += max(e.Reading, 0)
		use.summary = use.summary || e.Level == analysis.LevelSummary
		use.detail = use.detail || e.Level == analysis.LevelDetail
	}
	slices.SortStableFunc(uses, func(a, b itemUse) int { return cmp.Or(cmp.Compare(b.views, a.views), cmp.Compare(a.item, b.item)) })
	return uses
}

// usedClients are the addresses and agents that a user came with, the most used first.
func usedClients(track *store.Track) []clientUse {
	place := map[store.Client]int{}
	var uses []clientUse
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
				uses = append(uses, clientUse{Client: e.Client, first: e.Time})
			}
			uses[at].events++
			uses[at].last = e.Time
			if !counted[at] {
				counted[at] = true
				uses[at].sessions++
			}
		}
	}
	slices.SortStableFunc(uses, func(a, b clientUse) int {
		return cmp.Or(cmp.Compare(b.events, a.events), cmp.Compare(a.Address, b.Address), cmp.Compare(a.Agent, b.Agent))
	})
	return uses
}
