package logline

import (
	"bytes"
	mathbits "math/bits"
	"slices"

	"spoor/store/logline/decimal"
	"spoor/store/logline/jsonvalue"
	"spoor/store/logline/spelling"
	"spoor/store/logline/vocabulary"
)

// record is what a line says in any format but the access log: values by place, and where the fields of an event are
// among them.
type record struct {
	values   [][]byte
	places   [fieldCount][]int  // the place to prefer first
	said     [fieldCount]uint64 // which of the first 64 of those places may say something, by bits
	beyond   uint64             // the fields of which a place behind those may, by bits
	uses     [][]use            // by place, of the formats that name every value: whose place it is
	tree     *names             // of the formats that name every value: where its place is
	filled   []int              // the places that the line before has filled in, of those formats
	groups   []int              // where the groups of the last regular expression begin and end
	json     bool               // the values are as JSON writes them
	escapes  bool               // they are as servers of the web write them, with escapes
	floats   bool               // a whole number may be written with a fraction of zeros
	requests bool               // all events are requests
	absolute bool               // what is requested is written with scheme and host
	encoded  bool               // agents and referrers are written as in URLs, and paths without their first slash
	scratch  []byte             // values that are not in the line as they are meant

	forwarded []string           // by place: the name of a client's that is a header of the request, else ""
	addresses spelling.Addresses // of the last clients
	defined   *definition        // of the format, if a file says it
	kind      *constants         // of the kind of line that is being read, if there are kinds
}

// arrange finds the fields among the values that have these names.
func (r *record) arrange(columns []string, f Format) {
	r.values, r.places, r.said = make([][]byte, len(columns)), [fieldCount][]int{}, [fieldCount]uint64{}
	if len(columns) == 0 { // as in an access log
		return
	}
	index := placesByName(columns)
	for field := range fieldCount {
		r.places[field] = placesOf(index, f.namesOf(field))
		if field == dateField && len(r.places[field]) == 0 && !f.labelled && len(placesOf(index, vocabulary.Hours)) > 0 {
			r.places[field] = placesOf(index, []string{vocabulary.Data})
		}
		r.said[field] = 1<<len(r.places[field]) - 1
	}
	if r.beyond = 0; slices.ContainsFunc(r.places[:], func(places []int) bool { return len(places) > 64 }) {
		r.beyond = 1<<fieldCount - 1
	}
	r.forwarded = make([]string, len(columns))
	for _, place := range r.places[clientField] {
		if spelling.IsForwarded(columns[place]) {
			r.forwarded[place] = columns[place]
		}
	}
	if f.labelled {
		r.index(len(columns))
	}
	if f.program != nil && f.mapping.names(clientField) == nil {
		spelling.FirstIfForwarded(r.places[clientField], columns)
	}
}

// use is that a place is one of a field's: the one with this bit, or one behind those that have bits.
type use struct {
	field  field
	bit    uint64
	beyond uint64
}

// index finds out whose each place is.
func (r *record) index(places int) {
	r.uses = make([][]use, places)
	for field := range fieldCount {
		for i, place := range r.places[field] {
			u := use{field: field, bit: 1 << i}
			if u.bit == 0 {
				u.beyond = 1 << field
			}
			r.uses[place] = append(r.uses[place], u)
		}
	}
}

// isHeader reports whether a place is that of a header of the request, of which there may be an array.
func (r *record) isHeader(place int) bool {
	return r.uses != nil && slices.ContainsFunc(r.uses[place], func(u use) bool {
		return u.field == agentField || u.field == referrerField
	})
}

// next is which of a field's places, from one on, is the next that may say something; negative if there is none.
func (r *record) next(f field, from int) int {
	bits := r.said[f] >> from
	if bits != 0 {
		return from + mathbits.TrailingZeros64(bits)
	}
	if r.beyond>>f&1 == 0 {
		return -1
	}
	return r.nextBeyond(f, from)
}

// nextBeyond is next among the places that have no bits: those of the names that are least likely.
func (r *record) nextBeyond(f field, from int) int {
	for i := max(from, 64); i < len(r.places[f]); i++ {
		if r.values[r.places[f][i]] != nil {
			return i
		}
	}
	return -1
}

// forget empties the values of the line before.
func (r *record) forget() {
	for _, place := range r.filled {
		r.values[place] = nil
	}
	r.filled = r.filled[:0]
	clear(r.said[:])
	r.beyond = 0
}

// keep stores the value of a name.
func (r *record) keep(place int, value []byte) {
	r.values[place] = value
	r.filled = append(r.filled, place)
	if r.uses != nil { // but for an envelope
		for _, use := range r.uses[place] {
			r.said[use.field] |= use.bit
			r.beyond |= use.beyond
		}
	}
}

// first is what the first of these places says that says something.
func (r *record) first(places []int) []byte {
	for _, place := range places {
		if value := r.at(place); len(value) > 0 {
			return value
		}
	}
	return nil
}

// at is what a place says; nothing for the "-" that stands for a missing value.
func (r *record) at(place int) []byte {
	value := r.values[place]
	if len(value) == 0 {
		return nil
	}
	switch {
	case r.json:
		value = r.content(value)
	case r.floats && isNull(value):
		return nil
	}
	return present(value)
}

// isNull tells what databases write into tables for no value.
func isNull(value []byte) bool { return string(value) == `\N` || string(value) == "NULL" }

