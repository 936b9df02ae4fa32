package analysis

import (
	"cmp"
	"slices"

	"spoor/analysis/clock"
	"spoor/analysis/stats"
	"spoor/analysis/web"
	"spoor/internal/hugepage"
)

// AddressIndex finds what only all users together tell: how many of them one address has, for how many accounts logins
// from it fail, who comes right after whom on one device, and which paths one user alone asks for. Add each user, in
// any order, then Finish.
type AddressIndex struct {
	addresses []int32 // by client
	clients   []int32 // by client: its number among all indexes that are merged; nil: it is the same
	timeout   int64   // of a session, milliseconds
	visits    []visit
	logins    []login
	spells    stats.Blocks[spell]
	paths     []int32 // by request
	owners    pathOwners
	distinct  []int32 // by user: how many paths the user asked for
	shared    []AddressUser

	seen, today stats.Counter
	own         []spell // of the user at hand
	open        []int32 // by client: 1 + the index in own of the spell that goes on there, 0: none does
}

// visit is a user who came from an address on a day.
type visit struct {
	address, day int32
	user         UserNumber
}

// login is an attempt of a user from an address.
type login struct {
	time    int64 // UTC milliseconds
	address int32
	user    UserNumber
	failed  bool
}

// NewAddressIndex returns an index, given the number of the address of each client, 0 for none, and of the path of each
// request, as in Knowledge. The options are those of the Measurer.
func NewAddressIndex(how MeasureOptions, addresses, paths []int32) *AddressIndex {
	return &AddressIndex{addresses: addresses, paths: paths, timeout: how.Timeout.Milliseconds()}
}

// Number says what the numbers stand for in the events that are added from now on: by client its address, and its
// number among all indexes that are merged, and by request its path.
func (s *AddressIndex) Number(addresses, clients, paths []int32) {
	s.addresses, s.clients, s.paths = addresses, clients, paths
}

// Merge adds what another index knows of other users. addresses are by the number of a client among all indexes.
func (s *AddressIndex) Merge(other *AddressIndex, addresses []int32) {
	s.addresses, s.clients = addresses, nil
	s.visits = append(hugepage.Grow(s.visits, len(other.visits)), other.visits...)
	s.logins = append(s.logins, other.logins...)
	s.spells = append(s.spells, other.spells...)
	for path, owner := range other.owners.of {
		switch {
		case owner == 0:
		case stats.At(s.owners.of, int32(path)) != 0:
			s.owners.of[path] = shared
		default:
			stats.Put(&s.owners.of, int32(path), owner)
		}
	}
	for user, distinct := range other.distinct {
		if distinct != 0 {
			stats.Put(&s.distinct, UserNumber(user), distinct)
		}
	}
}

// IsAlone reports whether a user alone asked for a path. It is known when all have been added.
func (s *AddressIndex) IsAlone(user UserNumber, path int32) bool {
	return path != 0 && s.owners.isAlone(user, path)
}

// TogetherRules are the rules whose values all users together tell.
var TogetherRules = [...]RuleID{AccountSwitching, SharedSource, LoginAbuse, RarePaths}

// OfAllUsers reports whether only all users together tell the value of a rule.
func (r RuleID) OfAllUsers() bool { return slices.Contains(TogetherRules[:], r) }

// HasGroup reports whether several users together make hits of a rule; see [AddressIndex.Group].
func (r RuleID) HasGroup() bool { return r.OfAllUsers() && r != RarePaths }

// Add notes where a user came from, by the events in time order, and measures from how many addresses.
func (s *AddressIndex) Add(user UserNumber, events []web.Event, row *Measures) {
	s.seen.Clear()
	addresses, day := 0, int32(-1)
	logins := len(s.logins)
	for i := range events {
		event := &events[i]
		address := stats.At(s.addresses, event.Client)
		if address == 0 {
			continue
		}
		if now := int32(event.Time / clock.DayLength); now != day {
			day = now
			s.today.Clear()
		}
		if s.today.Add(address) == 1 {
			s.visits = hugepage.Append(s.visits, visit{address, day, user})
		}
		if s.seen.Add(address) == 1 {
			addresses++
		}
		if failed := event.Traits.Has(web.LoginFailed); failed || event.Traits.Has(web.LoginPassed) {
			s.logins = append(s.logins, login{event.Time, address, user, failed})
		}
	}
	row.Values[SharedSource] = Value{float64(addresses) / addressesOfUser, int32(addresses)}
	row.Values[LoginAbuse] = Value{0, int32(len(s.logins) - logins)}
	distinct := s.owners.add(user, events, s.paths)
	stats.Put(&s.distinct, user, distinct)
	row.Values[RarePaths] = Value{0, distinct}
	for _, rule := range TogetherRules {
		row.withhold(rule)
	}
	s.AddSessions(user, events, row)
}

