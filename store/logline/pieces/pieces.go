// Package pieces cuts a line of no known format into its values, by what mostly stands between and around them.
// It is pure.
package pieces

import (
	"bytes"

	"spoor/store/logline/spelling"
)

// Piece is a value of a line.
type Piece struct {
	Before, Close string // what stands before it, with the sign that opens it, and the sign that closes it
	Value         []byte // a part of the line
}

// most is how many values a line may have.
const most = 100

// Of cuts a line into its values.
func Of(line []byte) []Piece { return split(line, separatorIn(line)) }

// separatorIn is what stands between the values of a line: a tab or a bar, if there are several, a comma, if values in
// quotes have some between, or the first values and no blanks, or else a blank.
func separatorIn(line []byte) byte {
	first := line[:max(0, bytes.IndexAny(line, "\"[ "))]
	if bytes.Count(first, []byte{','}) >= 2 || bytes.Count(line, []byte(`","`)) >= 2 {
		return ','
	}
	for _, separator := range []byte("\t|") {
		if bytes.Count(line, []byte{separator}) >= 4 {
			return separator
		}
	}
	return ' '
}

// split cuts a line into its values: what is quoted or in brackets, or else what stands between the separators;
// behind NAME= only what follows it. A line of too many is none.
func split(line []byte, separator byte) (pieces []Piece) {
	for at := 0; at < len(line); {
		start := at
		for at < len(line) && (line[at] == ' ' || line[at] == '\t' || line[at] == separator) {
			at++
		}
		at += keyLength(line[at:])
		if at == len(line) || len(pieces) == most {
			break
		}
		p := Piece{}
		if closing := closingOf(line[at]); closing != 0 {
			if end := closingSign(line[at+1:], closing); end >= 0 {
				p.Before, p.Close, p.Value = string(line[start:at+1]), string(closing), line[at+1:at+1+end]
				pieces, at = append(pieces, p), at+end+2
				continue
			}
		}
		end := wordEnd(line[at:], separator)
		p.Before, p.Value = string(line[start:at]), bytes.TrimRight(line[at:at+end], " ,;")
		if len(p.Value) == 0 && separator == ' ' {
			p.Value = line[at : at+end]
		}
		pieces, at = append(pieces, p), at+len(p.Value)
		if len(p.Value) == 0 {
			at++
		}
	}
	return pieces
}

// wordEnd is where a value ends that is neither in quotes nor in brackets.
func wordEnd(s []byte, separator byte) int {
	end := bytes.IndexByte(s, separator)
	if separator == ' ' {
		end = bytes.IndexAny(s, " \t")
	}
	if end < 0 {
		return len(s)
	}
	if separator == ' ' {
		return listEnd(s, end)
	}
	return end
}

// listEnd is where a list of addresses ends, "203.0.113.4, 10.0.0.1", of which the first ends at end.
func listEnd(s []byte, end int) int {
	for end < len(s) && isListed(s[:end]) {
		next := bytes.IndexByte(s[end+1:], ' ')
		if next < 0 {
			next = len(s) - end - 1
		}
		if next == 0 || isSign(s[end+1]) {
			break
		}
		end += 1 + next
	}
	return end
}

// isListed reports whether s ends with an address, or what stands for none, and a comma.
func isListed(s []byte) bool {
	last := s[bytes.LastIndexByte(s, ' ')+1:]
	if len(last) < 2 || last[len(last)-1] != ',' {
		return false
	}
	last = last[:len(last)-1]
	return spelling.MayBeAddress(last) || string(last) == "-" || string(last) == "unknown"
}

func isSign(c byte) bool { return closingOf(c) != 0 }

// keyLength is how long NAME= at the front of s is.
func keyLength(s []byte) int {
	for i, c := range s {
		if c == '=' && i > 0 && i+1 < len(s) && s[i+1] != ' ' {
			return i + 1
		}
		if !spelling.IsNameByte(c) && c != '-' {
			return 0
		}
	}
	return 0
}

func closingOf(opening byte) byte {
	switch opening {
	case '"', '\'':
		return opening
	case '[':
		return ']'
	case '(':
		return ')'
	}
	return 0
}

func closingSign(s []byte, closing byte) int {
	if closing == '"' {
		return spelling.ClosingQuote(s)
	}
	return bytes.IndexByte(s, closing)
}
