package load

import (
	"bytes"

	"spoor/store"
	"spoor/store/logline"
)

// reasonLong is why a line is rejected before it is read.
const reasonLong = "line too long: more than 1 MiB"

// parsing parses lines of one source. It shares nothing with others but what take does, so that several parts of a log
// can be parsed at a time.
type parsing struct {
	parser  *logline.Parser
	source  *source
	before  int64 // lines of the source before these
	latest  int64 // events after it are rejects, UTC milliseconds
	take    func(source int, line int64, e *logline.Event)
	tally   *tally // nil: nobody counts what the events say
	tallied int64  // lines of whose events users and addresses are counted

	parsed
}

// parsed is what has come of lines.
type parsed struct {
	counts
	first, last int64 // times of the events
	zoneAssumed bool
	rejected    []store.Reject
}

// parse parses the records of a block. One of several lines counts as its first, and the others as blank.
func (p *parsing) parse(b *block) {
	var e logline.Event
	records, data, offset := p.parser.Format().Records(), b.data, b.offset
	if b.long > 0 {
		p.lines++
		p.reject(data, offset, reasonLong)
		return
	}
	if b.ends != nil && records.AreLines() {
		begin := 0
		for _, end := range b.ends {
			p.lines++
			p.line(data[begin:end-1], offset+int64(begin), &e)
			begin = int(end)
		}
		return
	}
	for len(data) > 0 {
		next, _ := records.End(data, true)
		record := bytes.TrimSuffix(data[:next], []byte{'\n'})
		p.lines++
		p.line(record, offset, &e)
		if !records.AreLines() {
			more := int64(bytes.Count(record, []byte{'\n'}))
			p.lines, p.blank = p.lines+more, p.blank+more
		}
		data = data[next:]
		offset += int64(next)
	}
}

func (p *parsing) line(line []byte, offset int64, e *logline.Event) {
	if len(line) > LineLimit {
		p.reject(line, offset, reasonLong)
		return
	}
	switch reason := p.parser.Parse(p.source.encoding.text(line, offset == 0), e); {
	case reason == logline.Blank:
		p.blank++
	case reason.Rejects():
		p.reject(line, offset, reason.String())
	case e.Time > p.latest:
		p.reject(line, offset, store.ReasonFuture)
	default:
		p.add(e)
	}
}

func (p *parsing) reject(line []byte, offset int64, reason string) {
	p.rejects++
	p.rejected = append(p.rejected, store.Reject{
		Source: p.source.ID, Line: p.before + p.lines, Offset: offset, Reason: reason,
		Text: append([]byte{}, line[:min(len(line), store.KeptOfReject)]...),
	})
}

func (p *parsing) add(e *logline.Event) {
	if p.events == 0 {
		p.first, p.last = e.Time, e.Time
	}
	p.first, p.last = min(p.first, e.Time), max(p.last, e.Time)
	p.events++
	p.zoneAssumed = p.zoneAssumed || e.ZoneAssumed
	if p.tally != nil {
		p.tally.add(e, p.lines <= p.tallied)
	}
	p.take(p.source.ID, p.before+p.lines, e)
}
