package server

import (
	"cmp"
	"math"
	"slices"
)

// order puts events into the order of their users and times. It keeps no more of an event than that. The zero order is
// ready.
type order struct {
	known  map[string]int32 // the users, by key
	keys   []string
	ends   []ends // of each user
	runs   []run
	places stack[place]
	rows   []int32 // scratch
}

// ends are the first and the last run of a user.
type ends struct{ first, last int32 }

// run are events of a user that were told one after the other; next is the run of the same user behind it, 0 for none.
type run struct{ from, to, next int32 }

// place says where an event stands among those of its user.
type place struct{ time, source, line int64 }

func (p *place) compare(q *place) int {
	return cmp.Or(cmp.Compare(p.time, q.time), cmp.Compare(p.source, q.source), cmp.Compare(p.line, q.line))
}

// count is how many events have been added.
func (o *order) count() int { return o.places.count }

// users is of how many users they are.
func (o *order) users() int { return len(o.keys) }

// add adds an event of a block. goesOn says that the event before it in the block was added just now.
func (o *order) add(b *Block, row int, goesOn bool) {
	at := int32(o.places.count)
	o.places.add(place{b.Time[row], b.Source[row], b.Line[row]})
	if goesOn && b.User.Same(row-1, row) {
		o.runs[len(o.runs)-1].to = at + 1
		return
	}
	if len(o.runs) == 0 {
		o.known, o.runs = map[string]int32{}, append(o.runs, run{}) // 0 is none
	}
	this := int32(len(o.runs))
	o.runs = append(o.runs, run{from: at, to: at + 1})
	if user, known := o.known[string(b.User.At(row))]; known {
		o.runs[o.ends[user].last].next = this
		o.ends[user].last = this
		return
	}
	key := string(b.User.At(row))
	o.known[key] = int32(len(o.keys))
	o.keys, o.ends = append(o.keys, key), append(o.ends, ends{this, this})
}

// each tells each user and the places, in the order of add, of the events of that user in theirs: by time, source and
// line. They are good until the next user. Then it forgets them all.
func (o *order) each(do func(user string, events []int32) error) error {
	for user, key := range o.keys {
		if err := do(key, o.sorted(o.ends[user].first)); err != nil {
			return err
		}
	}
	clear(o.known)
	o.keys, o.ends, o.runs = o.keys[:0], o.ends[:0], o.runs[:min(1, len(o.runs))]
	o.places.clear()
	return nil
}

func (o *order) sorted(first int32) []int32 {
	rows, inOrder, last := o.rows[:0], true, &place{time: math.MinInt64}
	for r := first; r != 0; r = o.runs[r].next {
		for row := o.runs[r].from; row < o.runs[r].to; row++ {
			this := o.places.at(int(row))
			inOrder = inOrder && last.compare(this) <= 0
			rows, last = append(rows, row), this
		}
	}
	o.rows = rows
	if !inOrder {
		slices.SortFunc(rows, func(a, b int32) int {
			return cmp.Or(o.places.at(int(a)).compare(o.places.at(int(b))), cmp.Compare(a, b))
		})
	}
	return rows
}
