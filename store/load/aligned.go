package load

import (
	"bufio"
	"bytes"
	"io"
	"iter"
	"regexp"
	"strings"
)

// alignedHeader is the header of a table whose columns stand under each other: names without digits, at least two
// blanks between them.
var alignedHeader = regexp.MustCompile(`^\s*[\pL_@][\pL_@.() -]*?(?:  +[\pL_@][\pL_@.() -]*?){2,}\s*$`)

// alignedRuler is what sqlcmd and PowerShell draw under a header.
var alignedRuler = regexp.MustCompile(`^ *-+(?: +-+)+ *$`)

// alignedCount is what sqlcmd writes behind a table.
var alignedCount = regexp.MustCompile(`^\(\d+ rows? affected\)$`)

// leastAligned is how many records must stand in their columns for a table without a ruler to be one.
const leastAligned = 2

// aligned is a table whose columns stand under each other, as column -t, sqlcmd and PowerShell print it.
type aligned struct {
	names  []string
	starts []int // where the values of each column may begin, in characters
	skip   int   // lines up to the header, and its ruler
}

// alignedTable finds the columns of a file that begins so; ok tells that it is such a table.
func alignedTable(text []byte) (t aligned, ok bool) {
	if first, _ := firstFilled(text, fewLines); len(first) > 1 && !mayBeAligned(first) {
		return t, false
	}
	lines, blanks := firstFilled(text, headLines)
	if len(lines) < 2 || !mayBeAligned(lines) {
		return t, false
	}
	first, spans := 1, spansOf(string(lines[0]), 2)
	if alignedRuler.Match(lines[1]) {
		first, spans = 2, spansOf(string(lines[1]), 1)
	} else if len(lines) < 1+leastAligned {
		return t, false
	}
	t.skip = blanks + first
	if t.starts = cutsBetween(spans, lines[first:]); len(t.starts) < 2 {
		return t, false
	}
	t.names, ok = t.cut(string(lines[0]))
	for _, name := range t.names {
		ok = ok && name != "" && !strings.ContainsAny(name, ",;|=[]{}\"")
	}
	return t, ok
}

// fewLines tell of nearly every log that it is no table.
const fewLines = 16

// mayBeAligned reports whether a file that begins with such lines may be a table.
func mayBeAligned(lines [][]byte) bool {
	return bytes.IndexByte(lines[0], '\t') < 0 && (alignedRuler.Match(lines[1]) || alignedHeader.Match(lines[0]))
}

// firstFilled are the first lines that are whole, so many at the most, from the first that is not blank on, and how
// many are before it.
func firstFilled(text []byte, most int) (lines [][]byte, blanks int) {
	lines = bytes.SplitAfterN(bytes.TrimPrefix(text, byteOrderMark), []byte{'\n'}, most)
	if last := len(lines) - 1; len(lines[last]) == 0 || last > 0 { // which may be cut
		lines = lines[:last]
	}
	for i := range lines {
		lines[i] = bytes.TrimRight(lines[i], "\r\n")
	}
	for len(lines) > 0 && len(bytes.TrimSpace(lines[0])) == 0 {
		lines, blanks = lines[1:], blanks+1
	}
	return lines, blanks
}

// span is where a name stands in the header, in characters.
type span struct{ begin, end int }

// spansOf are the names of a header, or the lines under them, between which there are so many blanks at least.
func spansOf(header string, gap int) (spans []span) {
	blanks := gap
	for i, c := range []rune(header) {
		switch {
		case c == ' ':
			blanks++
			continue
		case blanks >= gap:
			spans = append(spans, span{i, i + 1})
		}
		spans[len(spans)-1].end, blanks = i+1, 0
	}
	return spans
}

// cutsBetween are the places where columns begin: between two names one that is blank on every line; nil if there is
// none.
func cutsBetween(spans []span, lines [][]byte) (starts []int) {
	rows := make([][]rune, 0, len(lines))
	for _, line := range lines {
		if len(bytes.TrimSpace(line)) == 0 || alignedCount.Match(line) {
			break
		}
		rows = append(rows, []rune(string(line)))
	}
	for i := range spans {
		if i == 0 {
			starts = append(starts, 0)
			continue
		}
		at := spans[i].begin - 1
		for at >= spans[i-1].end && !blankAt(rows, at) {
			at--
		}
		if at < spans[i-1].end || len(rows) == 0 {
			return nil
		}
		starts = append(starts, at+1)
	}
	return starts
}

func blankAt(rows [][]rune, at int) bool {
	for _, row := range rows {
		if at < len(row) && row[at] != ' ' {
			return false
		}
	}
	return true
}

// cut cuts a line into its values; ok tells that a blank stands before each column.
func (t *aligned) cut(line string) (values []string, ok bool) {
	row := []rune(line)
	for i, start := range t.starts {
		end := len(row)
		if i+1 < len(t.starts) {
			end = min(t.starts[i+1], len(row))
		}
		if start > 0 && start <= len(row) && row[start-1] != ' ' {
			return nil, false
		}
		values = append(values, strings.TrimSpace(string(row[min(start, len(row)):end])))
	}
	return values, true
}

// records makes of each line an object with the names of the columns. A line whose values do not stand under them is
// given as it is.
func (t aligned) records(content *bufio.Reader) iter.Seq2[jsonLine, error] {
	return func(yield func(jsonLine, error) bool) {
		for number := 1; ; number++ {
			line, err := wholeLine(content)
			if text := t.record(line, number); text != nil && !yield(jsonLine{text, number}, nil) || err == io.EOF {
				return
			}
			if err != nil {
				yield(jsonLine{}, err)
				return
			}
		}
	}
}

// record is a line as an object; nil is one that is no record.
func (t *aligned) record(line []byte, number int) []byte {
	if number <= t.skip || len(bytes.TrimSpace(line)) == 0 || alignedCount.Match(line) {
		return nil
	}
	values, ok := t.cut(string(line))
	if !ok {
		return line
	}
	var members []member
	for i, value := range values {
		if value != "" && value != "NULL" {
			members = append(members, member{quoted(t.names[i]), quoted(value)})
		}
	}
	return object(members)
}
