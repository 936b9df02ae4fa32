package logline

import "slices"

// followed are the formats that a log changes between in its middle: each line says by itself which of them it is in.
// One that begins otherwise, as with the name of a host, is not among them: it may have come from somewhere else.
var followed = []string{"combined", "common", "combined-more", jsonFamily}

// otherwise reads the lines of a log that are not in its own format, but in another one of followed.
type otherwise struct {
	own     Format
	options Options
	parsers []*Parser // made when the first of such lines comes
	names   []string  // of the formats that lines were read in, each once, in their order
}

// follow are the parsers of the other formats.
func (w *otherwise) follow() (parsers []*Parser) {
	for _, name := range followed {
		if name == w.own.family || name == "common" { // which combined reads as well
			continue
		}
		other, err := base(name, w.own.mapping)
		if err != nil {
			panic(err)
		}
		own := w.own
		other.userBy, other.mapping, other.layout = own.userBy, own.mapping, own.layout
		other.prefix, other.fromZero = own.prefix, own.fromZero
		parsers = append(parsers, newParser(other, w.options))
	}
	return parsers
}

// read reads a line that the own format does not fit; the reason why it does not is the answer where no other does
// either. What is no request is left alone.
func (w *otherwise) read(line []byte, e *Event, reason Reason) Reason {
	if !reason.foreign() && reason != BadTail && reason != MissingRequest {
		return reason
	}
	if w.parsers == nil {
		w.parsers = w.follow()
	}
	for _, p := range w.parsers {
		if p.parseAlone(line, e) != OK || e.Click {
			continue
		}
		if name := p.format.Title(); !slices.Contains(w.names, name) {
			w.names = append(w.names, name)
		}
		return OK
	}
	return reason
}

// Others are the formats, besides the own one, that lines were read in so far.
func (p *Parser) Others() []string {
	if p.otherwise == nil {
		return nil
	}
	return p.otherwise.names
}
