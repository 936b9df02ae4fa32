package model

import (
	"context"
	"slices"

	"spoor/analysis"
	"spoor/analysis/web"
)

// userKnowledge is what the events of one user are measured with: knowledge of nothing but what these events are about.
type userKnowledge struct {
	content *analysis.Knowledge
	profile analysis.Profile
}

// TrackKnowledge reads what is known of the user of a track and of what its events are about, so far as the rules look
// at it. The clients and requests of the events, which are copies of those of the track from the first on, get numbers
// of their own: what else the case has is not looked at.
func TrackKnowledge(ctx context.Context, known lookups, track *Track, first int, events []web.Event,
	rules []analysis.RuleID) (*userKnowledge, error) {
	site, err := known.Site(ctx)
	if err != nil {
		return nil, err
	}
	var catalogue []Facts
	if slices.ContainsFunc(rules, mayNeedCatalogue) {
		if catalogue, err = known.FactsIn(ctx, CatalogueTable); err != nil {
			return nil, err
		}
	}
	items, logins := map[string]int32{}, false
	for i := range track.Events {
		event := &track.Events[i]
		if event.Item != web.None {
			items[event.Request.Item] = event.Item
		}
		logins = logins || ParseEnding(event.Request.Kind, event.Request.Outcome).isLogin()
	}
	content, err := analysis.NewKnowledge(site, CatalogueEntries(catalogue), func(item string) (int32, bool) {
		id, found := items[item]
		return id, found
	})
	if err != nil {
		return nil, err
	}
	content.Devices, content.Sequences, content.Paths = renumber(track, events)
	content.Logins = logins
	if content.Referrers, err = known.AnyReferrer(ctx); err != nil {
		return nil, err
	}
	person, err := known.FactsAbout(ctx, ProfileTable, track.Key)
	if err != nil {
		return nil, err
	}
	profile := analysis.Profile{}
	if len(person) > 0 {
		profile = NewProfile(Facts{Key: track.Key, Fields: person}, site.Requirements)
	}
	profile.Address = IsAddressOf(track.Key, track.Events[first].Client.Address)
	return &userKnowledge{content, profile}, nil
}

// mayNeedCatalogue reports whether evidence of a rule may follow from the catalogue.
func mayNeedCatalogue(rule analysis.RuleID) bool {
	if rule >= analysis.RuleCount {
		return false // see OwnTrack
	}
	switch analysis.Rules[rule].Family {
	case analysis.Tempo, analysis.Identity, analysis.ClientSide:
		return false
	}
	return true
}

// Within are copies of the events of a track in a window, and the index of the first of them.
func (t *Track) Within(window analysis.Window) (first int, events []web.Event) {
	events = make([]web.Event, len(t.Events))
	for i := range t.Events {
		events[i] = t.Events[i].Event
		if events[i].Time < window.From {
			first++
		}
	}
	return first, Within(window, events)
}

// renumber numbers the clients and requests of events anew, from 1, and says by these numbers what device a client is,
// where a request stands among others, and what its path is.
func renumber(track *Track, events []web.Event) (devices []int32, sequences []web.Sequence, paths []int32) {
	devices, sequences, paths = make([]int32, 1), make([]web.Sequence, 1), make([]int32, 1)
	clientIDs, requestIDs := map[int32]int32{}, map[int32]int32{}
	deviceIDs, pathIDs, order := newDevices(), newInternTable(), newSequences()
	for i := range track.Events {
		e := &track.Events[i]
		if _, found := clientIDs[e.Event.Client]; !found {
			clientIDs[e.Event.Client] = int32(len(devices))
			devices = append(devices, deviceIDs.number(deviceIDs.network(e.Client.Address), deviceIDs.family(e.Client.Agent)))
		}
		if _, found := requestIDs[e.Event.Request]; !found {
			requestIDs[e.Event.Request] = int32(len(sequences))
			sequence, path := web.Sequence{}, int32(0)
			if !e.Traits.Has(web.Click) {
				sequence, path = order.sequence(e.Request.Target), pathIDs.number(web.Path(e.Request.Target))
			}
			sequences, paths = append(sequences, sequence), append(paths, path)
		}
	}
	for i := range events {
		events[i].Client, events[i].Request = clientIDs[events[i].Client], requestIDs[events[i].Request]
	}
	return devices, sequences, paths
}
