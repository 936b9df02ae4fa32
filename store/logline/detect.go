package logline

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"spoor/store/logline/logtime"
	"spoor/store/logline/relay"
)

// ErrNoLines means that a sample has only blank lines, or none.
var ErrNoLines = errors.New("no lines to tell the format from")

// UnknownFormatError says why no format fits: what was tried, and how each of them failed.
type UnknownFormatError struct {
	Lines int // lines of the sample that are not blank
	Tried []Attempt
}

// Attempt is what came of reading a sample in one format.
type Attempt struct {
	Format   Format    // with what it has learned from the sample
	Events   int       // lines that are events
	Failures []Failure // the first rejects, at most maxFailures
	own      int       // events that look like this format
	near     int       // lines that are in this format, be they events or not
	known    int       // lines that a format of fields knows as some of its own that say nothing of users
	nobodys  int       // lines that it knows as some of its own, but of nobody
	silent   int       // lines of a logger that say what happened, but not who did it
	lines    int       // lines that are not blank in this format
	undated  int       // lines that would be events if their day and month could be told apart
	dates    logtime.DateCounts
	early    logtime.Early // lines that would be events if their times were believed
}

// Failure is a line that a format could not read.
type Failure struct {
	Line   int // in the sample, from 1
	Reason Reason
}

const maxFailures = 3

// After certainLines lines that all look like their format so many are passed over behind each that is looked at.
const (
	certainLines = 100
	passedOver   = 7
)

// preambleLines is how many lines may stand before the header of a table.
const preambleLines = 200

// Error is one line that names no text of the log: whoever wants to show some finds it by the line number. It tells of
// the formats that come closest.
func (e *UnknownFormatError) Error() string { return e.Summary() + "; " + e.Details() }

// Summary says how much no format fits.
func (e *UnknownFormatError) Summary() string {
	if e.Lines == 1 {
		return "no format fits the only line"
	}
	return fmt.Sprintf("no format fits %d lines", e.Lines)
}

// Details say how far those formats read that come closest.
func (e *UnknownFormatError) Details() string {
	closest := slices.Clone(e.Tried)
	slices.SortStableFunc(closest, func(a, b Attempt) int {
		return cmp.Or(b.Events-a.Events, b.near-a.near)
	})
	var said []string
	for _, a := range closest {
		if len(said) == maxFailures || a.near == 0 && len(said) > 0 {
			break
		}
		how := "reads none"
		if a.Events > 0 {
			how = fmt.Sprintf("reads %d", a.Events)
		}
		if len(a.Failures) > 0 {
			how += fmt.Sprintf(" (line %d: %s)", a.Failures[0].Line, a.Failures[0].Reason)
		}
		if !slices.ContainsFunc(said, func(s string) bool { return strings.HasSuffix(s, how) }) { // as of combined and common
			said = append(said, a.Format.Title()+" "+how)
		}
	}
	return strings.Join(said, "; ") + "; no other reads more"
}

// Detect tells from the first lines of a log which format they are in: the one that reads most of them, if that is at
// least half of those that are not blank; or else the one that they are the header of. Otherwise the error is
// ErrNoLines or an *UnknownFormatError. See Rival for another that fits as well.
func Detect(sample [][]byte, o Options) (Format, error) {
	f, err := detect(sample, o)
	if err != nil {
		return f, err
	}
	return f.besideRivals(sample, o), nil
}

func detect(sample [][]byte, o Options) (Format, error) {
	d := detection{sample: relay.AllUncoloured(sample), options: o}
	for i, format := range each {
		if d.try(format); d.best.settles(i) {
			return d.behindPrefix(), nil
		}
	}
	if d.unknown.Lines == 0 {
		return Format{}, ErrNoLines
	}
	if d.best.tooFew() {
		d.tryPrefixed(known())
	}
	if !d.best.tooFew() {
		return d.behindPrefix(), nil
	}
	if format, ok := d.firstTried(func(a Attempt) bool { return a.undated*2 > a.lines }); ok {
		return format, nil
	}
	if format, ok := guessAny(sample, o); ok {
		if d.try(format); !d.best.tooFew() {
			return d.best.Format, nil
		}
	}
	justBegun := func(a Attempt) bool {
		return a.lines == 0 && a.Format.columns != nil && a.Format.defined.fileColumns() == nil && !a.Format.translated()
	}
	if format, ok := d.firstTried(justBegun); ok {
		return format, nil
	}
	return Format{}, &d.unknown
}

// detection is what came of the formats that were tried on a sample.
type detection struct {
	sample  [][]byte
	options Options
	best    Attempt
	unknown UnknownFormatError
}

func (d *detection) try(format Format) {
	a := attempt(format, d.sample, d.options)
	d.unknown.Lines = max(d.unknown.Lines, a.lines)
	d.unknown.Tried = append(d.unknown.Tried, a)
	if a.betterThan(d.best) {
		d.best = a
	}
}

// tryPrefixed tries the formats behind each prefix that the lines may have, until one fits.
func (d *detection) tryPrefixed(formats []Format) {
	for _, before := range prefixesOf(d.sample) {
		for _, format := range formats {
			format.prefix = before
			d.try(format)
		}
		if !d.best.tooFew() {
			return
		}
	}
}

// behindPrefix is the best format, or that behind a prefix, if it is a table of which all lines have one: the prefix
// would be read as part of the first column.
func (d *detection) behindPrefix() Format {
	f := d.best.Format
	if f.separator == 0 || f.prefix != nil {
		return f
	}
	lines := filledLines(d.sample)
	for _, before := range prefixesOf(lines[:min(len(lines), fieldLines)]) {
		if _, _, ok := before.cut(&envelope{}, lines[0]); !ok || before.separator != 0 {
			continue
		}
		behind := f.Unheaded()
		behind.prefix = before
		if a := attempt(behind, d.sample, d.options); a.Events >= d.best.Events {
			return a.Format
		}
	}
	return f
}

