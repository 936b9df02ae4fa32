package store

import "slices"

// tally counts what each user had to do with things of one kind, which are numbered from 1. Users come one after the other.
type tally struct {
	marks []mark
	place []int32 // by thing: where its mark of the user at hand is, counted from 1; 0: nowhere yet
	begin int     // of the marks of the user at hand
}

// mark is a visit to a thing.
type mark struct {
	thing int32
	Visit
}

func newTally(things int) tally { return tally{place: make([]int32, things)} }

// add counts one event of the user at hand. Its events come in time order.
func (t *tally) add(thing, user int32, time int64) {
	if t.place[thing] == 0 {
		t.marks = append(t.marks, mark{thing, Visit{User: user, First: time}})
		t.place[thing] = int32(len(t.marks))
	}
	m := &t.marks[t.place[thing]-1]
	m.Count++
	m.Last = time
}

// next is called after each user.
func (t *tally) next() {
	for _, m := range t.marks[t.begin:] {
		t.place[m.thing] = 0
	}
	t.begin = len(t.marks)
}

// visits are those to each thing, by its number, in the order of the users. The tally is used up.
func (t *tally) visits() [][]Visit {
	ends := make([]int, len(t.place)+1) // ends[n+1] becomes where the visits to thing n begin, then where they end
	for i := range t.marks {
		ends[t.marks[i].thing+1]++
	}
	for n := 1; n < len(ends); n++ {
		ends[n] += ends[n-1]
	}
	sorted := make([]Visit, len(t.marks))
	for i := range t.marks {
		end := &ends[t.marks[i].thing]
		sorted[*end] = t.marks[i].Visit
		*end++
	}
	t.marks = nil
	of := make([][]Visit, len(t.place))
	begin := 0
	for n := range of {
		of[n] = slices.Clip(sorted[begin:ends[n]])
		begin = ends[n]
	}
	return of
}
