// Package logtime reads times as logs write them: access logs, ISO 8601, syslog, numbers of many epochs, words and
// numbers in any order that leaves no doubt, in eighteen languages, and what a layout says. It is pure and reads the
// usual ones without allocating.
package logtime

import (
	"bytes"
	"strconv"
	"time"

	"spoor/store/logline/decimal"
)

// Clock reads times, all as UTC milliseconds. It remembers the last day and offset of an access log, since lines
// come by the day.
type Clock struct {
	Zone     *time.Location   // of times that name none
	latest   int64            // times without a year are not after it; 0: they can't be read
	later    func() time.Time // what it becomes with time; nil: it stays
	Yearless bool             // there was a time without a year
	Days     bool             // there was one that names the day alone
	day      [12]byte         // "02/Jan/2006:"
	offset   [6]byte          // " -0700"
	midnight int64            // when that day starts at that offset

	isoDay      [10]byte // "2006-01-02"
	isoMidnight int64    // when that day starts in UTC

	Layout   Layout     // how times are written, if it is said
	Dates    DateCounts // which of day and month stood first in those read so far
	FromZero bool       // times count from zero: a number is no date

	locations locations

	Unsettled bool // the last time that could not be read is one of which day and month can't be told apart
}

// How long the usual times are, in bytes.
const (
	CommonLength = len("02/Jan/2006:15:04:05 -0700")
	SyslogLength = len("Jan _2 15:04:05")
	ISOLength    = len("2006-01-02T15:04:05")
)

const (
	second = int64(1000) // milliseconds
	minute = 60 * second
	hour   = 60 * minute
)

// New makes a clock. Times that name no zone are of this one; those without a year are at most a day after now, which
// is what later says with time, unless it is nil. Without now they can't be read.
func New(zone *time.Location, now time.Time, later func() time.Time) Clock {
	c := Clock{Zone: zone, later: later}
	if !now.IsZero() {
		c.latest = now.UnixMilli() + 24*hour
	}
	// It starts with a day, since a memory of zeros would know a line of NULs again.
	c.turn([]byte("01/Jan/1970:00:00:00 +0000"))
	c.turnISO([]byte("1970-01-01"))
	return c
}

// Read reads a time in any of the forms that logs use, in brackets or not. assumed tells that it names no zone.
func (c *Clock) Read(s []byte) (at int64, assumed, ok bool) {
	s = unwrapped(s)
	if c.Layout.steps != nil {
		return c.Layout.read(c, s)
	}
	switch {
	case len(s) == CommonLength && s[2] == '/':
		at, ok = c.CommonTime(s)
	case len(s) >= ISOLength && s[4] == '-':
		at, assumed, ok = c.isoTime(s)
	case len(s) == SyslogLength && s[3] == ' ':
		at, assumed, ok = c.syslogTime(s)
	case !c.FromZero && isCompact(s):
	default:
		at, ok = EpochTime(s)
	}
	if !ok {
		return c.readSpelled(s)
	}
	return at, assumed, true
}

// ReadIn is Read of a time whose zone may stand apart from it: an offset, as in +0200, a place, as in Europe/Berlin, or
// an abbreviation. It counts where the time itself names none.
func (c *Clock) ReadIn(zone, s []byte) (at int64, assumed, ok bool) {
	if len(zone) == 0 {
		return c.Read(s)
	}
	own := c.Zone
	c.Zone = time.UTC
	wall, assumed, ok := c.Read(s)
	if c.Zone = own; !ok || !assumed {
		return wall, assumed, ok
	}
	if offset, known := c.OffsetOf(zone, wall); known {
		return wall - offset, false, true
	}
	return c.fromWall(wall), true, true
}

// OffsetOf is the offset that a zone has at a time that was read as if it were UTC, in milliseconds east of it.
func (c *Clock) OffsetOf(zone []byte, wall int64) (offset int64, ok bool) {
	if offset, ok = ZoneOffset(zone); !ok {
		offset, ok = c.zoneNamed(zone, wall)
	}
	return offset, ok
}

