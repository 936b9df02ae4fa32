package logline

import (
	"slices"

	"spoor/store/logline/endings"
)

// format is the format that a file defines.
func (d *definition) format() Format {
	f := Format{parse: (*Parser).kinds, labelled: true}
	for _, shape := range slices.Concat(formats, shapesOnly) {
		if shape.Name == d.file.Shape {
			f = shape
			f.extra = nil
		}
	}
	f.Name, f.Words, f.defined = d.file.Name, d.file.Words, d
	f.requests, f.absolute = d.file.Requests, d.file.Absolute
	f.own = func([]byte) bool { return true } // it asks for more than the shape
	f.columns = d.fileColumns()
	return f
}

// fileColumns are the columns that the file names, of a log that has no header; nil if there are none.
func (d *definition) fileColumns() []string {
	if d == nil {
		return nil
	}
	return d.file.Columns
}

// kinds reads a line of text of any kind that the format knows.
func (p *Parser) kinds(line []byte, e *Event) Reason {
	d := p.format.defined
	for i := range d.lines {
		kind := &d.lines[i]
		p.record.forget()
		if !kind.pattern.match(line, &p.record) {
			continue
		}
		if kind.ignore {
			return NoActor
		}
		p.plainly(line)
		p.record.kind = &kind.constants
		return p.event(e)
	}
	if d.file.Others == ignoreWord {
		return NoActor
	}
	return OffFormat
}

// requiredPlaces are where something may stand that each line must have, and what it may be; nil: anything.
type requiredPlaces struct {
	places []int
	values []string
}

// requiredNames are the names that lines must have.
func (d *definition) requiredNames() (names []string) {
	if d == nil {
		return nil
	}
	for _, r := range d.required {
		names = append(names, r.names...)
	}
	return names
}

// places finds what lines must have among their values. Under a header it is the header that must have it, unless a
// value is asked for.
func (d *definition) places(columns []string, headed, translated bool) (all []requiredPlaces) {
	if d == nil {
		return nil
	}
	index := placesByName(columns)
	asked := d.required
	if translated {
		asked = slices.Concat(asked, d.asked)
	}
	for _, r := range asked {
		if !headed || r.values != nil {
			all = append(all, requiredPlaces{placesOf(index, r.names), r.values})
		}
	}
	return all
}

// fits reports whether a header has what it must have.
func (d *definition) fits(columns []string) bool {
	if d == nil {
		return true
	}
	index := placesByName(columns)
	for _, r := range d.required {
		if len(placesOf(index, r.names)) == 0 {
			return false
		}
	}
	return true
}

// translate gives the columns of a header in another language the names that the format knows.
func (d *definition) translate(columns []string) (named []string, translated bool) {
	if d == nil || d.file.Translated.Columns == nil || d.fits(columns) {
		return columns, false
	}
	first := len(columns) - len(d.file.Translated.Columns)
	if first < 0 {
		return columns, false
	}
	return slices.Concat(columns[:first], d.file.Translated.Columns), true
}

// holdsRequired is OK if the line has what it must have, which may be empty unless a value is asked for. With another
// value it is one of another kind.
func (p *Parser) holdsRequired() Reason {
	reason := OK
	for i := range p.required {
		has, right := p.holds(&p.required[i])
		switch {
		case !has, !right && p.format.defined.file.Others != ignoreWord:
			return OffFormat
		case !right:
			reason = NoActor
		}
	}
	return reason
}

// holds tells whether the line has something in one of these places, and whether it is what it must be.
func (p *Parser) holds(r *requiredPlaces) (has, right bool) {
	for _, place := range r.places {
		value := p.record.values[place]
		if p.record.json && len(value) > 0 && value[0] != '{' && value[0] != '[' {
			value = p.record.content(value)
			has = true
		}
		if has = has || value != nil; value != nil && r.allow(value) {
			return true, true
		}
	}
	return has, has && r.values == nil
}

func (r *requiredPlaces) allow(value []byte) bool {
	for _, allowed := range r.values {
		if string(value) == allowed {
			return true
		}
	}
	return r.values == nil
}

// value is what a field is, given what the line says of it: that by the table of the format, or else a constant.
func (d *definition) value(f field, said []byte, kind *constants) []byte {
	if said = d.meaning(f, said); len(said) > 0 {
		return said
	}
	return d.constant(f, kind)
}

// meaning is what a value of a field means by the table of the format; itself, if that does not know it.
func (d *definition) meaning(f field, said []byte) []byte {
	if d == nil || d.values[f] == nil {
		return said
	}
	if meant, ok := d.values[f][string(said)]; ok {
		return meant
	}
	return said
}

// constant is what the format says of a field for lines of a kind, or for all.
func (d *definition) constant(f field, kind *constants) []byte {
	if kind != nil && kind.fields[f] != nil {
		return kind.fields[f]
	}
	return d.constants.fields[f]
}

// judge says how the event ended and what its action is.
func (d *definition) judge(e *Event, r *record) {
	e.Outcome, e.Kind = d.constants.outcome, d.constants.kind
	if kind := r.kind; kind != nil {
		if kind.outcome != UnknownOutcome {
			e.Outcome = kind.outcome
		}
		if kind.kind != UnknownKind {
			e.Kind = kind.kind
		}
	}
	if outcome, ok := d.outcome(r); ok {
		e.Outcome = outcome
	}
	if kind, ok := d.kinds[string(e.Action)]; ok {
		e.Kind = kind
	}
}

// outcome is what the first field says that says an outcome, in the words of the format or in ours. true and false of
// JSON are words.
func (d *definition) outcome(r *record) (outcome Outcome, ok bool) {
	for i := r.next(outcomeField, 0); i >= 0; i = r.next(outcomeField, i+1) {
		said := r.word(r.places[outcomeField][i])
		if meant, ok := d.values[outcomeField][string(said)]; ok {
			said = meant
		}
		for i, word := range endings.OutcomeWords {
			if string(said) == word {
				return Outcome(i), true
			}
		}
	}
	return UnknownOutcome, false
}
