package logline

import (
	"bytes"
	"slices"
	"time"

	"spoor/store/logline/logtime"
	"spoor/store/logline/relay"
	"spoor/store/logline/spelling"
)

// Parser reads the lines of one log, in their order. It keeps memory between lines, so every goroutine needs its own.
type Parser struct {
	format Format
	keys   [][]keyPart
	actor  int // the place of a field of that name, or nowhere
	nobody spelling.Nobody
	pick   int // of a list of clients
	clock  logtime.Clock
	record record
	object object
	moment logtime.Moment
	prefix []byte // the time in the prefix of the line

	spelled  bool             // the time of the last access line is not written as Apache does
	assumed  bool             // the time of the last access line names no zone
	earliest int64            // what comes before it is not believed
	required []requiredPlaces // of the format, if a file says it

	zone      *time.Location // of times that name none, unless a header says it
	zoneSaid  bool           // the header says it
	otherwise *otherwise     // nil: there is nothing else to read

	turned   bool // a header in the middle of a table has named other columns
	received func() time.Time
	around   [maxPrefixes]envelope
	plain    []byte // the line without its colours, if it has any
	w3cLog
}

// NewParser makes a parser for a format. One of an access log or of JSON also reads requests that are in the other
// formats of these: see Others.
func NewParser(f Format, o Options) *Parser {
	p := newParser(f, o)
	if !o.OneFormat && slices.Contains(followed, p.format.family) {
		p.otherwise = &otherwise{own: p.format, options: o}
	}
	return p
}

// newParser makes a parser that reads the lines of one format only.
func newParser(f Format, o Options) *Parser {
	if f.family == "" { // of Formats
		f.family = f.Name
	}
	if len(o.Mapping.renamed) > 0 {
		f.mapping = o.Mapping
	}
	if o.UserBy.ways != nil {
		f.userBy = o.UserBy
	}
	if !o.Layout.IsZero() {
		f.layout = o.Layout
	}
	f = f.renamed()
	p := &Parser{format: f, zone: o.zone(), clock: o.clock(), received: o.Received, nobody: spelling.NewNobody(o.Nobody),
		pick: f.mapping.pick(), earliest: floor(f, o)}
	p.clock.Layout, p.clock.FromZero = f.layout, f.fromZero
	p.object.record, p.object.several = &p.record, f.MayBeSilent()
	p.record.json = f.shape() == jsonFamily
	p.record.escapes = f.program != nil || f.family == "ltsv"
	p.record.floats = f.headed && f.family != w3cFamily
	p.record.requests, p.record.absolute, p.record.defined = f.requests, f.absolute, f.defined
	p.record.encoded = f.defined != nil && f.defined.file.Encoded
	columns := f.columns
	switch {
	case f.program != nil:
		columns = f.program.names
	case f.defined != nil && f.defined.columns != nil:
		columns = f.defined.columns
	case f.labelled:
		columns = allNames(f)
		p.record.tree = plant(columns)
	}
	p.arrange(columns)
	if f.shape() == w3cFamily {
		p.resume(columns)
	}
	return p
}

// arrange finds the fields and the parts of the key among the values that have these names.
func (p *Parser) arrange(columns []string) {
	columns, translated := p.format.defined.translate(columns)
	p.record.arrange(columns, p.format)
	p.keys = p.format.userBy.keys(columns)
	p.actor = slices.IndexFunc(columns, func(name string) bool { return spelling.Plain(name) == "actor" })
	p.required = p.format.defined.places(columns, p.format.headed, translated)
	if p.format.separator == 0 {
		return
	}
	zone := p.record.zoneOfColumns(columns)
	if p.zoneSaid = zone != nil; !p.zoneSaid {
		zone = p.zone
	}
	p.clock.Zone = zone
}

// Format is the format with what the lines so far have said about it: with the columns that the last header has named.
func (p *Parser) Format() Format { return p.format }

