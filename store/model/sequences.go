package model

import (
	"encoding/binary"

	"spoor/analysis/web"
	"spoor/internal/hugepage"
)

// sequences numbers the templates of requests and the ids in each, so that the analysis compares numbers.
type sequences struct {
	templates, places internTable
	place             []byte // scratch: a template and an id in it
}

func newSequences() *sequences {
	return &sequences{templates: newInternTable(), places: newInternTable()}
}

func (o *sequences) sequence(target string) web.Sequence {
	sequence, place := o.withoutPlace(target)
	if sequence.Template != 0 {
		sequence.Place = o.places.numberBytes(place)
	}
	return sequence
}

// withoutPlace is a sequence whose place is still to be numbered, by what is good until the next one.
func (o *sequences) withoutPlace(target string) (sequence web.Sequence, place []byte) {
	template, id, ok := web.Template(target)
	if !ok {
		return web.Sequence{}, nil
	}
	number := o.templates.number(template)
	o.place = binary.LittleEndian.AppendUint32(o.place[:0], uint32(number))
	o.place = binary.LittleEndian.AppendUint64(o.place, uint64(id))
	return web.Sequence{Template: number, ID: id}, o.place
}

// SequenceQueue numbers what requests count up, some requests at a time, which is faster where there are many.
type SequenceQueue struct {
	*Pages
	places textsTogether
	of     [numberedTogether]int32 // the requests
}

// Add has the next request wait.
func (q *SequenceQueue) Add(target string, click ClickKind) {
	var sequence web.Sequence
	var place []byte
	if click == NoClick {
		sequence, place = q.order.withoutPlace(target)
	}
	q.Sequences = hugepage.Append(q.Sequences, sequence)
	if sequence.Template == 0 {
		return
	}
	q.of[q.places.count] = int32(len(q.Sequences) - 1)
	if q.places.add(place) {
		q.End()
	}
}

// End numbers those that wait.
func (q *SequenceQueue) End() {
	places := &q.order.places
	for i, place := range q.places.number(places, places.add) {
		q.Sequences[q.of[i]].Place = place
	}
}
