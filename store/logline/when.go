package logline

import (
	"fmt"
	"time"

	"spoor/store/logline/logtime"
)

// DefaultEarliest is the time before which no event is believed to be, where nothing else is said: older ones come of
// clocks that were never set, of zeros, and of numbers that are no times.
var DefaultEarliest = time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)

// AnyTime as Options.Earliest believes every time.
var AnyTime = time.Date(1, 1, 1, 0, 0, 0, 1, time.UTC)

// ParseEarliest reads what --earliest says: a day, as in 2001-01-31, a time of RFC 3339, or none.
func ParseEarliest(text string) (time.Time, error) {
	if text == "none" {
		return AnyTime, nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if at, err := time.Parse(layout, text); err == nil && !at.IsZero() {
			return at, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a day; write one as in 1990-01-01, or none to accept every time", text)
}

// floor is the earliest time that is believed, in milliseconds.
func floor(f Format, o Options) int64 {
	switch {
	case f.fromZero:
		return AnyTime.UnixMilli()
	case o.Earliest.IsZero():
		return DefaultEarliest.UnixMilli()
	}
	return o.Earliest.UnixMilli()
}

// when reads the time: of one value, of a date and a time, of parts, of the prefix of the line, or else when the line
// came. Of several values the first counts that can be a time, since a duration may be called one.
func (p *Parser) when(e *Event) Reason {
	if p.format.program != nil && p.format.program.parts {
		var ok bool
		e.Time, e.ZoneAssumed, ok = p.clock.FromMoment(&p.moment)
		return timestamp(ok)
	}
	reason := MissingTime
	switch {
	case p.fieldTime(e, &reason):
		return OK
	case reason != MissingTime && reason != Implausible:
		return reason
	case p.prefix != nil && p.readTime(p.prefix, e, &reason):
		return OK
	case reason == MissingTime && p.received != nil:
		e.Time = p.received().UnixMilli()
		return OK
	}
	return reason
}

// fieldTime reads the time of the fields of the line, as readTime does.
func (p *Parser) fieldTime(e *Event, reason *Reason) bool {
	date := p.record.get(dateField)
	for i := p.record.next(timeField, 0); i >= 0; i = p.record.next(timeField, i+1) {
		at := p.record.at(p.record.places[timeField][i])
		if len(at) == 0 {
			continue
		}
		if date != nil && logtime.IsTimeOfDay(at) {
			at = p.joined(date, at)
		}
		if p.readTime(at, e, reason) {
			return true
		}
	}
	return date != nil && *reason != BadTimestamp && *reason != DayOrMonth && p.readTime(date, e, reason)
}

// readTime reads a time into e and reports whether it is believed. Otherwise reason is why the first one is not.
func (p *Parser) readTime(s []byte, e *Event, reason *Reason) bool {
	at, assumed, ok := p.clock.ReadIn(p.record.get(zoneField), s)
	if ok && at >= p.earliest {
		e.Time, e.ZoneAssumed = at, assumed && !p.zoneSaid
		return true
	}
	if *reason == MissingTime {
		switch *reason = BadTimestamp; {
		case ok:
			*reason, e.Time = Implausible, at
		case p.clock.Unsettled:
			*reason = DayOrMonth
		}
	}
	return false
}

// joined puts a date and a time of a day together.
func (p *Parser) joined(date, at []byte) []byte {
	zone := ""
	if p.fields > 0 && !p.localTime { // a W3C log
		zone = "Z"
	}
	return p.record.join(p.record.join(date, " ", at), zone, nil)
}

func timestamp(ok bool) Reason {
	if !ok {
		return BadTimestamp
	}
	return OK
}
