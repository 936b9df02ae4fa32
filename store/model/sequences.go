package model

import "spoor/analysis/web"

// sequences numbers the templates of requests and the ids in each, so that the analysis compares numbers.
type sequences struct {
	templates internTable
	places    map[place]int32
}

// place is an id in a template.
type place struct {
	template int32
	id       int64
}

func newSequences() *sequences { return &sequences{newInternTable(), map[place]int32{}} }

func (o *sequences) sequence(target string) web.Sequence {
	template, id, ok := web.Template(target)
	if !ok {
		return web.Sequence{}
	}
	p := place{o.templates.number(template), id}
	if o.places[p] == 0 {
		o.places[p] = int32(len(o.places) + 1)
	}
	return web.Sequence{Template: p.template, Place: o.places[p], ID: id}
}
