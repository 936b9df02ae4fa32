package load

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"spoor/store"
	"spoor/store/logline"
	"spoor/store/logline/spelling"
)

const (
	// talliedLines is how many lines of a run there are of whose events users and addresses are counted.
	talliedLines = 20_000
	// fewEvents and fewAddresses are too few to say of whom or from where they are.
	fewEvents    = 10
	fewAddresses = 5
	// fewGarbled is a share of events that anybody can send whose requests no browser writes.
	fewGarbled = 0.05
	// likeliest is how many users, those with most events, are looked at for who nobody is.
	likeliest = 1000
	// manyUsers is how many users and addresses there is room for at once, since a map grows slowly.
	manyUsers = 256
)

// tally counts what the events of a source in one run say, to remark on what they don't.
type tally struct {
	before                                     int64 // events of the source in earlier runs
	events, items                              int64
	requests, statuses, methods, clicks, named int64

	counted   int64 // events of which user and address are
	users     map[string]*userTally
	addresses map[string]*addressTally
	forwarded map[string]int64 // by what the address was taken from

	garbledUsers, garbled int64 // of those counted: whose user, or any text but the agent's, is not UTF-8
}

type userTally struct {
	name   string
	events int64
	first  *addressTally              // nil: none
	others map[*addressTally]struct{} // which most users have none of
}

type addressTally struct {
	name   string
	events int64
}

// came notes where a user came from.
func (u *userTally) came(from *addressTally) {
	if u.first == nil || u.first == from {
		u.first = from
		return
	}
	if u.others == nil {
		u.others = map[*addressTally]struct{}{}
	}
	u.others[from] = struct{}{}
}

// addresses is how many a user came from.
func (u *userTally) addresses() int {
	if u.first == nil {
		return 0
	}
	return 1 + len(u.others)
}

// newTally is nil where earlier runs had so many events that this one changes nothing.
func newTally(before int64) *tally {
	if before >= runLines {
		return nil
	}
	return &tally{before: before}
}

// add counts an event; with deep also whose it is.
func (t *tally) add(e *logline.Event, deep bool) {
	t.events++
	if len(e.Target) > 0 && string(e.Target) != "-" {
		t.items++
	}
	if e.Click {
		t.clicks++
		if len(e.Action) > 0 {
			t.named++
		}
	} else {
		t.requests++
		if e.Status != 0 {
			t.statuses++
		}
		if len(e.Action) > 0 {
			t.methods++
		}
	}
	if e.Forwarded != "" {
		t.forward(e.Forwarded, 1)
	}
	if deep {
		t.addUser(e)
	}
}

// join adds what others counted of events that come later, without whose they are.
func (t *tally) join(o *tally) {
	t.events, t.items, t.clicks, t.named = t.events+o.events, t.items+o.items, t.clicks+o.clicks, t.named+o.named
	t.requests, t.statuses, t.methods = t.requests+o.requests, t.statuses+o.statuses, t.methods+o.methods
	for name, events := range o.forwarded {
		t.forward(name, events)
	}
}

// forward counts events whose address was taken from somewhere.
func (t *tally) forward(from string, events int64) {
	if t.forwarded == nil {
		t.forwarded = map[string]int64{}
	}
	t.forwarded[from] += events
}

func (t *tally) addUser(e *logline.Event) {
	if t.users == nil { // of most sources of a run that has thousands no users are counted
		t.users, t.addresses = make(map[string]*userTally, manyUsers), make(map[string]*addressTally, manyUsers)
	}
	t.counted++
	if !utf8.Valid(e.Key) {
		t.garbledUsers++
	}
	if !utf8.Valid(e.Target) || !utf8.Valid(e.Menu) || !utf8.Valid(e.Action) {
		t.garbled++
	}
	user := t.users[string(e.Key)]
	if user == nil {
		user = &userTally{name: string(e.Key)}
		t.users[user.name] = user
	}
	user.events++
	if len(e.Client) == 0 {
		return
	}
	from := t.addresses[string(e.Client)]
	if from == nil {
		from = &addressTally{name: string(e.Client)}
		t.addresses[from.name] = from
	}
	from.events++
	user.came(from)
}

