package predicate

// IDs are the numbers of the parts of one event, by Part: what has the same number is the same. That of Size is of no
// use.
type IDs [PartCount]int32

// Tables answers a predicate for many events by what it has found out of each request, client and so on once. It is
// safe for use by several goroutines once all parts have been told.
type Tables struct {
	p    *Predicate
	bits [][]uint64 // by atom: bit i is set if the part with the number i is like this
}

// NewTables returns tables that know of no part yet.
func NewTables(p *Predicate) *Tables { return &Tables{p: p, bits: make([][]uint64, len(p.atoms))} }

// Wants reports whether the predicate looks at a part so that it must be told of each of its kind.
func (t *Tables) Wants(part Part) bool {
	for i := range t.p.atoms {
		if t.p.atoms[i].single() && t.p.atoms[i].part == part {
			return true
		}
	}
	return false
}

// Mixed are the parts that are looked at together with others, and so for each event.
func (t *Tables) Mixed() (parts Parts) {
	for i := range t.p.atoms {
		if !t.p.atoms[i].single() {
			parts |= t.p.atoms[i].parts
		}
	}
	return parts
}

// Tell tells of the part with a number; only the fields of that part are looked at.
func (t *Tables) Tell(part Part, id int32, e *Event) {
	for i := range t.p.atoms {
		a := &t.p.atoms[i]
		if !a.single() || a.part != part {
			continue
		}
		for int(id>>6) >= len(t.bits[i]) {
			t.bits[i] = append(t.bits[i], 0)
		}
		if a.holds(e) {
			t.bits[i][id>>6] |= 1 << (id & 63)
		} else {
			t.bits[i][id>>6] &^= 1 << (id & 63)
		}
	}
}

// Matches reports whether an event is like the predicate. whole gives the event as far as Mixed wants it; it is asked
// only if the parts alone do not decide.
func (t *Tables) Matches(ids *IDs, whole func() *Event) bool { return t.holds(&t.p.root, ids, whole) }

func (t *Tables) holds(c *condition, ids *IDs, whole func() *Event) bool {
	switch c.join {
	case and:
		return t.holds(&c.of[0], ids, whole) && t.holds(&c.of[1], ids, whole)
	case or:
		return t.holds(&c.of[0], ids, whole) || t.holds(&c.of[1], ids, whole)
	case not:
		return !t.holds(&c.of[0], ids, whole)
	}
	a := &t.p.atoms[c.index]
	if !a.single() {
		return a.holds(whole())
	}
	id, known := ids[a.part], t.bits[c.index]
	return id >= 0 && int(id>>6) < len(known) && known[id>>6]>>(id&63)&1 != 0
}
