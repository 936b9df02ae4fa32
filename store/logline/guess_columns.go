package logline

import (
	"bytes"
	"net/netip"

	"spoor/store/logline/decimal"
	"spoor/store/logline/pieces"
	"spoor/store/logline/spelling"
)

// layout is what most of the first lines of a log have in common: columns, with the same text between them.
type layout struct {
	columns []column
	rows    [][]pieces.Piece
	uneven  bool // some lines have more behind the last column
}

// column is what stands in the same place of each line.
type column struct {
	before, close string // what stands before it, with the sign that opens it, and the sign that closes it
	values        [][]byte
}

// guessedLines is how many lines are looked at.
const guessedLines = 200

// tabulate cuts the lines into values and finds those that have the same text between them, which must be most of those
// that have a request; nil if they are not.
func tabulate(sample [][]byte, before *prefix) *layout {
	var rows [][]pieces.Piece
	lines := 0
	for _, line := range sample[:min(len(sample), guessedLines)] {
		line = trim(line)
		if bytes.HasPrefix(line, []byte("#Fields:")) { // a header says otherwise
			return nil
		}
		if line = behind(before, line); len(line) == 0 {
			continue
		}
		lines++
		if values := pieces.Of(line); requestEnd(values) > 0 {
			rows = append(rows, values)
		}
	}
	if len(rows)*2 < lines {
		return nil
	}
	model := commonest(rows)
	l := &layout{}
	for _, row := range rows {
		if fits(row, model) {
			l.rows = append(l.rows, row)
		}
	}
	if len(l.rows) == 0 || len(l.rows)*4 < len(rows)*3 {
		return nil
	}
	shortest, longest := len(model), 0
	for _, row := range l.rows {
		shortest, longest = min(shortest, len(row)), max(longest, len(row))
	}
	l.uneven = longest > shortest
	l.columns = make([]column, shortest)
	for i := range l.columns {
		l.columns[i] = column{before: model[i].Before, close: model[i].Close}
		for _, row := range l.rows {
			l.columns[i].values = append(l.columns[i].values, row[i].Value)
		}
	}
	return l
}

// behind is what follows a prefix on a line; nothing where it is not there.
func behind(before *prefix, line []byte) []byte {
	for ; before != nil; before = before.next {
		var around envelope
		_, rest, ok := before.cut(&around, line)
		if !ok {
			return nil
		}
		line = trim(rest)
	}
	return line
}

// requestEnd is the place behind the request of a line, in one value or in several; negative if it has none.
func requestEnd(row []pieces.Piece) int {
	for i := range row {
		if isRequestLine(row[i].Value) {
			return i + 1
		}
		if i+1 < len(row) && isVerb(row[i].Value) && isPath(row[i+1].Value) {
			return i + 2
		}
	}
	return -1
}

// commonest is the line whose likes are most, the first of them.
func commonest(rows [][]pieces.Piece) []pieces.Piece {
	best, most := 0, 0
	for i := range rows[:min(len(rows), 20)] {
		alike := 0
		for _, row := range rows {
			if fits(row, rows[i]) {
				alike++
			}
		}
		if alike > most {
			best, most = i, alike
		}
	}
	if most == 0 {
		return nil
	}
	return quotedModel(rows[best], rows)
}

// quotedModel is a line with quotes where others like it have them and it has a bare -.
func quotedModel(model []pieces.Piece, rows [][]pieces.Piece) []pieces.Piece {
	model = bytesOf(model)
	for _, row := range rows {
		if !fits(row, model) {
			continue
		}
		for i := range min(len(model), len(row)) {
			if model[i].Close == "" && row[i].Close != "" {
				model[i].Before, model[i].Close = row[i].Before, row[i].Close
			}
		}
	}
	return model
}

func bytesOf(row []pieces.Piece) []pieces.Piece { return append([]pieces.Piece(nil), row...) }

// fits reports whether a line has the same text between its values as another, whichever goes on behind the answer to
// the request. A bare - stands for a value in quotes, too.
func fits(row, model []pieces.Piece) bool {
	both := min(len(row), len(model))
	if len(row) != len(model) && both < requestEnd(model)+3 {
		return false
	}
	for i := range both {
		if row[i].Before == model[i].Before && row[i].Close == model[i].Close {
			continue
		}
		if !bareDash(row[i], model[i]) && !bareDash(model[i], row[i]) {
			return false
		}
	}
	return true
}

// bareDash reports whether one value is a - without the quotes that the other has.
func bareDash(bare, quoted pieces.Piece) bool {
	return isDash(bare.Value) && bare.Close == "" && quoted.Close == `"` && bare.Before+`"` == quoted.Before
}

// share is how many of the values are so, from 0 to 1.
func (c *column) share(is func([]byte) bool) float64 {
	n := 0
	for _, value := range c.values {
		if is(value) {
			n++
		}
	}
	return float64(n) / float64(len(c.values))
}

func (c *column) isWord() bool { return c.close == "" }

// isValue reports whether the values stand as such or in quotes.
func (c *column) isValue() bool { return c.isWord() || c.isQuoted() }

func (c *column) isQuoted() bool { return c.close == `"` || c.close == "'" }

func isDash(s []byte) bool { return len(s) == 1 && s[0] == '-' }

// isAddress reports whether a value is an address, perhaps with a port, or a list that begins with one.
func isAddress(s []byte) bool {
	s, _ = until(s, ',')
	_, err := netip.ParseAddr(string(spelling.HostOf(spelling.TrimAddress(s))))
	return err == nil
}

func isStatus(s []byte) bool {
	n, ok := decimal.Number(s)
	return ok && len(s) == 3 && isAnswer(int32(n))
}

func isAmount(s []byte) bool {
	_, ok := amount(s)
	return ok
}
