package logtime

import (
	"bytes"
	"time"
	"unicode/utf8"

	"spoor/store/logline/decimal"
)

// spelled is a time that is read word by word, in any order that leaves no doubt: "Fri, 22 May 2024 17:09:21 GMT",
// "22/May/2024:5:09:21 PM", "2024/05/22 17:09".
type spelled struct {
	Moment
	numbers [3]dateNumber // of the date, in their order
	count   int
	clocked bool // the time of the day has come
	named   bool // the month is a word
	namedAt int  // behind so many numbers
	utc     bool // the zone is UTC by name, so that an offset may follow

	marked   bool // a T has come
	doubtful bool // the word may have been a Tuesday
}

// dateNumber is a number of a date and what stands before it.
type dateNumber struct {
	value  int64
	length int
	before byte
}

// readSpelled reads a time in words and numbers. Whether 3/4/2024 is in March or in April is never guessed: the layout
// must say it.
func (c *Clock) readSpelled(s []byte) (at int64, assumed, ok bool) {
	c.Unsettled = false
	if len(s) > MaxSpelled {
		return 0, false, false
	}
	var t spelled
	separator := byte(0)
	for len(s) > 0 && !t.ends(s) {
		rest, ok := t.next(s, separator)
		if !ok {
			return 0, false, false
		}
		separator, s = lastSeparator(s[:len(s)-len(rest)]), rest
	}
	if !t.clocked && t.count == 0 {
		return 0, false, false
	}
	if t.isYearless() {
		hours, ok := t.hours()
		since := hours*hour + t.minute*minute + t.second*second + t.fraction
		at, assumed, yearOK := c.yearlessTime(time.Month(t.month), int(t.numbers[0].value), since)
		return at, assumed, ok && yearOK && t.minute < 60 && t.second <= 60
	}
	order := t.order(c)
	if order == unclearDate {
		return 0, false, false
	}
	c.Unsettled = order.isUnsettled()
	at, assumed, ok = c.FromMoment(&t.Moment)
	c.note(&t, order, ok)
	return at, assumed, ok && !c.Unsettled
}

// note remembers what a time says of those beside it.
func (c *Clock) note(t *spelled, order dateOrder, ok bool) {
	if ok || c.Unsettled {
		c.Dates.add(order, t.numbers)
	}
	c.Days = c.Days || ok && !t.clocked
}

// ends reports whether what is left says nothing: the name of a zone in brackets behind its offset, as of JavaScript
// and Java, or the monotonic Clock of Go.
func (t *spelled) ends(s []byte) bool {
	return t.zoned && (len(s) > 2 && (s[0] == '(' || s[0] == '[') || bytes.HasPrefix(s, []byte("m=")))
}

// isYearless tells a day, a month and a time of the day: 22 May, 17:09.
func (t *spelled) isYearless() bool {
	day := t.numbers[0]
	return t.named && t.clocked && t.count == 1 && day.length <= 2 && day.value > 0 && day.value <= 31 &&
		!t.zoned && len(t.zone) == 0
}

// MaxSpelled is how long a time in words can be.
const MaxSpelled = 96

// lastSeparator is what stands between one word of a time and the next.
func lastSeparator(taken []byte) byte {
	if last := taken[len(taken)-1]; last != '_' && last-'0' > 9 && last|0x20-'a' > 'z'-'a' {
		return last
	}
	return 0
}

// next takes a word, a number or a sign off the front of s.
func (t *spelled) next(s []byte, before byte) (rest []byte, ok bool) {
	switch c := s[0]; {
	case c-'0' <= 9:
		return t.number(s, before)
	case bytes.HasPrefix(s, minus):
		return t.next(append([]byte{'-'}, s[len(minus):]...), before)
	case (c == '+' || c == '-') && t.clocked && (!t.zoned || t.utc) && len(s) > 1 && s[1]-'0' <= 9 &&
		!t.withinDate(before):
		return t.signedOffset(s)
	case c|0x20-'a' <= 'z'-'a' || c >= utf8.RuneSelf:
		return t.word(s, before)
	case bytes.IndexByte([]byte(" \t,/-.:@()[]_"), c) >= 0:
		return s[1:], true
	default:
		return nil, false
	}
}

var minus = []byte("−") // as typesetters write it