// AddSessions is Add for users of whom the rest has been measured, where sessions end otherwise now.
func (s *AddressIndex) AddSessions(user UserNumber, events []web.Event, row *Measures) {
	row.Values[AccountSwitching] = Value{}
	if !row.Address {
		row.Values[AccountSwitching].N = s.addSpells(user, events)
	}
	row.withhold(AccountSwitching)
}

// Finish calls raise for each value of a user that is at least x by what all users did, unless it is not evaluable.
func (s *AddressIndex) Finish(raise func(user UserNumber, rule RuleID, x float64)) {
	for there := range s.eachDay() {
		for _, visit := range there {
			raise(visit.user, SharedSource, float64(len(there))/usersOfAddress)
		}
	}
	for there := range s.eachAddress() {
		for i, accounts := range failingAccounts(there) {
			if there[i].failed {
				raise(there[i].user, LoginAbuse, float64(accounts))
			}
		}
	}
	s.switchingDays(raise)
	s.owners.each(func(user UserNumber, paths int) { raise(user, RarePaths, float64(paths)/float64(s.distinct[user])) })
	s.shared = s.sharedAddresses()
	s.visits, s.logins, s.spells = nil, nil, nil
}

// AddressUser is an address and a user who came from it.
type AddressUser struct {
	Address int32
	User    UserNumber
}

// Shared are the addresses that several users came from, each with all of them, in order. It is known after Finish.
func (s *AddressIndex) Shared() []AddressUser { return s.shared }

// sharedAddresses goes through the visits, which are in the order of their addresses.
func (s *AddressIndex) sharedAddresses() (shared []AddressUser) {
	for there := range stats.Chunks(s.visits, func(a, b visit) bool { return a.address == b.address }) {
		from := len(shared)
		for _, visit := range there {
			if last := len(shared) - 1; last < from || shared[last].User != visit.user {
				shared = append(shared, AddressUser{visit.address, visit.user})
			}
		}
		slices.SortFunc(shared[from:], func(a, b AddressUser) int { return cmp.Compare(a.User, b.User) })
		if shared = shared[:from+len(slices.Compact(shared[from:]))]; len(shared) == from+1 {
			shared = shared[:from]
		}
	}
	return shared
}

// OneAsked reports whether one user alone asked for the path of a request. It is known when all have been added.
func (s *AddressIndex) OneAsked(request int32) bool {
	return stats.At(s.owners.of, stats.At(s.paths, request)) > 0
}

// AskedAlone reports whether a user alone asked for the path of a request. It is known when all have been added.
func (s *AddressIndex) AskedAlone(user UserNumber, request int32) bool {
	return s.IsAlone(user, stats.At(s.paths, request))
}

// failingAccounts says for each login at an address, in time order, how many accounts failed in the worst hour that it
// lies in. Only hours in which 80 % of the logins failed count; 0 if there is none.
func failingAccounts(logins []login) []int {
	return stats.MostAround(failuresInHour(logins))
}

// failuresInHour says for each login at an address how many accounts failed in the hour that ends with it, 0 where
// fewer than 80 % of the logins did, and which is the first login of that hour.
func failuresInHour(logins []login) (inHour, first []int) {
	inHour, first = make([]int, len(logins)), make([]int, len(logins))
	failures := map[UserNumber]int{} // by account, in the hour
	failed := 0
	count := func(l login, by int) {
		if !l.failed {
			return
		}
		failed += by
		if failures[l.user] += by; failures[l.user] == 0 {
			delete(failures, l.user)
		}
	}
	from := 0
	for i := range logins {
		count(logins[i], +1)
		for ; logins[i].time-logins[from].time > abuseTime; from++ {
			count(logins[from], -1)
		}
		first[i] = from
		// last of those at one moment, which come in no order
		last := i+1 == len(logins) || logins[i+1].time != logins[i].time
		if last && float64(failed) >= abuseShare*float64(i+1-from) {
			inHour[i] = len(failures)
		}
	}
	return inHour, first
}
