package server

import (
	"context"
	"crypto/sha256"
	"sync"

	"spoor/analysis"
	"spoor/store/model"
)

// eachUser gives do the events of each user of a selection, in time order. begin gives the numbering of each user's before it is read.
// What do is given is good until it returns.
func eachUser(ctx context.Context, engine Engine, which model.Selection, begin func() (*model.Numbering, error),
	do func(key string, events []analysis.Event, details []analysis.Detail) error) error {
	var n *model.Numbering
	var events []analysis.Event
	var details []analysis.Detail
	key := ""
	end := func() error {
		if len(events) == 0 {
			return nil
		}
		err := do(key, events, details)
		events, details = events[:0], details[:0]
		return err
	}
	err := engine.Records(ctx, which, func(r *model.Record) (err error) {
		if string(r.User) != key || n == nil {
			if err := end(); err != nil {
				return err
			}
			key = string(r.User)
			if n, err = begin(); err != nil {
				return err
			}
		}
		event, ok := n.Event(r)
		if ok {
			events, details = append(events, event), append(details, n.Detail(r, &event))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return end()
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
		index: analysis.NewAddressIndex(how, nil, nil), names: model.NewDictionary[string](), addresses: make([]int32, 1),
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
func (a *allUsers) isAlone(user int32, path string) bool {
	of := digestOf(path)
	a.mutex.Lock()
	number := a.paths.numbers[of]
	a.mutex.Unlock()
	return a.index.IsAlone(user, number)
}

// meeting is what the addresses that a user came from tell; key gives the keys of users.
func (a *allUsers) meeting(track *model.Track, key func(user int32) string) *model.Meeting {
	came := map[int32]bool{}
	a.mutex.Lock()
	for i := range track.Events {
		came[a.names.Find([]byte(track.Events[i].Client.Address))] = true
	}
	a.mutex.Unlock()
	index := a.index.Where(func(address int32) bool { return came[address] })
	return model.NewMeeting(index, func(address int32) string { return a.names.Added[address-1] }, key)
}
