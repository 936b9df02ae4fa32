package load

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"time"

	"spoor/store"
)

// parse turns blocks into runs. A run goes out only when it is whole, so a load whose context ends commits no part of
// one.
func (l *loader) parse(ctx context.Context, blocks <-chan *block, runs chan<- batch) error {
	defer l.intake.Stop()
	for b := range blocks {
		l.parseBlock(b)
		l.free.give(b.data)
		if b.cut {
			if err := send(ctx, runs, l.cutRun()); err != nil {
				return err
			}
		}
		l.tell(Progress{Phase: Reading, Path: b.source.Path, Done: b.read, Total: l.total})
	}
	if ctx.Err() != nil || len(l.touched) == 0 {
		return ctx.Err()
	}
	return send(ctx, runs, l.cutRun())
}

func (l *loader) parseBlock(b *block) {
	s := b.source
	l.touch(s)
	length := max(b.long, int64(len(b.data)))
	switch {
	case b.unfinished:
		s.Unfinished, s.rest = &store.Unfinished{Text: bytes.Clone(b.data), Before: s.Source}, length
	case b.lines > 0:
		l.marks = append(l.marks, store.Mark{Source: s.ID, Line: s.Lines + 1, Offset: b.offset})
		s.Offset = b.offset + length
		s.Unfinished, s.rest = nil, 0
	}
	if b.parsed != nil {
		l.takePart(s, <-b.parsed)
	} else {
		l.parseHere(s, b)
	}
	if s.Format != "" {
		s.Format = s.parser.Format().Name // a header may have said more of it
	}
	if b.cut || b.ended != nil {
		s.Fingerprint, s.Digest = b.fingerprint, b.digest
		s.Bytes = s.Offset + s.rest
	}
	if b.complete {
		s.State = store.Complete
	}
	if b.ended != nil {
		l.remark(s)
		b.ended <- s.Source
		s.log, s.parser = nil, nil // the source itself is kept until its run is committed
	}
}

// touch notes that the run says something of the source.
func (l *loader) touch(s *source) {
	if n := len(l.touched); n == 0 || l.touched[n-1] != s {
		l.touched = append(l.touched, s)
		s.State = store.Loading
		s.tally = newTally(s.Events)
	}
	if s.goesOn {
		s.goesOn = false
		l.takeBack(s)
	}
}

// parseHere parses a block of which nobody else has.
func (l *loader) parseHere(s *source, b *block) {
	p := parsing{
		parser: s.parser, source: s, before: s.Lines, latest: l.latest, take: l.take,
		tally: s.tally, tallied: talliedLines - l.parsedInRun,
	}
	if s.Unfinished != nil {
		p.take = l.intake.AddUnfinished
	}
	p.parse(b)
	l.count(s, &p.parsed)
}

// count adds what has come of lines to what has come of the source, the run and the load.
func (l *loader) count(s *source, p *parsed) {
	if p.events > 0 {
		if s.Events == 0 {
			s.First, s.Last = p.first, p.last
		}
		s.First, s.Last = min(s.First, p.first), max(s.Last, p.last)
	}
	s.Lines, s.Events, s.Rejects, s.Blank = s.Lines+p.lines, s.Events+p.events, s.Rejects+p.rejects, s.Blank+p.blank
	s.ZoneAssumed, l.zoneAssumed = s.ZoneAssumed || p.zoneAssumed, l.zoneAssumed || p.zoneAssumed
	l.counts.add(p.counts)
	l.parsedInRun += p.lines
	l.rejected = append(l.rejected, p.rejected...)
}

// remarks are those of the format, and those of the events that were counted; ok tells that enough were.
func (s *source) remarks() (remarks []store.Remark, ok bool) {
	counted, ok := s.tally.remarks()
	if !ok {
		return nil, false
	}
	format := s.parser.Format()
	if format.Guessed() {
		remarks = append(remarks, store.Remark{Kind: store.Guessed, Name: format.Title()})
	}
	if format.CountsFromZero() {
		remarks = append(remarks, store.Remark{Kind: store.RelativeTime})
	}
	if s.parser.ColumnsChange() {
		remarks = append(remarks, store.Remark{Kind: store.Columns})
	}
	if s.parser.Yearless() {
		written := ""
		if !s.written.IsZero() {
			written = s.written.Format(time.DateOnly)
		}
		remarks = append(remarks, store.Remark{Kind: store.NoYear, Name: written})
	}
	if s.parser.Days() {
		remarks = append(remarks, store.Remark{Kind: store.DayOnly})
	}
	if order := format.DateOrder(); order != "" && !s.layoutAsked {
		remarks = append(remarks, store.Remark{Kind: store.DateOrder, Name: order})
	}
	return append(remarks, counted...), true
}

// others are the remarks on other formats, of the log and of some of its lines, with those of earlier runs.
func (s *source) others() (remarks []store.Remark) {
	for _, remark := range s.Remarks {
		if ofOther(remark) {
			remarks = append(remarks, remark)
		}
	}
	if s.parser == nil {
		return remarks
	}
	var found []store.Remark
	if rival, ok := s.parser.Format().Rival(); ok {
		found = append(found, store.Remark{Kind: store.Rival,
			Name: fmt.Sprintf("%s, since %s; what was taken, since %s", rival.Name, rival.Why, rival.Own)})
	}
	for _, name := range s.parser.Others() {
		found = append(found, store.Remark{Kind: store.OtherFormat, Name: name})
	}
	for _, remark := range found {
		if !slices.Contains(remarks, remark) {
			remarks = append(remarks, remark)
		}
	}
	return remarks
}

func ofOther(r store.Remark) bool { return r.Kind == store.OtherFormat || r.Kind == store.Rival }

// remark says of a source what the run tells of it, if it does.
func (l *loader) remark(s *source) {
	remarks, ok := s.remarks()
	others := s.others()
	if !ok {
		remarks = slices.DeleteFunc(slices.Clone(s.Remarks), ofOther)
	}
	if ok || len(others) > 0 {
		s.Remarks = append(others, remarks...)
		l.remarked[s.ID] = Remarked{s.Path, s.Remarks}
	}
	s.tally = nil
}

// cutRun ends the run. The sources go with it as they are now, since the parser goes on counting in them.
func (l *loader) cutRun() batch {
	run := l.intake.Cut()
	l.parsedInRun = 0
	for _, s := range l.touched {
		l.remark(s)
		run.Sources = append(run.Sources, s.Source)
	}
	run.Rejects, run.Marks, run.Finished = l.rejected, l.marks, l.whole
	l.touched, l.rejected, l.marks, l.whole = nil, nil, nil, nil
	return batch{run, l.counts}
}
