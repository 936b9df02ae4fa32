package logline

import "slices"

// LinesAlone reports whether each line says by itself what it means, so that several parsers can read parts of one log
// at a time. In tables a header does, which may come in the middle of them.
func (f Format) LinesAlone() bool {
	return !f.headed && f.separator == 0 && f.shape() != w3cFamily && f.Records().AreLines()
}

// Noticed is what the lines so far have said about their log.
type Noticed struct {
	yearless, days bool
	others         []string
}

// Noticed is what a parser has noticed.
func (p *Parser) Noticed() Noticed { return Noticed{p.clock.Yearless, p.clock.Days, p.Others()} }

// Notice takes over what another parser of the same log has noticed.
func (p *Parser) Notice(n Noticed) {
	p.clock.Yearless, p.clock.Days = p.clock.Yearless || n.yearless, p.clock.Days || n.days
	for _, name := range n.others {
		if !slices.Contains(p.otherwise.names, name) {
			p.otherwise.names = append(p.otherwise.names, name)
		}
	}
}
