package logline

import "bytes"

// spelled is a time that is read word by word, in any order that leaves no doubt: "Fri, 22 May 2024 17:09:21 GMT",
// "22/May/2024:5:09:21 PM", "2024/05/22 17:09".
type spelled struct {
	moment
	numbers [3]dateNumber // of the date, in their order
	count   int
	clocked bool // the time of the day has come
	named   bool // the month is a word
}

// dateNumber is a number of a date and what stands before it.
type dateNumber struct {
	value  int64
	length int
	before byte
}

// readSpelled reads a time in words and numbers. Whether 3/4/2024 is in March or in April is never guessed.
func (c *clock) readSpelled(s []byte) (at int64, assumed, ok bool) {
	if len(s) > maxSpelled {
		return 0, false, false
	}
	var t spelled
	separator := byte(0)
	for len(s) > 0 {
		rest, ok := t.next(s, separator)
		if !ok {
			return 0, false, false
		}
		separator, s = lastSeparator(s[:len(s)-len(rest)], separator), rest
	}
	if !t.clocked && t.count == 0 || !t.order() {
		return 0, false, false
	}
	return c.fromMoment(&t.moment)
}

// maxSpelled is how long a time in words can be.
const maxSpelled = 64

// lastSeparator is what stands between one word of a time and the next.
func lastSeparator(taken []byte, before byte) byte {
	if last := taken[len(taken)-1]; !isNameByte(last) {
		return last
	}
	return 0
}

// next takes a word, a number or a sign off the front of s.
func (t *spelled) next(s []byte, before byte) (rest []byte, ok bool) {
	switch c := s[0]; {
	case c-'0' <= 9:
		return t.number(s, before)
	case (c == '+' || c == '-') && t.clocked && !t.zoned && len(s) > 2 && s[1]-'0' <= 9:
		return t.zone(s)
	case c|0x20-'a' <= 'z'-'a':
		return t.word(s)
	case bytes.IndexByte([]byte(" \t,/-.:@()[]"), c) >= 0:
		return s[1:], true
	default:
		return nil, false
	}
}

// number takes the time of the day, or a number of the date.
func (t *spelled) number(s []byte, before byte) (rest []byte, ok bool) {
	length := digitsLength(s)
	if length <= 2 && len(s) > length+2 && s[length] == ':' && !t.clocked && s[length+1]-'0' <= 9 && s[length+2]-'0' <= 9 {
		return t.timeOfDay(s, length)
	}
	if t.count == len(t.numbers) || length > 4 && length != 8 {
		return nil, false
	}
	n, _ := number(s[:length])
	if length == 8 { // 20240522
		if t.count > 0 {
			return nil, false
		}
		t.numbers = [3]dateNumber{{n / 10000, 4, before}, {n / 100 % 100, 2, '-'}, {n % 100, 2, '-'}}
		t.count = 3
		return s[length:], true
	}
	t.numbers[t.count] = dateNumber{n, length, before}
	t.count++
	return s[length:], true
}

func digitsLength(s []byte) int {
	for i, c := range s {
		if c-'0' > 9 {
			return i
		}
	}
	return len(s)
}

// timeOfDay takes 5:09, 17:09:21, 17:09:21.220 or 17:09:21,220.
func (t *spelled) timeOfDay(s []byte, length int) (rest []byte, ok bool) {
	t.clocked = true
	t.hour, _ = number(s[:length])
	t.minute, _ = number(s[length+1 : length+3])
	s = s[length+3:]
	if len(s) < 3 || s[0] != ':' || s[1]-'0' > 9 || s[2]-'0' > 9 {
		return s, len(s) == 0 || s[0]-'0' > 9
	}
	t.second, _ = number(s[1:3])
	s = s[3:]
	if len(s) > 1 && (s[0] == '.' || s[0] == ',' || s[0] == ':') && s[1]-'0' <= 9 {
		length := digitsLength(s[1:])
		if length == 4 && s[0] == ':' { // a year follows
			return s, true
		}
		t.fraction = milliseconds(s[1 : 1+length])
		s = s[1+length:]
	}
	return s, true
}

// zone takes +0900, +09:00 or +09.
func (t *spelled) zone(s []byte) (rest []byte, ok bool) {
	end := 1
	for end < len(s) && (s[end]-'0' <= 9 || s[end] == ':') {
		end++
	}
	text := s[:end]
	if len(text) == 3 {
		text = append(append(make([]byte, 0, 5), text...), "00"...)
	}
	t.zoned = true
	t.offset, ok = zoneOffset(text)
	return s[end:], ok
}

// word takes the name of a month, of a day, of a zone, or am and pm.
func (t *spelled) word(s []byte) (rest []byte, ok bool) {
	end := 0
	for end < len(s) && s[end]|0x20-'a' <= 'z'-'a' {
		end++
	}
	word, rest := s[:end], s[end:]
	var lower [3]byte
	for i := range min(len(word), len(lower)) {
		lower[i] = word[i] | 0x20
	}
	lower[0] &^= 0x20
	switch {
	case len(word) == 1 && (word[0] == 'T' || word[0] == 't') && t.count == 3 && !t.clocked:
		return rest, true
	case len(word) == 1 && (word[0]|0x20 == 'z') && t.clocked,
		len(word) == 3 && t.clocked && (bytes.EqualFold(word, []byte("utc")) || bytes.EqualFold(word, []byte("gmt"))):
		t.offset, t.zoned = 0, true
		return rest, true
	case len(word) == 2 && bytes.EqualFold(word[1:], []byte("m")) && t.clocked && t.half == 0:
		_, ok := halfOfDay(&t.moment, word)
		return rest, ok
	case bytes.EqualFold(word, []byte("at")):
		return rest, true
	case len(word) >= 3 && months[string(lower[:])] > 0 && !t.named:
		t.month, t.named = int64(months[string(lower[:])]), true
		return rest, true
	case len(word) >= 3 && isWeekday(string(lower[:])):
		return rest, true
	}
	return nil, false
}

func isWeekday(word string) bool {
	switch word {
	case "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun":
		return true
	}
	return false
}

// order finds out which number of the date is which.
func (t *spelled) order() bool {
	n := t.numbers[:t.count]
	switch {
	case t.named && t.count == 2 && n[0].length <= 2 && n[1].length == 4: // 22 May 2024, May 22 2024
		t.day, t.year = n[0].value, n[1].value
	case t.named && t.count == 2 && n[0].length == 4: // 2024 May 22
		t.year, t.day = n[0].value, n[1].value
	case t.named || t.count != 3:
		return false
	case n[0].length == 4:
		t.year, t.month, t.day = n[0].value, n[1].value, n[2].value
	case n[2].length != 4:
		return false
	case n[1].before == '.' && n[2].before == '.' || n[0].value > 12:
		t.day, t.month, t.year = n[0].value, n[1].value, n[2].value
	case n[1].value > 12:
		t.month, t.day, t.year = n[0].value, n[1].value, n[2].value
	default:
		return false
	}
	return true
}
