package analysis

import (
	"cmp"
	"slices"

	"spoor/analysis/clock"
	"spoor/analysis/stats"
	"spoor/analysis/units"
	"spoor/analysis/web"
)

var accountSwitching = Rule{
	Name: "account-switching", Title: "accounts one after the other on one device", Unit: units.Days, Family: Identity, Alone: true,
	Kind: Threshold, HighOnly: true, Usual: 2,
	Least: 1, Observed: ofAccount, Over: units.NewNoun("event", "events"),
	More:    "more",
	missing: missingAccount,
}

// What makes a chain of accounts. Behind one address many people have one browser, but they come and go as they like: they are
// there at the same time, or apart.
const (
	chainAccounts = 3         // at least, in a chain
	chainEvents   = 3         // at least, of each account
	handOver      = 30 * 1000 // milliseconds, at most, from the last event of an account to the first of the next
)

// spell is what one account did on one client without a pause.
type spell struct {
	client, user, events int32
	from, to             int64 // UTC milliseconds
}

// addSpells cuts what an account did on each client that has an address into turns, as sessions are cut, and returns how many
// events those are.
func (s *AddressIndex) addSpells(user int32, events []web.Event) (known int32) {
	first := len(s.turns)
	for i := range events {
		event := &events[i]
		if stats.At(s.addresses, event.Client) == 0 {
			continue
		}
		known++
		if int(event.Client) >= len(s.open) {
			s.open = append(s.open, make([]int32, int(event.Client)+1-len(s.open))...)
		}
		if open := s.open[event.Client]; open != 0 && event.Time-s.turns[open-1].to <= s.timeout {
			s.turns[open-1].to = event.Time
			s.turns[open-1].events++
		} else {
			s.turns = append(s.turns, spell{event.Client, user, 1, event.Time, event.Time})
			s.open[event.Client] = int32(len(s.turns))
		}
		if event.Traits.Has(web.Logout) {
			s.open[event.Client] = 0
		}
	}
	for i := range s.turns[first:] {
		turn := &s.turns[first+i]
		s.open[turn.client] = 0
		if s.clients != nil {
			turn.client = s.clients[turn.client]
		}
	}
	return known
}

// eachChain calls take for each chain of turns: on one client at least three accounts one after the other, each beginning within
// 30 s after the one before had ended, and never two at once.
func (s *AddressIndex) eachChain(take func(chain []spell)) {
	slices.SortFunc(s.turns, func(a, b spell) int {
		return cmp.Or(cmp.Compare(a.client, b.client), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.user, b.user))
	})
	for there := range chunks(s.turns, func(a, b spell) bool { return a.client == b.client }) {
		first, last := 0, int64(0) // where the chain begins, and when the latest turn so far ended
		end := func(i int) {
			if accountsOf(there[first:i]) >= chainAccounts {
				take(there[first:i])
			}
			first = i
		}
		for i, turn := range there {
			alone := (i == 0 || turn.from >= last) && (i+1 == len(there) || there[i+1].from >= turn.to)
			if i > first && turn.from-last > handOver {
				end(i)
			}
			if !alone || turn.events < chainEvents {
				end(i)
				first = i + 1
			}
			last = max(last, turn.to)
		}
		end(len(there))
	}
}

// accountsOf counts the accounts of a chain.
func accountsOf(chain []spell) int {
	if len(chain) < chainAccounts {
		return 0
	}
	var users []int32
	for _, turn := range chain {
		users = append(users, turn.user)
	}
	slices.Sort(users)
	return len(slices.Compact(users))
}

// switchingDays counts the days (UTC) on which each user had a part in a chain, and raises the values to it.
func (s *AddressIndex) switchingDays(raise func(user int32, rule RuleID, x float64)) {
	type part struct{ user, day int32 }
	var parts []part
	s.eachChain(func(chain []spell) {
		for _, turn := range chain {
			parts = append(parts, part{turn.user, int32(turn.from / clock.DayLength)})
		}
	})
	slices.SortFunc(parts, func(a, b part) int { return cmp.Or(cmp.Compare(a.user, b.user), cmp.Compare(a.day, b.day)) })
	for of := range chunks(slices.Compact(parts), func(a, b part) bool { return a.user == b.user }) {
		raise(of[0].user, AccountSwitching, float64(len(of)))
	}
}
