package logline

// json reads a line that is one JSON object.
func (p *Parser) json(line []byte, e *Event) Reason {
	if reason := p.object.scan(line); reason != OK {
		return reason
	}
	return p.event(e)
}
