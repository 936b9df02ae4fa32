package model

import (
	"slices"

	"spoor/analysis"
)

// visitCounter counts what each user had to do with things of one kind, which are numbered from 1. Users come one after
// the other.
type visitCounter struct {
	seen  []lastSeen
	place []int32 // by thing: where its mark of the user at hand is, counted from 1; 0: nowhere yet
	begin int     // of the marks of the user at hand
}

// lastSeen is a visit to a thing.
type lastSeen struct {
	thing int32
	Visit
}

func newVisitCounter(things int) visitCounter { return visitCounter{place: make([]int32, things)} }

// add counts one event of the user at hand. Its events come in time order.
func (t *visitCounter) add(thing int32, user analysis.UserNumber, time int64) {
	if t.place[thing] == 0 {
		t.seen = append(t.seen, lastSeen{thing, Visit{User: user, First: time}})
		t.place[thing] = int32(len(t.seen))
	}
	m := &t.seen[t.place[thing]-1]
	m.Count++
	m.Last = time
}

// next is called after each user.
func (t *visitCounter) next() {
	for _, m := range t.seen[t.begin:] {
		t.place[m.thing] = 0
	}
	t.begin = len(t.seen)
}

// visits are those to each thing, by its number, in the order of the users. The counter is used up.
func (t *visitCounter) visits() [][]Visit {
	ends := make([]int, len(t.place)+1) // ends[n+1] becomes where the visits to thing n begin, then where they end
	for i := range t.seen {
		ends[t.seen[i].thing+1]++
	}
	for n := 1; n < len(ends); n++ {
		ends[n] += ends[n-1]
	}
	sorted := make([]Visit, len(t.seen))
	for i := range t.seen {
		end := &ends[t.seen[i].thing]
		sorted[*end] = t.seen[i].Visit
		*end++
	}
	t.seen = nil
	of := make([][]Visit, len(t.place))
	begin := 0
	for n := range of {
		of[n] = slices.Clip(sorted[begin:ends[n]])
		begin = ends[n]
	}
	return of
}
