package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"sync"

	"spoor/analysis"
)

// eachStreamed gives do the events of each user of a selection, in time order. begin gives the numbering of each user's before it is read.
// What do is given is good until it returns.
func eachStreamed(ctx context.Context, engine Engine, which Selection, begin func() (*numbering, error),
	do func(key string, events []analysis.Event, details []analysis.Detail) error) error {
	var n *numbering
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
	err := engine.Records(ctx, which, func(r *Record) (err error) {
		if string(r.User) != key || n == nil {
			if err := end(); err != nil {
				return err
			}
			key = string(r.User)
			if n, err = begin(); err != nil {
				return err
			}
		}
		event, ok := n.event(r)
		if ok {
			events, details = append(events, event), append(details, n.detail(r, &event))
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
	names     *dictionary[string] // of addresses
	known     internTable         // clients
	addresses []int32             // by client
	paths     internTable
	key       []byte
}

func newAllUsers(how analysis.MeasureOptions) *allUsers {
	a := &allUsers{
		index: analysis.NewAddressIndex(how, nil, nil), names: newDictionary[string](), known: newInternTable(), paths: newInternTable(),
		addresses: make([]int32, 1),
	}
	a.known.longest, a.paths.longest = sha256.Size, sha256.Size
	return a
}

// client gives the numbers of a client of a numbering and of its address.
func (a *allUsers) client(n *numbering, id int32) (address, client int32) {
	e := &n.d.clients.added[id-1]
	a.mutex.Lock()
	defer a.mutex.Unlock()
	address = orNone(a.names, e.address)
	a.key = binary.LittleEndian.AppendUint32(a.key[:0], uint32(address))
	a.key = append(a.key, n.d.agents.added[e.agent-1]...)
	if client = a.known.find(a.key); client == 0 {
		client = a.known.add(a.key)
		a.addresses = append(a.addresses, address)
	}
	return address, client
}

// path is the number of a path, which it gets if it has none.
func (a *allUsers) path(path string) int32 {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	return a.paths.number(path)
}

// isAlone reports whether a user alone asked for a path. To look for one that is long writes, so others wait.
func (a *allUsers) isAlone(user int32, path string) bool {
	a.mutex.Lock()
	number := a.paths.find([]byte(path))
	a.mutex.Unlock()
	return a.index.IsAlone(user, number)
}

// meeting is what the addresses that a user came from tell; key gives the keys of users.
func (a *allUsers) meeting(track *Track, key func(user int32) string) *meeting {
	came := map[int32]bool{}
	a.mutex.Lock()
	for i := range track.Events {
		came[a.names.find([]byte(track.Events[i].Client.Address))] = true
	}
	a.mutex.Unlock()
	index := a.index.Where(func(address int32) bool { return came[address] })
	return &meeting{index, func(address int32) string { return a.names.added[address-1] }, key}
}
