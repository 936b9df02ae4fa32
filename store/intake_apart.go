package store

import (
	"spoor/store/logline"
	"spoor/store/model"
)

// Apart gathers events for an intake apart from it, so that several stretches of a log can be parsed at a time. It is
// used by one goroutine.
type Apart struct {
	recent  model.RecentUsers
	spare   spareRows
	full    []*waitingRows
	waiting *waitingRows
}

// Part is events of consecutive lines of one source that were gathered apart from the intake.
type Part struct{ waiting []*waitingRows }

// Apart returns what gathers events apart from the intake; nil where the intake takes none.
func (i *Intake) Apart() *Apart {
	if i.records != nil {
		return nil
	}
	return &Apart{spare: i.spare, waiting: i.spare.take()}
}

// Add takes the event of a line of a source; lines count from the first of the part, from 1. It keeps nothing of the
// event's memory.
func (a *Apart) Add(source int, line int64, e *logline.Event) {
	a.waiting.rows = append(a.waiting.rows, rowOf(source, line, e))
	if a.waiting.texts.Add(e, &a.recent) {
		a.full = append(a.full, a.waiting)
		a.waiting = a.spare.take()
	}
}

// Take returns the events since it was last called.
func (a *Apart) Take() Part {
	part := Part{append(a.full, a.waiting)}
	a.full, a.waiting = nil, a.spare.take()
	a.recent.Forget()
	return part
}

// AddPart takes the events of a part; before is how many lines of its source come before it.
func (i *Intake) AddPart(before int64, p Part) {
	if len(i.waiting.rows) > 0 {
		i.passOn(i.waiting)
		i.waiting = i.spare.take()
	}
	i.recent.Forget() // whose places others may have taken
	for _, w := range p.waiting {
		for k := range w.rows {
			w.rows[k].line += before
		}
		i.passOn(w)
	}
}
