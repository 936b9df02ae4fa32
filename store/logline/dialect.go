package logline

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// dialect is in what a table of separated values differs from RFC 4180. The zero value is a table that does not.
type dialect struct {
	separator byte // 0: that of the format
	habits    habits
}

// habits are a set of ways to write a table.
type habits uint8

const (
	singleQuotes  habits = 1 << iota // 'a, b' instead of "a, b"
	backslashes                      // a backslash stands before a quote within quotes, and before itself
	rowNames                         // a name of the row, for which there is no column, stands before the first value
	lastTakesRest                    // the last value may hold separators
	missingValues                    // empty values at the end are left out
	endSeparator                     // a separator stands behind the last value
	moreColumns                      // from some record on there are more values at the end, which no header names
)

// habitWords are what the name of a format calls the habits, in their order.
var habitWords = []string{
	"single-quotes", "backslashes", "row-names", "last-takes-rest", "missing-values", "end-separator", "more-columns",
}

const separatorWord = "separator-"

// String is the dialect as the name of a format has it, in parentheses; nothing for the one of RFC 4180.
func (d dialect) String() string {
	var words []string
	if d.separator != 0 {
		words = append(words, fmt.Sprintf("%s%02x", separatorWord, d.separator))
	}
	for i, word := range habitWords {
		if d.has(1 << i) {
			words = append(words, word)
		}
	}
	if words == nil {
		return ""
	}
	return "(" + strings.Join(words, ",") + ")"
}

func (d dialect) has(h habits) bool { return d.habits&h != 0 }

// with is the dialect with one more habit.
func (d dialect) with(h habits) dialect {
	d.habits |= h
	return d
}

func (d dialect) quote() byte {
	if d.has(singleQuotes) {
		return '\''
	}
	return '"'
}

// parseDialect reads what String writes, without the parentheses.
func parseDialect(text string) (d dialect, err error) {
	for word := range strings.SplitSeq(text, ",") {
		if digits, ok := strings.CutPrefix(word, separatorWord); ok {
			if separator, err := strconv.ParseUint(digits, 16, 8); err == nil && separator > 0 && separator < 0x80 {
				d.separator = byte(separator)
				continue
			}
		}
		i := slices.Index(habitWords, word)
		if i < 0 {
			return d, fmt.Errorf("%q is not a way to write a table; there are %s, and %s and two hexadecimal digits", word,
				wordList(habitWords), separatorWord)
		}
		d = d.with(1 << i)
	}
	return d, nil
}

// cutDialect cuts what stands in parentheses at the begin of s off, which may be nothing.
func cutDialect(s string) (d dialect, rest string, err error) {
	text, ok := strings.CutPrefix(s, "(")
	if !ok {
		return d, s, nil
	}
	text, rest, ok = strings.Cut(text, ")")
	if !ok {
		return d, s, fmt.Errorf("%q has no closing parenthesis", s)
	}
	d, err = parseDialect(text)
	return d, rest, err
}

// delimiter is what stands between the values of a table in this format; 0: it is no table.
func (f Format) delimiter() byte {
	if f.dialect.separator != 0 {
		return f.dialect.separator
	}
	return f.separator
}
