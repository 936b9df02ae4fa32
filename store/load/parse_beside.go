package load

import (
	"runtime"

	"golang.org/x/sync/errgroup"

	"spoor/store"
	"spoor/store/logline"
)

// parsedPart is what has come of a block that was parsed beside others: all that follows from it alone.
type parsedPart struct {
	parsed
	events  store.Part
	tally   *tally
	noticed logline.Noticed
}

// besideParsers is how many parse blocks beside whoever puts them into their order, who does so alone where there are
// few processors: all of them have enough to do.
func besideParsers() int {
	const few = 4
	if processors := runtime.GOMAXPROCS(0); processors >= few {
		return processors / 2
	}
	return 0
}

// startBeside starts those who parse beside the parser, and tells how many they are.
func (l *loader) startBeside(group *errgroup.Group) (count int) {
	for range besideParsers() {
		apart := l.intake.Apart()
		if apart == nil {
			return 0
		}
		if l.wanted == nil {
			l.wanted = make(chan *block)
		}
		wanted := l.wanted
		group.Go(func() error {
			l.parseBeside(wanted, apart)
			return nil
		})
		count++
	}
	return count
}

// endBeside says that no more blocks come.
func (l *loader) endBeside() {
	if l.wanted != nil {
		close(l.wanted)
	}
}

// goesBeside reports whether a block is parsed beside others. It is large, since otherwise it were not worth it; each
// line of it says by itself what it means; and nobody counts of whom its events are, as at the begin of a run.
func (l *loader) goesBeside(b *block) bool {
	return l.wanted != nil && b.source.another != nil && len(b.data) >= blockSize && b.long == 0 && !b.unfinished &&
		l.linesInRun >= talliedLines
}

// parseBeside parses blocks, until there are no more.
func (l *loader) parseBeside(blocks <-chan *block, apart *store.Apart) {
	var p parsing
	for b := range blocks {
		if p.source != b.source {
			p = parsing{parser: b.source.another(), source: b.source, latest: l.latest, take: apart.Add}
		}
		p.tally, p.parsed = &tally{}, parsed{}
		p.parse(b)
		b.parsed <- parsedPart{p.parsed, apart.Take(), p.tally, p.parser.Noticed()}
	}
}

// takePart takes what has come of a block elsewhere.
func (l *loader) takePart(s *source, p parsedPart) {
	for i := range p.rejected {
		p.rejected[i].Line += s.Lines
	}
	l.intake.AddPart(s.Lines, p.events)
	s.parser.Notice(p.noticed)
	if s.tally != nil {
		s.tally.join(p.tally)
	}
	l.count(s, &p.parsed)
}
