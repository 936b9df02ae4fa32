package server

import (
	"context"
	"crypto/sha256"
	"sync"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store/model"
)

const (
	// mostGathered is about how many events are put in order at a time. Each takes about a hundred bytes.
	mostGathered = 1 << 18
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

func newAllUsers(how analysis.MeasureOptions) *allUsers {
	return &allUsers{
		index: analysis.NewAddressIndex(how, nil, nil), names: model.NewDictionary[string](),
		addresses: make([]int32, 1),
	}
}

// digest stands for a text that need not be kept.
type digest [16]byte

func digestOf(text string) digest {
	sum := sha256.Sum256([]byte(text))
	return digest(sum[:16])
}

// digests number texts that are known by their digests alone, from 1.
type digests struct {
	numbers map[digest]int32
	list    []digest
}

// number is the number of a text, which it gets if it has none.
func (d *digests) number(of digest) (number int32, isNew bool) {
	if number = d.numbers[of]; number != 0 {
		return number, false
	}
	if d.numbers == nil {
		d.numbers = map[digest]int32{}
	}
	d.list = append(d.list, of)
	d.numbers[of] = int32(len(d.list))
	return int32(len(d.list)), true
}

// client gives the numbers of a client of a numbering and of its address.
func (a *allUsers) client(n *model.Numbering, id int32) (address, client int32) {
	e := &n.Dictionaries.Clients.Added[id-1]
	of := digestOf(e.Address + "\x00" + n.Dictionaries.Agents.Added[e.Agent-1])
	a.mutex.Lock()
	defer a.mutex.Unlock()
	address = model.NumberOrNone(a.names, e.Address)
	return address, a.knownClient(of, address)
}

// knownClient is the number of a client by digest.
func (a *allUsers) knownClient(of digest, address int32) int32 {
	client, isNew := a.known.number(of)
	if isNew {
		a.addresses = append(a.addresses, address)
	}
	return client
}

// path is the number of a path, which it gets if it has none.
func (a *allUsers) path(path string) int32 {
	of := digestOf(path)
	a.mutex.Lock()
	defer a.mutex.Unlock()
	number, _ := a.paths.number(of)
	return number
}

// isAlone reports whether a user alone asked for a path.
func (a *allUsers) isAlone(user analysis.UserNumber, path string) bool {
	of := digestOf(path)
	a.mutex.Lock()
	number := a.paths.numbers[of]
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