// unwrapped is a time without the brackets or quotes around it, or what .NET writes around milliseconds, as in
// /Date(1794236645123)/.
func unwrapped(s []byte) []byte {
	if len(s) < 3 {
		return s
	}
	switch {
	case s[0] == '[' && s[len(s)-1] == ']', (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0]:
		return s[1 : len(s)-1]
	case s[0] == '@' && s[1]-'0' <= 9: // as date takes it
		return s[1:]
	case s[0] == '/' && bytes.HasPrefix(s, []byte("/Date(")) && bytes.HasSuffix(s, []byte(")/")) &&
		len(s) > len("/Date()/"):
		s = s[len("/Date(") : len(s)-len(")/")]
		if sign := bytes.LastIndexAny(s, "+-"); sign > 0 { // its offset says nothing of the moment
			s = s[:sign]
		}
	}
	return s
}

// isCompact tells 20240522, 202405221709, 20240522170921 and 20240522170921250, also with more behind, from the number
// of an epoch: one of that length lies before 1990 or far ahead.
func isCompact(s []byte) bool {
	length := decimal.Length(s)
	if length != 8 && length != 12 && length != 14 && length != 17 {
		return false
	}
	year := pair(s[0], s[1])*100 + pair(s[2], s[3])
	month, day := pair(s[4], s[5]), pair(s[6], s[7])
	ok := year >= 1990 && year < 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31
	if length > 8 {
		ok = ok && pair(s[8], s[9]) < 24 && pair(s[10], s[11]) < 60
	}
	return ok
}

// CommonTime reads "02/Jan/2006:15:04:05 -0700", the time of access logs.
func (c *Clock) CommonTime(s []byte) (at int64, ok bool) {
	if [12]byte(s) != c.day || [6]byte(s[20:]) != c.offset {
		if !c.turn(s) {
			return 0, false
		}
	}
	since, ok := timeOfDay(s[12:])
	return c.midnight + since, ok
}

// turn sets the Clock to the day and the offset of s.
func (c *Clock) turn(s []byte) bool {
	if s[2] != '/' || s[6] != '/' || s[11] != ':' || s[20] != ' ' {
		return false
	}
	midnight, dateOK := date(s[7:11], months[string(s[3:6])], s[:2])
	offset, offsetOK := ZoneOffset(s[21:CommonLength])
	if !dateOK || !offsetOK {
		return false
	}
	c.day, c.offset, c.midnight = [12]byte(s), [6]byte(s[20:]), midnight-offset
	return true
}

var months = map[string]time.Month{
	"Jan": time.January, "Feb": time.February, "Mar": time.March, "Apr": time.April,
	"May": time.May, "Jun": time.June, "Jul": time.July, "Aug": time.August,
	"Sep": time.September, "Oct": time.October, "Nov": time.November, "Dec": time.December,
}

// IsMonth reports whether a word is one of the twelve short names of months: Jan.
func IsMonth(word []byte) bool { return months[string(word)] > 0 }

// isoTime reads "2006-01-02T15:04:05.999+09:00" with T or a space, with or without fraction and zone.
func (c *Clock) isoTime(s []byte) (at int64, assumed, ok bool) {
	if s[10] != 'T' && s[10] != 't' && s[10] != ' ' || [10]byte(s) != c.isoDay && !c.turnISO(s) {
		return 0, false, false
	}
	since, timeOK := timeOfDay(s[11:])
	fraction, zone, fractionOK := splitFraction(s[ISOLength:])
	if !timeOK || !fractionOK {
		return 0, false, false
	}
	at = c.isoMidnight + since + milliseconds(fraction)
	if len(zone) == 0 {
		return c.fromWall(at), true, true
	}
	if zone[0] == ' ' {
		zone = zone[1:]
	}
	offset, ok := ZoneOffset(zone)
	return at - offset, false, ok
}

