package analysis

import (
	"spoor/analysis/codec"
	"spoor/analysis/stats"
)

// Encode writes what the index was told of some users, for another index to decode, before it is finished: then it has
// forgotten that. With andShared the paths that several users asked for are written, too.
func (s *AddressIndex) Encode(of func(user UserNumber) bool, andShared bool) ([]byte, codec.Numbers) {
	w := codec.NewWriter()
	for _, v := range s.visits {
		if of(v.user) {
			w.User(int32(v.user))
			w.Address(v.address)
			w.Whole(int64(v.day))
		}
	}
	w.Count(0)
	for _, l := range s.logins {
		if of(l.user) {
			w.User(int32(l.user))
			w.Address(l.address)
			w.Whole(l.time)
			w.Flag(l.failed)
		}
	}
	w.Count(0)
	s.writeSpells(w, of)
	for path, owner := range s.owners.of {
		if owner > 0 && of(UserNumber(owner-1)) {
			w.Path(int32(path))
			w.User(owner - 1)
		} else if owner == shared && andShared {
			w.Path(int32(path))
			w.Count(0)
		}
	}
	w.Count(0)
	for user, distinct := range s.distinct {
		if distinct > 0 && of(UserNumber(user)) {
			w.User(int32(user))
			w.Count(int(distinct))
		}
	}
	w.Count(0)
	return w.Written, w.Numbers
}

func (s *AddressIndex) writeSpells(w *codec.Writer, of func(user UserNumber) bool) {
	for _, block := range s.spells {
		for _, spell := range block {
			if of(spell.user) {
				w.User(int32(spell.user))
				w.Client(spell.client)
				w.Count(int(spell.events))
				w.Whole(spell.from)
				w.Whole(spell.to - spell.from)
			}
		}
	}
	w.Count(0)
}

// Decode adds what another index knew of users who have not been added yet. The numbers are those of this index; users
// with the number 0 are left out.
func (s *AddressIndex) Decode(encoded []byte, numbers *codec.Numbers) error {
	r := codec.NewReader(encoded, numbers)
	s.readComings(r)
	for path, ok := r.Number(numbers.Paths); ok; path, ok = r.Number(numbers.Paths) {
		user, owned := r.Number(numbers.Users)
		switch {
		case !owned || user != 0 && stats.At(s.owners.of, path) != 0:
			stats.Put(&s.owners.of, path, shared)
		case user != 0:
			stats.Put(&s.owners.of, path, user+1)
		}
	}
	for user, ok := r.Number(numbers.Users); ok; user, ok = r.Number(numbers.Users) {
		if distinct := int32(r.Count()); user != 0 {
			stats.Put(&s.distinct, user, distinct)
		}
	}
	return r.End()
}

// readComings reads from where and as whom users came.
func (s *AddressIndex) readComings(r *codec.Reader) {
	n := r.Numbers
	for user, ok := r.Number(n.Users); ok; user, ok = r.Number(n.Users) {
		v := visit{address: r.Of(n.Addresses), day: int32(r.Whole()), user: UserNumber(user)}
		if user != 0 {
			s.visits = append(s.visits, v)
		}
	}
	for user, ok := r.Number(n.Users); ok; user, ok = r.Number(n.Users) {
		l := login{user: UserNumber(user), address: r.Of(n.Addresses), time: r.Whole(), failed: r.Count() == 1}
		if user != 0 {
			s.logins = append(s.logins, l)
		}
	}
	for user, ok := r.Number(n.Users); ok; user, ok = r.Number(n.Users) {
		t := spell{user: UserNumber(user), client: r.Of(n.Clients), events: int32(r.Count()), from: r.Whole()}
		t.to = t.from + r.Whole()
		if user != 0 {
			s.spells.Add(t)
		}
	}
}
