package logline

import "bytes"

// How much of a log is looked at to tell the dialect of a table: lines, and how many of them may stand before the
// header.
const (
	dialectLines   = 200
	dialectHeaders = 10
)

// otherSeparators are those that no format has for its own.
var otherSeparators = []byte{'^', '~', 0x01, 0x1f}

// inDialect is the format as the first lines of a log are written: of the ways to write a table, the one in which
// most of them are events, and of several the one that leaves the fewest values with quotes around them.
func (f Format) inDialect(sample [][]byte, o Options) Format {
	if f.separator == 0 || f.prefix != nil || f.dialect != (dialect{}) {
		return f
	}
	sample = sample[:min(len(sample), dialectLines)]
	best, most := f, dialectScore{}
	for _, d := range f.dialects(sample) {
		candidate := f
		candidate.dialect = d
		header := candidate.headedBy(sample, o)
		if header < 0 {
			continue
		}
		for _, h := range widthHabits(candidate, sample[header:]) {
			candidate.dialect = d.with(h)
			if score := candidate.score(sample, o); score.over(most) {
				best, most = candidate, score
			}
		}
	}
	return best
}

// dialects are the ways of quoting and separating that these lines could have, the usual one first.
func (f Format) dialects(sample [][]byte) []dialect {
	all := []dialect{{}}
	text := bytes.Join(sample, []byte{'\n'})
	if f.Name == "csv" && f.columns == nil {
		for _, separator := range otherSeparators {
			if bytes.IndexByte(text, separator) >= 0 {
				all = append(all, dialect{separator: separator})
			}
		}
	}
	if bytes.IndexByte(text, '\'') >= 0 {
		for _, d := range all {
			all = append(all, d.with(singleQuotes))
		}
	}
	if bytes.Contains(text, []byte(`\"`)) || bytes.Contains(text, []byte(`\'`)) {
		for _, d := range all {
			all = append(all, d.with(backslashes))
		}
	}
	return all
}

// headedBy is which of the lines is the header, or the first if the columns are known; negative if none is.
func (f Format) headedBy(sample [][]byte, o Options) int {
	if f.columns != nil {
		return 0
	}
	p := NewParser(f, o)
	var e Event
	for i, line := range sample[:min(len(sample), dialectHeaders)] {
		if p.Parse(line, &e) == Blank && p.format.columns != nil {
			return i
		}
	}
	return -1
}

// widthHabits are what the numbers of values behind the header say of the dialect: none, if all are as many as
// columns, or else one habit, or two of which the events must decide.
func widthHabits(f Format, lines [][]byte) []habits {
	var r record
	split := func(line []byte) int {
		r.scratch = r.scratch[:0]
		if r.splitIn(f.dialect, trimLine(line, f.tabs), f.delimiter(), maxColumns) != OK {
			return 0
		}
		return len(r.values)
	}
	columns, first := len(f.columns), 0
	if f.columns == nil {
		columns, first = split(lines[0]), 1
	}
	w := newWidths(columns)
	w.named = f.defined.fileColumns() != nil
	for _, line := range lines[first:] {
		if n := split(line); n > 0 && len(trim(line)) > 0 {
			w.add(n-columns, n, r.values[n-1])
			w.growth.add(r.values)
		}
	}
	return w.habits()
}

// widths count the records that have more or fewer values than there are columns.
type widths struct {
	all      int
	longer   int
	byOne    int // of the longer
	endEmpty int // of these, with nothing in the last value
	shorter  int
	growth   growth
	named    bool // a file names the columns: those behind them are of a later version
}

func newWidths(columns int) *widths {
	return &widths{growth: growth{columns: columns, kinds: make([]valueKind, columns)}}
}

// add counts a record of n values that has so many more of them than there are columns.
func (w *widths) add(more, n int, last []byte) {
	w.all++
	switch {
	case more == 1 && len(last) == 0:
		w.longer, w.byOne, w.endEmpty = w.longer+1, w.byOne+1, w.endEmpty+1
	case more == 1:
		w.longer, w.byOne = w.longer+1, w.byOne+1
	case more > 0:
		w.longer++
	case more < 0 && n > 1:
		w.shorter++
	}
}

func (w *widths) habits() []habits {
	found := []habits{0}
	switch {
	case w.longer > 0 && w.endEmpty == w.longer:
		found = append(found, endSeparator)
	case w.longer > 0 && w.named:
		found = append(found, moreColumns)
	case w.longer > 0 && w.longer == w.all && w.byOne == w.all:
		found = append(found, rowNames, lastTakesRest)
	case w.growth.grown():
		if w.growth.plain() {
			found = append(found, moreColumns)
		}
	case w.longer*2 >= w.all && w.longer > 0:
		found = append(found, lastTakesRest)
	}
	if w.shorter*10 >= w.all && w.shorter > 0 {
		found = append(found, found[len(found)-1]|missingValues)
	}
	return found
}

// dialectScore is how well a dialect reads lines.
type dialectScore struct {
	events int
	quoted int // values that are still in quotes
}

func (s dialectScore) over(other dialectScore) bool {
	return s.events > other.events || s.events == other.events && s.events > 0 && s.quoted < other.quoted
}

func (f Format) score(sample [][]byte, o Options) (s dialectScore) {
	p := NewParser(f, o)
	var e Event
	records := f.Records()
	for i, count := 0, 0; i < len(sample); i += count {
		var line []byte
		line, count = records.First(sample[i:])
		if reason := p.Parse(line, &e); reason == Implausible || reason == OK { // whose times may count from zero
			s.events++
		} else if reason != Blank {
			continue
		}
		for _, value := range p.record.values {
			if n := len(value); n > 1 && (value[0] == '\'' || value[0] == '"') && value[n-1] == value[0] {
				s.quoted++
			}
		}
	}
	return s
}
