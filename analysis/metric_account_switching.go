package analysis

import (
	"cmp"
	"slices"

	"spoor/analysis/clock"
	"spoor/analysis/stats"
	"spoor/analysis/units"
	"spoor/analysis/web"
	"spoor/internal/hugepage"
)

var accountSwitching = Rule{
	Name: "account-switching", Title: "accounts one after the other on one device", Unit: units.Days, Family: Identity,
	Alone: true, Kind: Threshold, HighOnly: true, Usual: 2,
	Least: 1, Observed: ofAccount, Over: units.NewNoun("event", "events"),
	More:    "more",
	missing: missingAccount,
}

// What makes a chain of accounts. Behind one address many people have the same browser, but they come and go as they
// like: they are there at the same time, or with pauses between them.
const (
	chainAccounts = 3         // at least, in a chain
	chainEvents   = 3         // at least, of each account
	handOver      = 30 * 1000 // milliseconds, at most, from the last event of an account to the first of the next
)

// spell is what one account did on one client without a pause.
type spell struct {
	client, events int32
	user           UserNumber
	from, to       int64 // UTC milliseconds
}

// addSpells cuts what an account did on each client that has an address into spells, as sessions are cut, and returns
// how many events those are.
func (s *AddressIndex) addSpells(user UserNumber, events []web.Event) (known int32) {
	s.own = s.own[:0]
	for i := range events {
		event := &events[i]
		if stats.At(s.addresses, event.Client) == 0 {
			continue
		}
		known++
		if open := stats.At(s.open, event.Client); open != 0 && event.Time-s.own[open-1].to <= s.timeout {
			s.own[open-1].to = event.Time
			s.own[open-1].events++
		} else {
			s.own = append(s.own, spell{event.Client, 1, user, event.Time, event.Time})
			stats.Put(&s.open, event.Client, int32(len(s.own)))
		}
		if event.Traits.Has(web.Logout) {
			s.open[event.Client] = 0
		}
	}
	for i := range s.own {
		client := &s.own[i].client
		s.open[*client] = 0
		if s.clients != nil {
			*client = s.clients[*client]
		}
	}
	s.spells.Add(s.own...)
	return known
}

// eachChain calls take for each chain of spells: on one client at least three accounts one after the other, each
// beginning within 30 s after the one before had ended, and never two at once.
func (s *AddressIndex) eachChain(take func(chain []spell)) {
	spells := s.crowdedSpells()
	slices.SortFunc(spells, func(a, b spell) int {
		return cmp.Or(cmp.Compare(a.client, b.client), cmp.Compare(a.from, b.from),
			cmp.Compare(a.to, b.to), cmp.Compare(a.user, b.user))
	})
	for there := range stats.Chunks(spells, func(a, b spell) bool { return a.client == b.client }) {
		first, last := 0, int64(0) // where the chain begins, and when the latest spell so far ended
		end := func(i int) {
			if accountsOf(there[first:i]) >= chainAccounts {
				take(there[first:i])
			}
			first = i
		}
		for i, spell := range there {
			alone := (i == 0 || spell.from >= last) && (i+1 == len(there) || there[i+1].from >= spell.to)
			if i > first && spell.from-last > handOver {
				end(i)
			}
			if !alone || spell.events < chainEvents {
				end(i)
				first = i + 1
			}
			last = max(last, spell.to)
		}
		end(len(there))
	}
}

// crowdedSpells are those on clients that enough accounts had for a chain. Most clients have one user, and millions of
// spells need not be sorted then.
func (s *AddressIndex) crowdedSpells() (spells []spell) {
	last := int32(-1)
	for _, block := range s.spells {
		for i := range block {
			last = max(last, block[i].client)
		}
	}
	type accounts struct {
		last  UserNumber // that came; those of one account are added together
		count int32
	}
	of := hugepage.Make[accounts](int(last) + 1)
	for _, block := range s.spells {
		for i := range block {
			if on := &of[block[i].client]; on.count == 0 || on.last != block[i].user {
				on.last = block[i].user
				on.count++
			}
		}
	}
	for _, block := range s.spells {
		for _, spell := range block {
			if of[spell.client].count >= chainAccounts {
				spells = append(spells, spell)
			}
		}
	}
	return spells
}

// accountsOf counts the accounts of a chain.
func accountsOf(chain []spell) int {
	if len(chain) < chainAccounts {
		return 0
	}
	var users []UserNumber
	for _, spell := range chain {
		users = append(users, spell.user)
	}
	slices.Sort(users)
	return len(slices.Compact(users))
}

// switchingDays counts the days (UTC) on which each user had a part in a chain, and raises the values to it.
func (s *AddressIndex) switchingDays(raise func(user UserNumber, rule RuleID, x float64)) {
	type part struct {
		user UserNumber
		day  int32
	}
	var parts []part
	s.eachChain(func(chain []spell) {
		for _, spell := range chain {
			parts = append(parts, part{spell.user, int32(spell.from / clock.DayLength)})
		}
	})
	slices.SortFunc(parts, func(a, b part) int {
		return cmp.Or(cmp.Compare(a.user, b.user), cmp.Compare(a.day, b.day))
	})
	for of := range stats.Chunks(slices.Compact(parts), func(a, b part) bool { return a.user == b.user }) {
		raise(of[0].user, AccountSwitching, float64(len(of)))
	}
}
