package logline

// format is the format that a file defines.
func (d *definition) format() Format {
	f := Format{parse: (*Parser).kinds, labelled: true}
	for _, shape := range formats {
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
		p.record.kind = &kind.constants
		return p.event(e)
	}
	if d.file.Others == ignoreWord {
		return NoActor
	}
	return OffFormat
}

// requiredPlace is where something stands that each line must have, and what it must be unless that is empty.
type requiredPlace struct {
	place int
	value string
}

// requiredNames are the names that lines must have.
func (d *definition) requiredNames() (names []string) {
	if d == nil {
		return nil
	}
	for _, r := range d.required {
		names = append(names, r.name)
	}
	return names
}

// places finds what lines must have among their values. Under a header it is the header that must have it, unless a value is asked for.
func (d *definition) places(columns []string, headed bool) (places []requiredPlace) {
	if d == nil {
		return nil
	}
	index := placesByName(columns)
	for _, r := range d.required {
		if headed && r.value == "" {
			continue
		}
		place, ok := index[r.name]
		if !ok {
			place = nowhere
		}
		places = append(places, requiredPlace{place, r.value})
	}
	return places
}

// fits reports whether a header has what it must have.
func (d *definition) fits(columns []string) bool {
	if d == nil {
		return true
	}
	index := placesByName(columns)
	for _, r := range d.required {
		if _, ok := index[r.name]; !ok {
			return false
		}
	}
	return true
}

// holdsRequired reports whether the line has what it must have.
func (p *Parser) holdsRequired() bool {
	for _, r := range p.required {
		if r.place == nowhere {
			return false
		}
		value := p.record.values[r.place]
		if p.record.json && len(value) > 0 && value[0] == '"' {
			value = p.record.content(value)
		}
		if len(value) == 0 || r.value != "" && string(value) != r.value {
			return false
		}
	}
	return true
}

// value is what a field is, given what the line says of it: that by the table of the format, or else a constant.
func (d *definition) value(f field, said []byte, kind *constants) []byte {
	if table := d.values[f]; table != nil {
		if meant, ok := table[string(said)]; ok {
			said = meant
		}
	}
	if len(said) > 0 {
		return said
	}
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
	if said := r.get(outcomeField); len(said) > 0 {
		for i, word := range outcomeWords {
			if string(said) == word {
				e.Outcome = Outcome(i)
			}
		}
	}
	if kind, ok := d.kinds[string(e.Action)]; ok {
		e.Kind = kind
	}
}
