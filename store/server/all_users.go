package server

import (
	"sync"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store/model"
)

// allUsers is what only all users together tell. Clients, addresses and paths have numbers of their own here, whatever
// their numbers are in the numbering that a user was read by.
type allUsers struct {
	mutex     sync.Mutex
	index     *analysis.AddressIndex
	names     *model.Dictionary[string] // of addresses
	known     digests                   // of clients
	addresses []int32                   // by client
	paths     digests
}

// ownNumbers lead from the numbers of one numbering to those of allUsers.
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

// addClient finds the numbers of the client that a numbering has added last, and of its address.
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