// turnISO sets the Clock to the day that s begins with.
func (c *Clock) turnISO(s []byte) bool {
	month, _ := decimal.Number(s[5:7])
	midnight, ok := date(s[:4], time.Month(month), s[8:10])
	if ok = ok && s[4] == '-' && s[7] == '-'; ok {
		c.isoDay, c.isoMidnight = [10]byte(s), midnight
	}
	return ok
}

// syslogTime reads "Jan _2 15:04:05" in the last year in which it is not in the future.
func (c *Clock) syslogTime(s []byte) (at int64, assumed, ok bool) {
	month := months[string(s[:3])]
	day := max(s[4], '0') // a space before a single digit
	since, timeOK := timeOfDay(s[7:])
	d := pair(day, s[5])
	if month == 0 || s[6] != ' ' || !timeOK || d == 0 || d > 31 {
		return 0, false, false
	}
	return c.yearlessTime(month, int(d), since)
}

// yearlessTime is a time so long after the midnight of a day, in the last year in which it is not in the future.
func (c *Clock) yearlessTime(month time.Month, day int, since int64) (at int64, assumed, ok bool) {
	if c.latest == 0 {
		return 0, false, false
	}
	at, ok = c.lastTime(month, day, since)
	if c.later != nil && (!ok || c.latest-at > 300*24*hour) { // nearly a year ago, or just now
		c.latest = max(c.latest, c.later().UnixMilli()+24*hour)
		at, ok = c.lastTime(month, day, since)
	}
	c.Yearless = c.Yearless || ok
	return at, ok, ok
}

// lastTime is the last time not after the latest that is so long after the midnight of a day.
func (c *Clock) lastTime(month time.Month, day int, since int64) (at int64, ok bool) {
	newest := time.UnixMilli(c.latest).UTC().Year() + 1 // as the clocks of the zone may show it already
	for year := newest; year > newest-10; year-- {      // 29 February comes every eight years at least
		t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
		if t.Month() != month {
			continue
		}
		if at = c.fromWall(t.UnixMilli() + since); at <= c.latest {
			return at, true
		}
	}
	return 0, false
}

// fromWall turns a time that was read as if it were UTC into the instant when the clocks of the zone show it. Of an
// hour that comes twice a year it takes one, and an hour that is left out counts from the offset before or after it.
func (c *Clock) fromWall(at int64) int64 {
	if c.Zone == time.UTC {
		return at
	}
	return wallIn(c.Zone, at)
}

// wallIn is the instant when the clocks of a zone show what was read as if it were UTC.
func wallIn(zone *time.Location, at int64) int64 {
	wall := time.UnixMilli(at).UTC()
	return time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(),
		wall.Nanosecond(), zone).UnixMilli()
}

// epochUnits tell what a number counts since 1970 by how large it is: a log of our days can't be of two of them.
var epochUnits = []struct{ below, multiply, divide int64 }{
	{below: 1e11, multiply: 1000, divide: 1}, // seconds, to the year 5138
	{below: 1e14, multiply: 1, divide: 1},    // milliseconds, from 1973
	{below: 1e17, multiply: 1, divide: 1e3},  // microseconds
	{below: 1<<63 - 1, multiply: 1, divide: 1e6},
}

// otherEpochs are numbers that count from elsewhere: those of our days are none that count from 1970.
var otherEpochs = []struct{ from, below, zero, divide int64 }{
	{12_600_000_000_000_000, 15_000_000_000_000_000, 11_644_473_600_000, 1e3},   // microseconds since 1601, of Chrome
	{126_000_000_000_000_000, 150_000_000_000_000_000, 11_644_473_600_000, 1e4}, // tenths of them, of Windows (FILETIME)
	{630_000_000_000_000_000, 670_000_000_000_000_000, 62_135_596_800_000, 1e4}, // the same since the year 1, of .NET
}

