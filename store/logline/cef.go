package logline

import (
	"bytes"

	"spoor/store/logline/cef"
)

// cef reads a line of ArcSight's Common Event Format.
func (p *Parser) cef(line []byte, e *Event) Reason { return p.securityEvent(&cef.CEF, line, e) }

// leef reads a line of QRadar's Log Event Extended Format.
func (p *Parser) leef(line []byte, e *Event) Reason { return p.securityEvent(&cef.LEEF, line, e) }

func (p *Parser) securityEvent(format *cef.Format, line []byte, e *Event) Reason {
	r := &p.record
	r.forget()
	pairs, ok := format.Read(line)
	if !ok {
		return OffFormat
	}
	for {
		name, value, _, ok := pairs.Next()
		if !ok {
			return p.event(e)
		}
		found := r.tree.find(name)
		if found == nil || found.place == nowhere || len(value) == 0 {
			continue
		}
		if bytes.IndexByte(value, '\\') >= 0 {
			start := len(r.scratch)
			r.scratch = cef.AppendUnescaped(r.scratch, value)
			value = r.scratch[start:]
		}
		r.keep(found.place, value)
	}
}

// addEvent notes the names of the pairs of such a line.
func (f *fieldReading) addEvent(line []byte) {
	pairs, ok := cef.CEF.Read(line)
	if !ok {
		pairs, _ = cef.LEEF.Read(line)
	}
	for {
		name, _, head, ok := pairs.Next()
		if !ok {
			return
		}
		if !head {
			f.name(string(name))
		}
	}
}