// get is what the line says of a field, or else what the format says of it.
func (r *record) get(f field) []byte {
	value := r.told(f)
	if r.defined != nil {
		value = r.defined.value(f, value, r.kind)
	}
	return value
}

// told is what the first place of a field says that says something.
func (r *record) told(f field) []byte {
	for i := r.next(f, 0); i >= 0; i = r.next(f, i+1) {
		if value := r.at(r.places[f][i]); len(value) > 0 {
			return value
		}
	}
	return nil
}

// constant is what the format says of a field that the line does not say.
func (r *record) constant(f field) []byte {
	if r.defined == nil {
		return nil
	}
	return r.defined.constant(f, r.kind)
}

// who is the first of these places that names somebody.
func (p *Parser) who(places []int) []byte {
	for _, place := range places {
		if name := p.named(place); name != nil {
			return name
		}
	}
	return nil
}

// named is whom a place names, if it names somebody.
func (p *Parser) named(place int) []byte {
	r := &p.record
	value := r.values[place]
	switch {
	case len(value) == 0 || len(value) == 1 && value[0] == '-':
		return nil
	case r.json:
		value = r.content(value)
	case r.escapes:
		value = r.unescaped(value)
	case r.floats && isFloat(value):
		value = r.whole(value)
	}
	return p.nobody.Name(value)
}

// isFloat tells a number with a fraction from other names.
func isFloat(s []byte) bool {
	return s[len(s)-1] == '0' && s[0] <= '9' && bytes.IndexByte(s, '.') > 0 && isNumber(s)
}

// client is the first client that the line names, or else the one that the format says. A word, which may name the
// program that an event comes from, counts if there is no address.
func (p *Parser) client(e *Event) (word []byte) {
	r := &p.record
	for i := r.next(clientField, 0); i >= 0; i = r.next(clientField, i+1) {
		place := r.places[clientField][i]
		value := r.values[place]
		if len(value) == 0 {
			continue
		}
		if r.json {
			if value[0] == '[' && p.pick < 0 {
				value = jsonvalue.Last(value)
			}
			value = r.content(jsonvalue.First(value))
		}
		value = r.defined.meaning(clientField, r.addresses.Client(value, p.pick))
		switch {
		case len(value) == 0 || word != nil && r.forwarded[place] != "":
		case bytes.IndexByte(value, '.') >= 0 || bytes.IndexByte(value, ':') >= 0:
			e.Forwarded = r.forwarded[place]
			return value
		case word == nil && !bytes.ContainsAny(value, " /"): // as in "tcp/localhost"
			word, e.Forwarded = value, r.forwarded[place]
		}
	}
	if word == nil {
		return r.constant(clientField)
	}
	return word
}

// join puts two values together.
func (r *record) join(a []byte, between string, b []byte) []byte {
	start := len(r.scratch)
	r.scratch = append(append(append(r.scratch, a...), between...), b...)
	return r.scratch[start:]
}

// event makes an event of what the line says: a request if it names a method and a path or a request line, or a path
// and a status but no event, or if the log has nothing but requests, and otherwise a click event.
func (p *Parser) event(e *Event) Reason {
	r := &p.record
	if reason := p.holdsRequired(); reason != OK {
		return reason
	}
	if reason := p.when(e); reason != OK {
		return reason
	}
	e.User, e.Client = p.user(), p.client(e)
	if e.Agent, e.Referrer = r.get(agentField), r.get(referrerField); r.encoded {
		e.Agent, e.Referrer = r.agent(e.Agent), r.agent(e.Referrer)
	}
	if status, ok := decimal.Number(r.get(statusField)); ok && status <= 999 {
		e.Status = int32(max(status, 0))
	}
	if size, ok := decimal.Number(bytes.TrimPrefix(r.get(sizeField), []byte{'+'})); ok { // HAProxy's, of what goes on
		e.Bytes = size
	}
	var ok bool
	if e.Action, e.Target, ok = r.request(e.Status); !ok {
		p.click(e)
	}
	if r.defined != nil {
		r.defined.judge(e, r)
	} else if e.Click {
		r.ending(e)
	}
	return OK
}

// withQuery puts the query back where a log has it apart.
func (r *record) withQuery(path []byte) []byte {
	query := bytes.TrimPrefix(r.get(queryField), []byte{'?'})
	if len(query) == 0 || bytes.IndexByte(path, '?') >= 0 {
		return path
	}
	return r.join(path, "?", query)
}

// click fills in what a click event says. Without an item, the page it happened on is the item; without a section,
// the event's name stands for one.
func (p *Parser) click(e *Event) {
	r := &p.record
	e.Click = true
	e.Action, e.Item, e.Menu = r.get(eventField), r.get(itemField), r.get(menuField)
	if r.floats && len(e.Item) > 0 && isFloat(e.Item) {
		e.Item = r.whole(e.Item)
	}
	if e.Item == nil {
		e.Item = r.withQuery(pathOf(r.get(targetField)))
	}
	e.Target = e.Item
	if e.Menu == nil {
		e.Menu = e.Action
	}
}

// pathOf drops scheme and host from an absolute URL, so that a page is the same however the log writes it.
func pathOf(target []byte) []byte {
	scheme, rest, absolute := bytes.Cut(target, []byte("://"))
	slash := bytes.IndexByte(rest, '/')
	if !absolute || bytes.IndexByte(scheme, '/') >= 0 || slash < 0 {
		return target
	}
	return rest[slash:]
}