// EpochTime reads a number of seconds, milliseconds, microseconds or nanoseconds since 1970, or one of otherEpochs.
func EpochTime(s []byte) (at int64, ok bool) {
	if isScientific(s) { // some encoders write 1.609459200123e+12
		float, err := strconv.ParseFloat(string(s), 64)
		if err != nil {
			return 0, false
		}
		s = strconv.AppendFloat(nil, float, 'f', -1, 64)
	}
	digits := bytes.IndexAny(s, ".,")
	if digits < 0 {
		digits = len(s)
	}
	whole, ok := decimal.Number(s[:digits])
	fraction, rest, fractionOK := splitFraction(s[digits:])
	if !ok || whole < 0 || !fractionOK || len(rest) > 0 {
		return 0, false
	}
	for _, other := range otherEpochs {
		if whole >= other.from && whole < other.below {
			return whole/other.divide - other.zero, true
		}
	}
	for _, unit := range epochUnits {
		if whole < unit.below {
			at = whole * unit.multiply / unit.divide
			return at + milliseconds(fraction)*unit.multiply/1000, true // only seconds have a fraction worth a millisecond
		}
	}
	return 0, false
}

// isScientific tells a number with an exponent from other times.
func isScientific(s []byte) bool {
	return bytes.ContainsAny(s, "eE") && len(bytes.Trim(s, "0123456789.eE+-")) == 0
}

// date reads digits of a year and a day into the start of that day. A day that does not exist is not ok.
func date(year []byte, month time.Month, day []byte) (midnight int64, ok bool) {
	y, yearOK := decimal.Number(year)
	d, dayOK := decimal.Number(day)
	if !yearOK || !dayOK || y == 0 {
		return 0, false
	}
	t := time.Date(int(y), month, int(d), 0, 0, 0, 0, time.UTC)
	return t.UnixMilli(), t.Month() == month && t.Day() == int(d)
}

// timeOfDay reads the "15:04:05" that s starts with. Second 60, a leap second, is the second after it.
func timeOfDay(s []byte) (since int64, ok bool) {
	h, m, sec := pair(s[0], s[1]), pair(s[3], s[4]), pair(s[6], s[7])
	ok = s[2] == ':' && s[5] == ':' && h < 24 && m < 60 && sec <= 60
	return h*hour + m*minute + sec*second, ok
}

// pair reads two digits; what is none comes out as a hundred, which is too much for every use.
func pair(tens, ones byte) int64 {
	tens, ones = tens-'0', ones-'0'
	if tens > 9 || ones > 9 {
		return 100
	}
	return int64(tens)*10 + int64(ones)
}

// ZoneOffset reads +0900, +09:00, +09, or a name of UTC. No place is 15 hours away from UTC.
func ZoneOffset(s []byte) (offset int64, ok bool) {
	switch string(s) {
	case "Z", "z", "UTC", "GMT":
		return 0, true
	}
	if len(s) < 3 || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	minutes := s[3:]
	switch {
	case len(minutes) == 0:
		minutes = []byte("00")
	case minutes[0] == ':':
		minutes = minutes[1:]
	}
	if len(minutes) != 2 {
		return 0, false
	}
	h, m := pair(s[1], s[2]), pair(minutes[0], minutes[1])
	offset = h*hour + m*minute
	ok = m < 100 && offset < 15*hour
	if s[0] == '-' {
		offset = -offset
	}
	return offset, ok
}

// splitFraction cuts the digits of a fraction behind a point or a comma off the front of s, if it starts with one.
func splitFraction(s []byte) (digits, rest []byte, ok bool) {
	if len(s) == 0 || s[0] != '.' && s[0] != ',' {
		return nil, s, true
	}
	end := 1
	for end < len(s) && s[end]-'0' <= 9 {
		end++
	}
	return s[1:end], s[end:], end > 1
}

// milliseconds reads the first three digits of a fraction of a second.
func milliseconds(fraction []byte) (n int64) {
	for unit, i := int64(100), 0; i < min(len(fraction), 3); unit, i = unit/10, i+1 {
		n += int64(fraction[i]-'0') * unit
	}
	return n
}