// Parse reads one line, without its line feed, into e. Unless the answer is OK, e holds nothing of use.
// Colours of terminals, a byte order mark or NULs before the line and white space behind it (a carriage return, too)
// are no part of it.
func (p *Parser) Parse(line []byte, e *Event) Reason {
	reason := p.parse(line, e)
	odd := reason > Blank || reason == OK && len(e.Action) > 0 && e.Action[0] == relay.Escape
	if odd && bytes.IndexByte(line, relay.Escape) >= 0 {
		if p.plain = relay.Uncoloured(p.plain[:0], line); len(p.plain) < len(line) {
			return p.parse(p.plain, e)
		}
	}
	return reason
}

// parse reads a line that has no colours.
func (p *Parser) parse(line []byte, e *Event) Reason {
	reason := p.parseAlone(line, e)
	if reason > Blank && p.otherwise != nil {
		return p.otherwise.read(line, e, reason)
	}
	return reason
}

// parseAlone reads a line of the own format.
func (p *Parser) parseAlone(line []byte, e *Event) Reason {
	whole := line
	if hasMargin(line) {
		line = trim(line)
	}
	if len(line) == 0 {
		return Blank
	}
	if p.format.tabs {
		line = trimLine(whole, true)
	}
	*e = Event{}
	e.Bytes = -1
	p.record.scratch = p.record.scratch[:0]
	if p.format.prefix != nil {
		if reason := p.cutPrefix(&line); reason != OK {
			return reason
		}
	}
	if reason := p.format.parse(p, line, e); reason != OK {
		return reason
	}
	if e.Time < p.earliest {
		return Implausible
	}
	if p.keys != nil {
		e.Key = p.key(e)
	} else if e.Key = e.User; len(e.Key) == 0 {
		e.Key = e.Client
	}
	if len(e.Key) == 0 {
		return MissingUser
	}
	return OK
}

// ColumnsChange reports whether the columns of a table have changed in its middle: a header has named others, or
// there are more values than the header names.
func (p *Parser) ColumnsChange() bool { return p.turned || p.format.dialect.has(moreColumns) }

// Yearless reports whether a line so far had a time without a year.
func (p *Parser) Yearless() bool { return p.clock.Yearless }

// Days reports whether a line so far had a time that names the day alone.
func (p *Parser) Days() bool { return p.clock.Days }

var byteOrderMark = []byte("\uFEFF")

const markBegins = 0xef // its first byte

// fromBegin drops what is before a line and no part of it: a byte order mark, and the NULs that stand at the begin of
// a log that was emptied while a program went on writing at its old end.
func fromBegin(line []byte) []byte {
	if len(line) > 0 && line[0]-1 < markBegins-1 { // as nearly all do
		return line
	}
	for len(line) > 0 && line[0] == 0 {
		line = line[1:]
	}
	return bytes.TrimPrefix(line, byteOrderMark)
}

// hasMargin reports whether trim may find something at a line, as it does at few.
func hasMargin(line []byte) bool {
	last := len(line) - 1
	return last < 0 || line[0]-1 >= markBegins-1 || line[last] <= ' '
}

func trim(line []byte) []byte {
	line = fromBegin(line)
	end := len(line)
	for end > 0 && isSpace(line[end-1]) {
		end--
	}
	return line[:end]
}

// trimLine is trim, but for tables with tabs, of which empty values at the end are no white space.
func trimLine(line []byte, tabs bool) []byte {
	if tabs {
		return bytes.TrimRight(fromBegin(line), "\r\n")
	}
	return trim(line)
}

// isSpace knows the white space of ASCII and no other: a log is bytes before it is text.
func isSpace(c byte) bool {
	return c == ' ' || c-'\t' <= '\r'-'\t'
}

// present returns what a field says, and nothing for the "-" that stands for a missing one.
func present(field []byte) []byte {
	if len(field) == 1 && field[0] == '-' {
		return nil
	}
	return field
}