// withinDate reports whether numbers of a date have begun that go on behind the sign: 17:09 22-05-2024.
func (t *spelled) withinDate(before byte) bool {
	return !t.named && t.count > 0 && t.count < len(t.numbers) && before == 0
}

// dated reports whether the date is whole.
func (t *spelled) dated() bool { return t.count == len(t.numbers) || t.named && t.count == 2 }

// number takes the time of the day, or a number of the date.
func (t *spelled) number(s []byte, before byte) (rest []byte, ok bool) {
	length := decimal.Length(s)
	if rest, ok := t.clockAhead(s, length); ok {
		return rest, true
	}
	if rest, ok := t.otherCalendar(s, length, before); ok {
		return rest, true
	}
	if t.count == 0 && (length == 8 || length == 12 || length == 14 || length == 17) { // 20240522170921
		return t.compactDate(s, length, before)
	}
	if t.count == len(t.numbers) && t.marked && length == 2 && !t.clocked { // 2024-05-22T17
		t.hour, t.clocked = pair(s[0], s[1]), true
		return s[2:], true
	}
	if t.count == len(t.numbers) || length > 4 {
		return nil, false
	}
	n, _ := decimal.Number(s[:length])
	t.numbers[t.count] = dateNumber{n, length, before}
	t.count++
	return s[length:], true
}

// clockAhead takes the time of the day, if it begins with so many digits.
func (t *spelled) clockAhead(s []byte, length int) (rest []byte, ok bool) {
	switch {
	case t.clocked:
		return nil, false
	case beginsClock(s, length):
		return t.timeOfDay(s, length)
	case length <= 2:
		return t.otherClock(s, length)
	case t.count == 3 && (length == 6 || length == 4): // 170921
		return t.compactClock(s, length)
	}
	return nil, false
}

// compactDate takes 20240522, and 1709 or 170921 behind it.
func (t *spelled) compactDate(s []byte, length int, before byte) (rest []byte, ok bool) {
	day, _ := decimal.Number(s[:8])
	t.setDate(day/10000, day/100%100, day%100, before)
	switch {
	case length > 14:
		_, ok = t.compactClock(s[8:14], 6)
		t.fraction = milliseconds(s[14:17])
		return s[length:], ok
	case length > 8:
		return t.compactClock(s[8:], length-8)
	}
	return s[length:], true
}

// signedOffset takes +0900, +09:00 or +09.
func (t *spelled) signedOffset(s []byte) (rest []byte, ok bool) {
	end := 1
	for end < len(s) && (s[end]-'0' <= 9 || s[end] == ':') {
		end++
	}
	text := s[:end]
	if len(text) == 2 && t.utc { // GMT+2
		text = []byte{text[0], '0', text[1]}
	}
	t.zoned, t.utc = true, false
	t.offset, ok = ZoneOffset(text)
	return s[end:], ok
}

// word takes the name of a month, of a day, of a zone, or am and pm, in English or another language.
func (t *spelled) word(s []byte, before byte) (rest []byte, ok bool) {
	if end := locationLength(s); end > 0 && t.clocked {
		return s[end:], t.location(s[:end])
	}
	end := wordLength(s, t.count > 0 && before == 0)
	word, rest := s[:end], s[end:]
	if end == 0 {
		return nil, false
	}
	if meant := dateWordOf(word); meant != noDateWord {
		return rest, t.meaning(meant)
	}
	if before == 0 && isOrdinal(word) {
		return rest, t.count > 0
	}
	switch end {
	case 1:
		return rest, t.letter(word[0])
	case 2:
		return rest, t.twoLetters(word)
	default:
		return rest, t.name(word)
	}
}

// isOrdinal tells what stands behind the number of a day: 22nd.
func isOrdinal(word []byte) bool {
	switch string(word) {
	case "st", "nd", "rd", "th":
		return true
	}
	return false
}

// meaning takes a word of a date in another language.
func (t *spelled) meaning(word dateWord) bool {
	switch {
	case word == fillerWord:
	case word == forenoonWord && t.half == 0:
		t.half = 1
	case word == afternoonWord && t.half == 0:
		t.half = 2
	case word == marchOrTuesday && t.named: // mar 3 mar 2026
		return t.doubtful
	case word == marchOrTuesday:
		t.month, t.named, t.namedAt, t.doubtful = int64(time.March), true, t.count, t.count == 0
	case word <= december && (!t.named || t.doubtful):
		t.month, t.named, t.namedAt, t.doubtful = int64(word), true, t.count, false
	default:
		return false
	}
	return true
}

