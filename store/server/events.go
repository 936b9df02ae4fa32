package server

import (
	"context"
	"sync"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store/model"
)

const (
	// mostGathered is about how many events are put in order at a time. Each takes about 70 bytes; but of each part of
	// its table a server unpacks more than it was asked for, so that half as many at a time would take a fifth more of its
	// time.
	mostGathered = 1 << 19
	// fewGathered is how many are worth a query of their own.
	fewGathered = 1 << 15
)

// batches cuts a selection of some of so many events into parts of the users that are read one after the other, at
// least into so many where that pays.
func batches(s model.Selection, events int64, least int) (parts []model.Selection) {
	if s.Buckets == [2]int{} {
		s.Buckets = [2]int{0, Buckets}
	}
	first, width := s.Buckets[0], s.Buckets[1]-s.Buckets[0]
	events = events * int64(width) / Buckets
	count := int(max(events/mostGathered+1, min(int64(least), events/fewGathered+1)))
	slices := (count + width - 1) / max(width, 1) // of a bucket that has too many events
	for part := range min(count, width) {
		s.Buckets = [2]int{first + width*part/min(count, width), first + width*(part+1)/min(count, width)}
		for slice := range slices {
			if slices > 1 {
				s.Slice = [2]int{slice, slices}
			}
			parts = append(parts, s)
		}
	}
	return parts
}

// reader reads events and puts them into order. The zero reader is ready.
type reader struct {
	order         order
	events        stack[web.Event]
	details       stack[analysis.Detail]
	ofUser        []web.Event
	ofUserDetails []analysis.Detail
}

// eachUser gives do the events of each user of some selections, in the order of time, source and line. begin gives the
// numbering of a selection before it is read. What do is given is good until it returns; there are no details of what
// is told in short.
func eachUser(ctx context.Context, engine Engine, which []model.Selection, begin func() (*model.Numbering, error),
	do func(key string, events []web.Event, details []analysis.Detail) error) error {
	var r reader
	for i := range which {
		n, err := begin()
		if err != nil {
			return err
		}
		if err := r.eachUser(ctx, engine, which[i], n, do); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) eachUser(ctx context.Context, engine Engine, which model.Selection, n *model.Numbering,
	do func(key string, events []web.Event, details []analysis.Detail) error) error {
	r.events.clear()
	r.details.clear()
	err := engine.Events(ctx, which, func(b *Block) error {
		r.add(b, n, !which.Short)
		return nil
	})
	if err != nil {
		return err
	}
	return r.order.each(func(key string, places []int32) error {
		r.ofUser, r.ofUserDetails = r.ofUser[:0], r.ofUserDetails[:0]
		for _, place := range places {
			r.ofUser = append(r.ofUser, *r.events.at(int(place)))
			if !which.Short {
				r.ofUserDetails = append(r.ofUserDetails, *r.details.at(int(place)))
			}
		}
		return do(key, r.ofUser, r.ofUserDetails)
	})
}

func (r *reader) add(b *Block, n *model.Numbering, detailed bool) {
	numbers, goesOn := blockNumbers{Numbering: n, b: b}, false
	for row := range b.Rows {
		event, ok := numbers.event(row)
		if ok {
			r.order.add(b, row, goesOn)
			r.events.add(event)
			if detailed {
				r.details.add(detailOf(b, row, event.Referrer))
			}
		}
		goesOn = ok
	}
}

// detailOf is what rules of one's own look at of an event besides.
func detailOf(b *Block, row int, referrer int32) analysis.Detail {
	return analysis.Detail{Bytes: max(b.Bytes[row], 0), Referrer: referrer, Source: int32(b.Source[row]),
		Status: int16(b.Status[row])}
}

// allUsers is what only all users together tell, and the numbers that clients, addresses and paths have in all of them.
type allUsers struct {
	mutex     sync.Mutex
	index     *analysis.AddressIndex
	names     *model.Dictionary[string] // of addresses
	known     digests                   // of clients
	addresses []int32                   // by client
	paths     digests
}

// ownNumbers are the numbers that clients, addresses and paths have in all of them, by those of a numbering.
type ownNumbers struct {
	addressOf []int32 // by address
	addresses []int32 // by client: that of its address
	clients   []int32
	paths     []int32 // by request
	text      []byte  // scratch
}

func newOwnNumbers() ownNumbers {
	return ownNumbers{addressOf: make([]int32, 1), addresses: make([]int32, 1), clients: make([]int32, 1),
		paths: make([]int32, 1)}
}

func newAllUsers(how analysis.MeasureOptions) *allUsers {
	return &allUsers{
		index: analysis.NewAddressIndex(how, nil, nil), names: model.NewDictionary[string](),
		addresses: make([]int32, 1),
	}
}

// addClient finds the numbers of the client that was added last to a numbering, and of its address.
func (a *allUsers) addClient(o *ownNumbers, n *model.Numbering, id int32) {
	e := &n.Dictionaries.Clients.Added[id-1]
	o.text = append(append(append(o.text[:0], e.Address...), 0), n.Dictionaries.Agents.Added[e.Agent-1]...)
	of := digestOf(o.text)
	a.mutex.Lock()
	defer a.mutex.Unlock()
	here := n.Clients.Addresses[id]
	if int(here) == len(o.addressOf) {
		o.addressOf = append(o.addressOf, model.NumberIn(a.names, e.Address))
	}
	o.addresses = append(o.addresses, o.addressOf[here])
	o.clients = append(o.clients, a.knownClient(of, o.addressOf[here]))
}

// knownClient is the number of a client by digest.
func (a *allUsers) knownClient(of digest, address int32) int32 {
	client, isNew := a.known.number(of)
	if isNew {
		a.addresses = append(a.addresses, address)
	}
	return client
}

// addRequest finds the number of the path of the request that was added last to a numbering: 0 of a click.
func (a *allUsers) addRequest(o *ownNumbers, e *model.RequestEntry) {
	number := int32(0)
	if e.Click == model.NoClick {
		of := digestOf([]byte(web.Path(e.Target)))
		a.mutex.Lock()
		number, _ = a.paths.number(of)
		a.mutex.Unlock()
	}
	o.paths = append(o.paths, number)
}

// isAlone reports whether a user alone asked for a path.
func (a *allUsers) isAlone(user analysis.UserNumber, path string) bool {
	of := digestOf([]byte(path))
	a.mutex.Lock()
	number := a.paths.find(of)
	a.mutex.Unlock()
	return a.index.IsAlone(user, number)
}

// meeting is what the addresses that a user came from tell; key gives the keys of users.
func (a *allUsers) meeting(track *model.Track, key func(user analysis.UserNumber) string) *model.Meeting {
	came := map[int32]bool{}
	a.mutex.Lock()
	for i := range track.Events {
		came[a.names.Find([]byte(track.Events[i].Client.Address))] = true
	}
	a.mutex.Unlock()
	index := a.index.Where(func(address int32) bool { return came[address] })
	return model.NewMeeting(index, func(address int32) string { return a.names.Added[address-1] }, key)
}