func (d *detection) firstTried(fits func(Attempt) bool) (Format, bool) {
	i := slices.IndexFunc(d.unknown.Tried, fits)
	if i < 0 {
		return Format{}, false
	}
	return d.unknown.Tried[i].Format, true
}

// guessAny makes a format string of lines that may have a prefix.
func guessAny(sample [][]byte, o Options) (format Format, ok bool) {
	for _, before := range prefixesOf(sample) {
		if format, ok = guess(sample, before, o); ok {
			return format, true
		}
	}
	return guess(sample, nil, o)
}

// settles reports whether none of the formats that have not been tried, behind the one at a place, can be better.
func (a Attempt) settles(tried int) bool {
	if a.Events == 0 || a.Events < a.lines {
		return false
	}
	return a.own == a.Events || !slices.ContainsFunc(known()[tried+1:], func(f Format) bool { return f.own != nil })
}

// betterThan reports whether more came of the lines, or as much that looks like the format. What a file says it knows
// counts beside a format that asks for nothing, even of nobody: to that a number of the line may be a user.
func (a Attempt) betterThan(other Attempt) bool {
	read, known := a.Events, a.known
	if other.Format.defined == nil {
		known += a.nobodys
	}
	if a.Events > 0 {
		read += known
	}
	return read > other.Events+other.known || read == other.Events+other.known && a.own+known > other.own+other.known
}

func (a Attempt) tooFew() bool { return a.Events == 0 || a.Events*2 < a.lines-a.silent }

// attempt reads a sample in one format, as Learn says.
func attempt(format Format, sample [][]byte, o Options) Attempt {
	format = format.inDialect(sample, o)
	a := read(format, sample, o)
	if learned, more := a.learned(format, o); more {
		return read(learned, sample, o)
	}
	return a
}

// learned is the format with what an attempt has shown; more tells that it has shown something.
func (a Attempt) learned(format Format, o Options) (learned Format, more bool) {
	if o.Earliest.IsZero() && a.early.Relative(a.lines) {
		format.fromZero, more = true, true
	}
	layout, known := a.dates.Layout()
	if known && a.dates.Either() && format.layout.IsZero() && o.Layout.IsZero() {
		format.layout, more = layout, true
	}
	format.unsettled = a.dates.Unsettled() && o.Layout.IsZero()
	return format, more
}

// Learn is the format with what the first lines of a log show: the dialect of a table; that times count from zero, if
// most of them do and Options.Earliest is not set (such events come to lie after 1970); which of day and month stands
// first, if some date leaves no doubt and others do. See Unsettled.
func (f Format) Learn(sample [][]byte, o Options) Format {
	f = f.inDialect(sample, o)
	f, _ = read(f, sample, o).learned(f, o)
	return f.renamed()
}

// ofItsOwn is 1 if the format says of lines without users that they are its own, as one of fields can.
func (f Format) ofItsOwn() int {
	if f.defined == nil || f.defined.file.Shape == textShape {
		return 0
	}
	return 1
}

func read(format Format, sample [][]byte, o Options) (a Attempt) {
	a.early = logtime.NewEarly()
	parser := newParser(format, o)
	var e Event
	records := format.Records()
	for i, count := 0, 0; i < len(sample); i += count {
		var line []byte
		if a.hopeless(len(sample)) || i >= preambleLines && parser.headless() {
			a.lines += len(filledLines(sample[i:]))
			break
		}
		line, count = records.First(sample[i:])
		reason := parser.Parse(line, &e)
		if !a.count(format, line, reason) {
			continue
		}
		if reason != OK {
			a.fail(i+1, reason, e.Time)
			continue
		}
		a.Events++
		if format.own != nil && format.own(parser.bare(line)) {
			a.own++
			if a.own >= certainLines && a.own == a.lines && records.AreLines() {
				count += a.passOver(len(sample) - i - count)
			}
		}
	}
	a.dates = parser.clock.Dates
	a.Format = parser.Format()
	a.Format.unsettled = a.dates.Unsettled() && o.Layout.IsZero()
	return a
}

// passOver counts some of the lines that are left as what those before them were, and says how many.
func (a *Attempt) passOver(left int) int {
	n := min(left, passedOver)
	a.lines += n
	a.near += n
	a.Events += n
	a.own += n
	return n
}

// count counts a line by what has become of it, and reports whether it should be an event.
func (a *Attempt) count(format Format, line []byte, reason Reason) bool {
	switch reason {
	case Blank:
		return false
	case NoActor:
		a.known += format.ofItsOwn()
		return false
	case MissingUser:
		a.nobodys += format.ofItsOwn()
		if format.MayBeSilent() {
			a.silent++
		}
	}
	a.lines++
	if !reason.foreign() && (reason != BadQuote || format.defined.fileColumns() == nil) { // which has no header to differ
		a.near++
	}
	return true
}

// headless reports whether it reads a table whose header has not come.
func (p *Parser) headless() bool { return p.format.separator != 0 && p.format.columns == nil }

// hopeless reports whether so many lines are no events that what follows can't make them less than half.
func (a *Attempt) hopeless(lines int) bool {
	return a.lines*2 > lines && a.Events == 0 && a.undated == 0 && a.early.Lines == 0
}

// fail notes a line that is no event.
func (a *Attempt) fail(line int, reason Reason, at int64) {
	switch reason {
	case Implausible:
		a.early.Add(at)
	case DayOrMonth:
		a.undated++
	}
	if len(a.Failures) < maxFailures {
		a.Failures = append(a.Failures, Failure{Line: line, Reason: reason})
	}
}