// remarks are what there is to say, and ok is whether the run had enough of the source to say it.
func (t *tally) remarks() (remarks []store.Remark, ok bool) {
	if t == nil || t.events == 0 || t.events < t.before {
		return nil, false
	}
	for _, absent := range []struct {
		kind  store.RemarkKind
		of, n int64
	}{
		{store.NoItem, t.events, t.items}, {store.NoStatus, t.requests, t.statuses}, {store.NoMethod, t.requests, t.methods},
		{store.NoEventName, t.clicks - t.requests, t.named}, // a few among requests are those that no server understands
	} {
		if absent.of > 0 && absent.n == 0 {
			remarks = append(remarks, store.Remark{Kind: absent.kind})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(t.forwarded)) {
		remarks = append(remarks, store.Remark{Kind: store.Forwarded, Name: name,
			Share: float64(t.forwarded[name]) / float64(t.events)})
	}
	remarks = append(remarks, t.remarksOnUsers()...)
	switch garbled := float64(t.garbled) / float64(max(t.counted, 1)); {
	case t.garbledUsers > 0:
		remarks = append(remarks, store.Remark{Kind: store.NotUTF8, Name: store.OfUsers,
			Share: float64(t.garbledUsers) / float64(t.counted)})
	case garbled >= fewGarbled:
		remarks = append(remarks, store.Remark{Kind: store.NotUTF8, Share: garbled})
	}
	return remarks, true
}

func (t *tally) remarksOnUsers() (remarks []store.Remark) {
	if t.counted >= fewEvents && len(t.users) == 1 {
		for name := range t.users {
			remarks = append(remarks, store.Remark{Kind: store.OneUser, Name: name, Share: 1})
		}
	}
	if top := t.topAddress(); t.counted >= fewEvents && len(t.users) > 1 && top.events*2 >= t.counted {
		remarks = append(remarks, store.Remark{Kind: store.OneAddress, Name: top.name, Share: t.share(top.events)})
	}
	var everywhere []*userTally
	for _, user := range t.suspected() {
		if spelling.IsGuest(user.name) {
			remarks = append(remarks, store.Remark{Kind: store.GuestName, Name: user.name, Share: t.share(user.events)})
		} else {
			everywhere = append(everywhere, user)
		}
	}
	if len(everywhere) == 1 { // where many are, the addresses are shared, and nobody stands for all
		remarks = append(remarks, store.Remark{Kind: store.EveryAddress, Name: everywhere[0].name,
			Share: t.reach(everywhere[0])})
	}
	return remarks
}

// share is that of events among those of which user and address were counted.
func (t *tally) share(events int64) float64 { return float64(events) / float64(t.counted) }

// topAddress is the one with most events.
func (t *tally) topAddress() (top addressTally) {
	for _, from := range t.addresses {
		if from.events > top.events || from.events == top.events && from.name < top.name {
			top = *from
		}
	}
	return top
}

// suspected are those of the likeliest users who seem to stand for many, with most events first.
func (t *tally) suspected() []*userTally {
	byEvents := func(a, b *userTally) int {
		return cmp.Or(cmp.Compare(b.events, a.events), strings.Compare(a.name, b.name))
	}
	users := slices.Collect(maps.Values(t.users))
	if len(users) > likeliest {
		slices.SortFunc(users, byEvents)
		users = users[:likeliest]
	}
	users = slices.DeleteFunc(users, func(u *userTally) bool {
		return !spelling.IsGuest(u.name) && (len(t.addresses) < fewAddresses || t.reach(u) <= 0.5)
	})
	slices.SortFunc(users, byEvents)
	return users
}

// reach is the share of the addresses that a user came from.
func (t *tally) reach(user *userTally) float64 {
	return float64(user.addresses()) / float64(max(len(t.addresses), 1))
}
