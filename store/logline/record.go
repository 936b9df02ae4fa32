package logline

import (
	"bytes"
	"slices"
	"strings"
)

// record is what a line says in any format but the access log: values by place, and where the fields of an event are
// among them.
type record struct {
	values   [][]byte
	places   [fieldCount][]int // the place to prefer first
	tree     *names            // of the formats that name every value: where its place is
	filled   []int             // the places that the line before has filled in, of those formats
	json     bool              // the values are as JSON writes them
	requests bool              // all events are requests
	absolute bool              // what is requested is written with scheme and host
	scratch  []byte            // values that are not in the line as they are meant
}

// arrange finds the fields among the values that have these names.
func (r *record) arrange(columns []string, f Format) {
	r.values = make([][]byte, len(columns))
	index := placesByName(columns)
	for field := range fieldCount {
		r.places[field] = placesOf(index, f.namesOf(field))
	}
}

// placesByName has the place of every column; of columns of one name that of the first.
func placesByName(columns []string) map[string]int {
	index := make(map[string]int, len(columns))
	for place, column := range columns {
		if strings.HasPrefix(column, dateColumn) {
			column = "date"
		}
		name := plain(column)
		if _, again := index[name]; !again && name != "" {
			index[name] = place
		}
	}
	return index
}

func placesOf(index map[string]int, names []string) (places []int) {
	for _, name := range names {
		if place, ok := index[name]; ok {
			places = append(places, place)
		}
	}
	return places
}

// allNames are the names that a format looks for where every value has one, each once.
func allNames(f Format) []string {
	var all []string
	for field := range fieldCount {
		all = append(all, f.namesOf(field)...)
	}
	all = append(all, f.userBy.names()...)
	slices.Sort(all)
	return slices.Compact(all)
}

// plant builds the tree of the names whose places are in their order.
func plant(columns []string) *names {
	tree := &names{place: nowhere}
	for place, name := range columns {
		tree.add(name, place)
	}
	return tree
}

// forget empties the values of the line before.
func (r *record) forget() {
	for _, place := range r.filled {
		r.values[place] = nil
	}
	r.filled = r.filled[:0]
}

// keep stores the value of a name.
func (r *record) keep(place int, value []byte) {
	r.values[place] = value
	r.filled = append(r.filled, place)
}

// first is what the first of these places says that says something.
func (r *record) first(places []int) []byte {
	for _, place := range places {
		value := r.values[place]
		if len(value) == 0 {
			continue
		}
		if r.json {
			value = r.content(value)
		}
		if value = present(value); len(value) > 0 {
			return value
		}
	}
	return nil
}

func (r *record) get(f field) []byte { return r.first(r.places[f]) }

// join puts two values together.
func (r *record) join(a []byte, between string, b []byte) []byte {
	start := len(r.scratch)
	r.scratch = append(append(append(r.scratch, a...), between...), b...)
	return r.scratch[start:]
}

// event makes an event of what the line says: a request if it names a method and a path or a request line, or if the log
// has nothing but requests, and otherwise a click event.
func (p *Parser) event(e *Event) Reason {
	r := &p.record
	if reason := p.when(e); reason != OK {
		return reason
	}
	e.User, e.Client = r.get(userField), host(r.get(clientField))
	e.Agent, e.Referrer = r.get(agentField), r.get(referrerField)
	if status, ok := number(r.get(statusField)); ok && status <= 999 {
		e.Status = int32(max(status, 0))
	}
	if size, ok := number(r.get(sizeField)); ok {
		e.Bytes = size
	}
	var ok bool
	if e.Action, e.Target, ok = r.request(); !ok {
		r.click(e)
	}
	return OK
}

// when reads the time: of one value, of a date and a time, of parts, of the prefix of the line, or else when the line came.
func (p *Parser) when(e *Event) (reason Reason) {
	r := &p.record
	if p.format.program != nil && p.format.program.parts {
		var ok bool
		e.Time, e.ZoneAssumed, ok = p.clock.fromMoment(&p.moment)
		return timestamp(ok)
	}
	at, date := r.get(timeField), r.get(dateField)
	switch {
	case at == nil && date == nil && p.prefix != nil:
		at = p.prefix
	case at == nil && date == nil && p.received != nil:
		e.Time = p.received().UnixMilli()
		return OK
	case at == nil && date == nil:
		return MissingTime
	case at == nil:
		at = date
	case date != nil && isTimeOfDay(at):
		zone := ""
		if p.fields > 0 && !p.localTime { // a W3C log
			zone = "Z"
		}
		at = r.join(r.join(date, " ", at), zone, nil)
	}
	var ok bool
	e.Time, e.ZoneAssumed, ok = p.clock.read(at)
	return timestamp(ok)
}

func timestamp(ok bool) Reason {
	if !ok {
		return BadTimestamp
	}
	return OK
}

// isTimeOfDay tells 15:04:05 from a time with its date.
func isTimeOfDay(s []byte) bool { return len(s) >= 8 && s[2] == ':' && s[5] == ':' }

// request is what was requested, if the line is one of an access log.
func (r *record) request() (action, target []byte, ok bool) {
	action, target = r.get(methodField), r.get(targetField)
	if target != nil && (isMethod(action) || r.requests) {
		return action, r.withQuery(pathOf(target)), true
	}
	request := r.get(requestField)
	if !r.requests && !bytes.Contains(request, []byte(" HTTP/")) {
		return nil, nil, false
	}
	if request == nil && len(r.places[requestField]) > 0 {
		request = r.values[r.places[requestField][0]] // the "-" of a connection without request
	}
	action, target = splitRequest(request)
	if r.absolute {
		target = pathOf(target)
	}
	return action, target, true
}

// withQuery puts the query back where a log has it apart.
func (r *record) withQuery(path []byte) []byte {
	query := bytes.TrimPrefix(r.get(queryField), []byte{'?'})
	if len(query) == 0 || bytes.IndexByte(path, '?') >= 0 {
		return path
	}
	return r.join(path, "?", query)
}

// isMethod tells a request's method from the method of a payment: it is in capitals.
func isMethod(s []byte) bool {
	for _, c := range s {
		if c-'A' > 'Z'-'A' {
			return false
		}
	}
	return len(s) > 0
}

// click fills in what a click event says. Without an item, the page it happened on is the item; without a section,
// the event's name stands for one.
func (r *record) click(e *Event) {
	e.Click = true
	e.Action, e.Item, e.Menu = r.get(eventField), r.get(itemField), r.get(menuField)
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

// host drops the port from an address with one: 10.0.0.1:443 and [2001:db8::1]:443. Of a list, "client, proxy, proxy", it is the first.
func host(address []byte) []byte {
	if comma := bytes.IndexByte(address, ','); comma > 0 {
		address = address[:comma]
	}
	colon := bytes.LastIndexByte(address, ':')
	if colon <= 0 {
		return address
	}
	if address[0] == '[' {
		if end := bytes.IndexByte(address, ']'); end > 1 {
			return address[1:end]
		}
		return address
	}
	if _, digits := number(address[colon+1:]); !digits || bytes.IndexByte(address[:colon], ':') >= 0 {
		return address
	}
	return address[:colon]
}