// letter takes the T between a date and a time, and the Z of UTC.
func (t *spelled) letter(c byte) bool {
	switch {
	case c|0x20 == 't':
		t.marked = true
		return t.count == 3 && !t.clocked
	case c|0x20 == 'z' && t.clocked:
		t.offset, t.zoned, t.utc = 0, true, false
		return true
	}
	return false
}

// twoLetters takes am, pm and at.
func (t *spelled) twoLetters(word []byte) bool {
	if t.clocked && t.half == 0 && word[1]|0x20 == 'm' {
		_, ok := halfOfDay(&t.Moment, word)
		return ok
	}
	return bytes.EqualFold(word, []byte("at"))
}

// name takes the name of a month, of a day or of a zone, which have three letters or more.
func (t *spelled) name(word []byte) bool {
	short := [3]byte{word[0] &^ 0x20, word[1] | 0x20, word[2] | 0x20}
	month := months[string(short[:])]
	if month > 0 && !isWordOf(word, month.String()) {
		month = 0
	}
	switch {
	case t.clocked && !t.zoned && (bytes.EqualFold(word, []byte("utc")) || bytes.EqualFold(word, []byte("gmt"))):
		t.offset, t.zoned, t.utc = 0, true, true
	case month > 0 && (!t.named || t.doubtful):
		t.month, t.named, t.namedAt, t.doubtful = int64(month), true, t.count, false
	case isWeekday(string(short[:])):
	case t.clocked && len(word) <= maxZone && len(t.zone) == 0: // behind an offset it is but its name
		t.zone = word
	default:
		return false
	}
	return true
}

func isWeekday(word string) bool {
	switch word {
	case "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun":
		return true
	}
	return false
}

// order finds out which number of the date is which.
func (t *spelled) order(c *Clock) dateOrder {
	n := t.numbers[:t.count]
	switch {
	case t.named && t.count == 2 && n[0].length <= 2 && n[1].length == 4: // 22 May 2024, May 22 2024
		t.day, t.year = n[0].value, n[1].value
	case t.named && t.count == 2 && n[0].length == 4: // 2024 May 22
		t.year, t.day = n[0].value, n[1].value
	case t.named && t.count == 2 && t.namedAt == 1 && n[1].length == 2: // 22-May-24
		t.day, t.year = n[0].value, fullYear(n[1].value)
	case t.named || t.count != 3:
		return unclearDate
	case n[0].length == 4:
		t.year, t.month, t.day = n[0].value, n[1].value, n[2].value
	default:
		return t.dayAndMonth(c)
	}
	return plainDate
}

// dayAndMonth finds out which of two numbers before a year is the day and which the month.
func (t *spelled) dayAndMonth(c *Clock) dateOrder {
	first, second, year := t.numbers[0].value, t.numbers[1].value, t.numbers[2].value
	order := plainDate
	switch {
	case t.numbers[1].before == '.' && t.numbers[2].before == '.':
	case first == second:
	case c.Layout.order != plainDate:
		order = c.Layout.order
	case second > 12:
		order = monthFirst
	case first > 12 && (t.numbers[2].length == 4 || year > 31 || c.isFuture(fullYear(first))):
		order = dayFirst
	case first > 12:
		order = dayOrYear
	default:
		order = eitherFirst
	}
	switch t.numbers[2].length {
	case 2:
		year = fullYear(year)
	case 4:
	default:
		return unclearDate
	}
	if t.day, t.month, t.year = first, second, year; order == monthFirst {
		t.day, t.month = second, first
	}
	return order
}

// isFuture reports whether a year has not begun yet.
func (c *Clock) isFuture(year int64) bool {
	return c.latest != 0 && year > int64(time.UnixMilli(c.latest).UTC().Year())
}

// fullYear is the year of its last two digits.
func fullYear(year int64) int64 {
	if year >= 69 {
		return 1900 + year
	}
	return 2000 + year
}

// IsTimeOfDay tells 15:04:05, 9:04 and 9:04:05 PM from a time with its date.
func IsTimeOfDay(s []byte) bool {
	hours := decimal.Length(s)
	return hours > 0 && hours <= 2 && len(s) > hours && s[hours] == ':' && !bytes.ContainsAny(s, "/-")
}
