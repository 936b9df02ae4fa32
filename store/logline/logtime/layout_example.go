package logtime

import (
	"fmt"
	"strings"

	"spoor/store/logline/decimal"
)

// examplePiece is a piece of a time that is given as an example: what strftime calls it, or a number that may mean
// several things.
type examplePiece struct {
	text   string // of a number its digits, otherwise what stands for it in the layout
	number bool
}

// The orders in which the numbers of a date and of a time of day come.
var (
	dateOrders  = []string{"Ymd", "dmY", "mdY"}
	namedOrders = []string{"dY", "Yd"} // of dates whose month is a word
	clockOrders = []string{"HMS", "HM", ""}
)

// layoutOfExample finds out how a time is written, from one: "31.12.2024 17h09". An example that can be read in several
// ways is an error.
func layoutOfExample(text string) (string, error) {
	pieces, e, err := splitExample(text)
	if err != nil {
		return "", err
	}
	orders := dateOrders
	switch {
	case e.dated:
		orders = []string{""}
	case e.month:
		orders = namedOrders
	}
	var layouts []string
	for _, date := range orders {
		for _, Clock := range clockOrders {
			if e.clocked && Clock != "" {
				continue
			}
			for _, letters := range []string{date + Clock, Clock + date} {
				layout, ok := assign(pieces, letters, e.half)
				if ok && (len(layouts) == 0 || layouts[len(layouts)-1] != layout) {
					layouts = append(layouts, layout)
				}
			}
		}
	}
	switch len(layouts) {
	case 0:
		return "", fmt.Errorf("%q is not a time that can be read; write it as in %%d/%%m/%%Y %%H:%%M", text)
	case 1:
		return layouts[0], nil
	}
	return "", fmt.Errorf("%q can be read as %s; "+
		"take an example with a day after the 12th and a year of four digits, or write one of these",
		text, strings.Join(layouts, " or as "))
}

// example is what is known of an example before its numbers are told apart.
type example struct {
	month   bool // a word says it
	dated   bool // a number of eight digits is the date
	clocked bool // a number of six digits is the time of the day
	half    bool // am or pm
	colons  bool // there was one, so the time of the day has begun
}

// splitExample takes an example apart.
func splitExample(text string) (pieces []examplePiece, e example, err error) {
	if len(text) > MaxSpelled {
		return nil, e, fmt.Errorf("%.20q… is too long for a time", text)
	}
	for at := 0; at < len(text); {
		digits, letters := decimal.Length([]byte(text[at:])), lettersLength(text[at:])
		var piece examplePiece
		length := digits + letters
		switch {
		case digits > 0:
			piece, length = e.digits(text, at, digits)
			if n := len(pieces); piece.text == "%z" { // of which the sign is a part
				pieces = pieces[:n-1]
			}
		case letters > 0:
			piece.text = exampleWord(text[at:at+letters], e.colons || e.clocked)
			e.month = e.month || piece.text == "%B"
			e.half = e.half || piece.text == "%p"
		default:
			length = 1
			e.colons = e.colons || text[at] == ':'
			piece.text = strings.ReplaceAll(text[at:at+1], "%", "%%")
		}
		pieces, at = append(pieces, piece), at+length
	}
	return pieces, e, nil
}

// digits is what so many digits at a place are: a fraction, an offset, a date or a Clock in one piece, or a number.
// The offset is longer than its first digits.
func (e *example) digits(text string, at, digits int) (piece examplePiece, length int) {
	before := text[max(at-1, 0)]
	switch {
	case (before == '.' || before == ',') && behindClock(text[:at-1], ":"):
		return examplePiece{text: "%f"}, digits
	case (before == '+' || before == '-') && e.colons &&
		(behindClock(text[:at-1], ":.,") || strings.HasSuffix(text[:at-1], " ")):
		if rest := text[at+digits:]; digits == 2 && strings.HasPrefix(rest, ":") {
			digits += 1 + decimal.Length([]byte(rest[1:]))
		}
		return examplePiece{text: "%z"}, digits
	case digits == 6 && e.dated:
		e.clocked = true
		return examplePiece{text: "%H%M%S"}, digits
	}
	layout, compact := map[int]string{8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}[digits]
	if !compact {
		return examplePiece{text[at : at+digits], true}, digits
	}
	e.dated, e.clocked = true, e.clocked || digits > 8
	return examplePiece{text: layout}, digits
}

// behindClock reports whether a text ends with a number behind one of these signs.
func behindClock(text, signs string) bool {
	rest := strings.TrimRight(text, "0123456789")
	return rest != "" && rest != text && strings.Contains(signs, rest[len(rest)-1:])
}

func lettersLength(s string) int {
	for i := range len(s) {
		if s[i]|0x20-'a' > 'z'-'a' {
			return i
		}
	}
	return len(s)
}

// exampleWord is what strftime calls a word: the name of a month, a day, a half of the day or a zone; any other stands
// for itself.
func exampleWord(word string, clocked bool) string {
	m := Moment{}
	if rest, ok := wholeMonth(&m, []byte(word)); ok && len(rest) == 0 {
		return "%B"
	}
	if rest, ok := wholeWeekday(&m, []byte(word)); ok && len(rest) == 0 {
		return "%A"
	}
	if rest, ok := halfOfDay(&m, []byte(word)); ok && len(rest) == 0 {
		return "%p"
	}
	if clocked && (strings.EqualFold(word, "z") || word == strings.ToUpper(word) && len(word) >= 3) {
		return "%Z"
	}
	return word
}

// assign gives the numbers their letters, in their order, if each can be what its letter says.
func assign(pieces []examplePiece, letters string, half bool) (layout string, ok bool) {
	var to strings.Builder
	for _, piece := range pieces {
		if !piece.number {
			to.WriteString(piece.text)
			continue
		}
		if letters == "" {
			return "", false
		}
		letter := letters[0]
		letters = letters[1:]
		if !canBe(letter, piece.text, half) {
			return "", false
		}
		switch {
		case letter == 'Y' && len(piece.text) == 2:
			letter = 'y'
		case letter == 'H' && half:
			letter = 'I'
		}
		to.WriteString("%" + string(letter))
	}
	return to.String(), letters == ""
}

// canBe reports whether a number can be what a letter says.
func canBe(letter byte, digits string, half bool) bool {
	n, _ := decimal.Number([]byte(digits))
	if letter == 'Y' {
		return len(digits) == 4 && n >= 1900 || len(digits) == 2
	}
	lowest, highest := int64(1), int64(0)
	switch letter {
	case 'm':
		highest = 12
	case 'd':
		highest = 31
	case 'H':
		if highest = 12; !half {
			lowest, highest = 0, 23
		}
	default:
		lowest, highest = 0, 59
	}
	return len(digits) <= 2 && n >= lowest && n <= highest
}
