package logline

import "slices"

// followed are the formats that a log changes between in its middle: each line says by itself which of them it is in. One that begins
// otherwise, as with the name of a host, is not among them: it may have come from somewhere else.
var followed = []string{"combined", "common", "combined-more", jsonFamily}

// otherwise reads the lines of a log that are not in its own format, but in another one of followed.
type otherwise struct {
	parsers []*Parser
	names   []string // of the formats that lines were read in, each once, in their order
}

// follow makes the parser read lines of the other formats, too, if its own is one of them.
func (p *Parser) follow(o Options) {
	if !slices.Contains(followed, p.format.family) {
		return
	}
	for _, name := range followed {
		if name == p.format.family || name == "common" { // which combined reads as well
			continue
		}
		other, err := base(name, p.format.mapping)
		if err != nil {
			panic(err)
		}
		other.userBy, other.mapping, other.layout, other.prefix, other.fromZero = p.format.userBy, p.format.mapping, p.format.layout, p.format.prefix, p.format.fromZero
		p.otherwise.parsers = append(p.otherwise.parsers, newParser(other, o))
	}
}

// read reads a line that the own format does not fit; the reason why it does not is the answer where no other does either. What is
// no request is left alone.
func (w *otherwise) read(line []byte, e *Event, reason Reason) Reason {
	if !reason.foreign() && reason != BadTail && reason != MissingRequest {
		return reason
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
func (p *Parser) Others() []string { return p.otherwise.names }
