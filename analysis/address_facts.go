package analysis

import (
	"encoding/binary"
	"errors"
	"math"
)

// FactNumbers say for what the numbers stand that addresses, clients, paths and users have in facts: the first number, which is 1, stands
// for the first of the list.
type FactNumbers struct{ Addresses, Clients, Paths, Users []int32 }

// factWriter writes facts, in which everything is numbered as it comes.
type factWriter struct {
	to      []byte
	numbers FactNumbers
	known   [4]map[int32]int
}

func (w *factWriter) count(n int)   { w.to = binary.AppendUvarint(w.to, uint64(n)) }
func (w *factWriter) whole(n int64) { w.to = binary.AppendVarint(w.to, n) }

func (w *factWriter) flag(is bool) {
	if is {
		w.count(1)
	} else {
		w.count(0)
	}
}

func (w *factWriter) number(kind int, list *[]int32, n int32) {
	number := w.known[kind][n]
	if number == 0 {
		*list = append(*list, n)
		number = len(*list)
		w.known[kind][n] = number
	}
	w.count(number)
}

func (w *factWriter) address(n int32) { w.number(0, &w.numbers.Addresses, n) }
func (w *factWriter) client(n int32)  { w.number(1, &w.numbers.Clients, n) }
func (w *factWriter) path(n int32)    { w.number(2, &w.numbers.Paths, n) }
func (w *factWriter) user(n int32)    { w.number(3, &w.numbers.Users, n) }

// Facts is what the index was told of some users, for an index elsewhere to read, unless it is finished. The paths that several users
// asked for are in it if andShared.
func (s *AddressIndex) Facts(of func(user int32) bool, andShared bool) ([]byte, FactNumbers) {
	w := &factWriter{known: [4]map[int32]int{{}, {}, {}, {}}}
	for _, v := range s.visits {
		if of(v.user) {
			w.user(v.user)
			w.address(v.address)
			w.whole(int64(v.day))
		}
	}
	w.count(0)
	for _, l := range s.logins {
		if of(l.user) {
			w.user(l.user)
			w.address(l.address)
			w.whole(l.time)
			w.flag(l.failed)
		}
	}
	w.count(0)
	for _, t := range s.turns {
		if of(t.user) {
			w.user(t.user)
			w.client(t.client)
			w.count(int(t.events))
			w.whole(t.from)
			w.whole(t.to - t.from)
		}
	}
	w.count(0)
	for path, owner := range s.owners.of {
		if owner > 0 && of(owner-1) {
			w.path(int32(path))
			w.user(owner - 1)
		} else if owner == shared && andShared {
			w.path(int32(path))
			w.count(0)
		}
	}
	w.count(0)
	for user, distinct := range s.distinct {
		if distinct > 0 && of(int32(user)) {
			w.user(int32(user))
			w.count(int(distinct))
		}
	}
	w.count(0)
	return w.to, w.numbers
}

// factReader reads facts. After an error all that it reads is 0.
type factReader struct {
	from    []byte
	numbers *FactNumbers
	err     error
}

var errFacts = errors.New("what was kept of addresses and paths can't be read")

func (r *factReader) count() int {
	n, length := binary.Uvarint(r.from)
	if length <= 0 || n > math.MaxInt32 {
		r.from, r.err = nil, errFacts
		return 0
	}
	r.from = r.from[length:]
	return int(n)
}

func (r *factReader) whole() int64 {
	n, length := binary.Varint(r.from)
	if length <= 0 {
		r.from, r.err = nil, errFacts
		return 0
	}
	r.from = r.from[length:]
	return n
}

// number is what the next number stands for; ok is false at the end of a list.
func (r *factReader) number(list []int32) (n int32, ok bool) {
	number := r.count()
	if number == 0 {
		return 0, false
	}
	if number > len(list) {
		r.from, r.err = nil, errFacts
		return 0, false
	}
	return list[number-1], true
}

// of is number, where there must be one.
func (r *factReader) of(list []int32) int32 {
	n, ok := r.number(list)
	if !ok {
		r.err = errFacts
	}
	return n
}

// Read adds facts of users who have not been added. The numbers are those that everything has in this index; users with the number 0 are left
// out.
func (s *AddressIndex) Read(facts []byte, numbers *FactNumbers) error {
	r := &factReader{from: facts, numbers: numbers}
	s.readComings(r)
	for path, ok := r.number(numbers.Paths); ok; path, ok = r.number(numbers.Paths) {
		user, owned := r.number(numbers.Users)
		switch {
		case !owned || user != 0 && at(s.owners.of, path) != 0:
			put(&s.owners.of, path, shared)
		case user != 0:
			put(&s.owners.of, path, user+1)
		}
	}
	for user, ok := r.number(numbers.Users); ok; user, ok = r.number(numbers.Users) {
		if distinct := int32(r.count()); user != 0 {
			put(&s.distinct, user, distinct)
		}
	}
	if len(r.from) > 0 {
		return errFacts
	}
	return r.err
}

// readComings reads from where and as whom users came.
func (s *AddressIndex) readComings(r *factReader) {
	n := r.numbers
	for user, ok := r.number(n.Users); ok; user, ok = r.number(n.Users) {
		v := visit{address: r.of(n.Addresses), day: int32(r.whole()), user: user}
		if user != 0 {
			s.visits = append(s.visits, v)
		}
	}
	for user, ok := r.number(n.Users); ok; user, ok = r.number(n.Users) {
		l := login{user: user, address: r.of(n.Addresses), time: r.whole(), failed: r.count() == 1}
		if user != 0 {
			s.logins = append(s.logins, l)
		}
	}
	for user, ok := r.number(n.Users); ok; user, ok = r.number(n.Users) {
		t := spell{user: user, client: r.of(n.Clients), events: int32(r.count()), from: r.whole()}
		t.to = t.from + r.whole()
		if user != 0 {
			s.turns = append(s.turns, t)
		}
	}
}
