package analysis

import (
	"cmp"
	"slices"

	"spoor/analysis/clock"
	"spoor/analysis/stats"
)

// Group are the users who together make a hit of a rule that no user makes alone, and where and when they did.
type Group struct {
	Address  int32        // by number
	From, To int64        // UTC milliseconds
	Users    []UserNumber // by number, rising: all of them, also the one who was asked for
}

// Group finds the largest group with which a user makes a hit; false if there is none, as where the user alone came
// from many addresses. Of equals it is the one at the address whose name, which name gives by number, comes first, and
// there the earliest: so it does not depend on how addresses are numbered. Add everybody who came from the addresses of
// the user first; Finish is not needed.
func (s *AddressIndex) Group(user UserNumber, rule RuleID, name func(address int32) string) (best Group, found bool) {
	consider := func(c Group) {
		slices.Sort(c.Users)
		c.Users = slices.Compact(c.Users)
		if _, ok := slices.BinarySearch(c.Users, user); !ok || len(c.Users) < 2 {
			return
		}
		if !found || c.before(&best, name) {
			best, found = c, true
		}
	}
	switch rule {
	case SharedSource:
		s.eachAddressDay(consider)
	case LoginAbuse:
		s.failures(consider)
	case AccountSwitching:
		s.eachChain(func(chain []spell) {
			c := Group{Address: s.addresses[chain[0].client], From: chain[0].from, To: chain[len(chain)-1].to}
			for _, spell := range chain {
				c.Users = append(c.Users, spell.user)
			}
			consider(c)
		})
	}
	return best, found
}

// before reports whether a group is to be named rather than another.
func (g *Group) before(other *Group, name func(address int32) string) bool {
	order := cmp.Compare(len(other.Users), len(g.Users))
	if order == 0 && g.Address != other.Address {
		order = cmp.Compare(name(g.Address), name(other.Address))
	}
	return cmp.Or(order, cmp.Compare(g.From, other.From), cmp.Compare(g.To, other.To)) < 0
}

// eachAddressDay are the users of each address on each day.
func (s *AddressIndex) eachAddressDay(consider func(Group)) {
	for there := range s.eachDay() {
		c := Group{Address: there[0].address, From: int64(there[0].day) * clock.DayLength}
		c.To = c.From + clock.DayLength - 1
		for _, visit := range there {
			c.Users = append(c.Users, visit.user)
		}
		consider(c)
	}
}

// eachDay are the visits at each address on each day.
func (s *AddressIndex) eachDay() func(yield func([]visit) bool) {
	s.visits = stats.ByNumber(s.visits, func(v *visit) int32 { return v.address })
	for there := range stats.Chunks(s.visits, func(a, b visit) bool { return a.address == b.address }) {
		slices.SortFunc(there, func(a, b visit) int { return cmp.Compare(a.day, b.day) })
	}
	return stats.Chunks(s.visits, func(a, b visit) bool { return a.address == b.address && a.day == b.day })
}

// failures are the accounts that failed at each address within an hour, where most logins did.
func (s *AddressIndex) failures(consider func(Group)) {
	for there := range s.eachAddress() {
		accounts, first := failuresInHour(there)
		for i, failing := range accounts {
			if failing == 0 {
				continue
			}
			c := Group{Address: there[0].address, From: there[first[i]].time, To: there[i].time}
			for _, login := range there[first[i] : i+1] {
				if login.failed {
					c.Users = append(c.Users, login.user)
				}
			}
			consider(c)
		}
	}
}

// eachAddress are the logins at each address, in time order.
func (s *AddressIndex) eachAddress() func(yield func([]login) bool) {
	slices.SortStableFunc(s.logins, func(a, b login) int {
		return cmp.Or(cmp.Compare(a.address, b.address), cmp.Compare(a.time, b.time), cmp.Compare(a.user, b.user))
	})
	return stats.Chunks(s.logins, func(a, b login) bool { return a.address == b.address })
}

// Where is what was added of some addresses alone. Others may go on to read the whole meanwhile.
func (s *AddressIndex) Where(is func(address int32) bool) *AddressIndex {
	part := &AddressIndex{addresses: s.addresses, timeout: s.timeout}
	for _, v := range s.visits {
		if is(v.address) {
			part.visits = append(part.visits, v)
		}
	}
	for _, l := range s.logins {
		if is(l.address) {
			part.logins = append(part.logins, l)
		}
	}
	for _, block := range s.spells {
		for _, spell := range block {
			if is(s.addresses[spell.client]) {
				part.spells.Add(spell)
			}
		}
	}
	return part
}
