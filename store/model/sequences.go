package model

import (
	"encoding/binary"

	"spoor/analysis/web"
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
	template, id, ok := web.Template(target)
	if !ok {
		return web.Sequence{}
	}
	number := o.templates.number(template)
	o.place = binary.LittleEndian.AppendUint32(o.place[:0], uint32(number))
	o.place = binary.LittleEndian.AppendUint64(o.place, uint64(id))
	return web.Sequence{Template: number, Place: o.places.numberBytes(o.place), ID: id}
}
