package clickhouse

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"math/bits"
	"slices"

	"spoor/store"
	"spoor/store/model"
)

// What a load asks for; see [load.Sink].

// errForeign is that of writing events into a table of others.
var errForeign = errors.New("the table of events is not spoor's own, and is filled by others; leave out events= and " +
	"what follows it to load into one of its own")

// LockForLoading locks nothing: several machines may load at once. A table of others refuses what is to be loaded in
// [Case.AppendRun]: profiles and a catalogue can be kept all the same.
func (k *Case) LockForLoading() (release func() error, err error) {
	return func() error { return nil }, nil
}

// RunsApart has each run hold lines of one source alone, so that chunks are cut alike wherever and with whatever it is
// loaded.
func (k *Case) RunsApart() bool { return true }

// OwnFiles are none.
func (k *Case) OwnFiles() store.OwnFiles { return nil }

// CheckSpace leaves the disk to the server.
func (k *Case) CheckSpace(*store.Run) error { return nil }

// NewIntake returns an intake of records. It begins a load, which numbers its new sources itself.
func (k *Case) NewIntake(ctx context.Context) (*store.Intake, error) {
	sources, err := engine{k}.sourcesNow(ctx)
	if err != nil {
		return nil, err
	}
	k.mutex.Lock()
	defer k.mutex.Unlock()
	k.claims, k.begun = map[int64]int64{}, map[int64]bool{}
	for _, source := range sources {
		k.claims[int64(source.ID)] = int64(source.ID)
	}
	return store.NewRecordIntake(), nil
}

// AppendTail is AppendRun.
func (k *Case) AppendTail(ctx context.Context, run *store.Run) error { return k.AppendRun(ctx, run) }

// FlushTail has nothing to do.
func (k *Case) FlushTail(context.Context) error { return nil }

// AppendRun adds what a run has of each of its sources. What is added twice, after a kill or from two machines at once,
// is there once: each chunk of lines is claimed first, and its blocks are named by it. How far a source has been read
// is written last.
func (k *Case) AppendRun(ctx context.Context, run *store.Run) error {
	for i := range run.Sources {
		if err := k.appendSource(ctx, run, run.Sources[i]); err != nil {
			return err
		}
	}
	return nil
}

func (k *Case) appendSource(ctx context.Context, run *store.Run, source store.Source) error {
	if k.c.place.columns != nil {
		return errForeign
	}
	if err := k.checkKept(ctx, &source); err != nil {
		return err
	}
	given := int64(source.ID)
	id, err := k.claim(ctx, &source)
	if err != nil {
		return err
	}
	part := partOf(run, given, id)
	if err := k.begin(ctx, id, part); err != nil {
		return err
	}
	whole, open := part.cut(part.open)
	if err := k.appendWhole(ctx, id, whole, source.Path); err != nil {
		return err
	}
	if lines := open.lines(); len(lines) > 0 {
		if err := k.c.insertPart(ctx, id, lines[0], lines[len(lines)-1], open); err != nil {
			return err
		}
	}
	source.ID = int(id)
	if source.Unfinished != nil {
		unfinished := *source.Unfinished
		unfinished.Before.ID = source.ID
		source.Unfinished = &unfinished
	}
	return k.saveSources(ctx, source)
}

// begin withdraws the unfinished lines of a source that come again now: those it was left with, and those of a load
// that was killed.
func (k *Case) begin(ctx context.Context, id int64, p *part) error {
	lines := p.lines()
	if len(lines) == 0 {
		return nil
	}
	k.mutex.Lock()
	begun := k.begun[id]
	k.mutex.Unlock()
	if begun {
		return nil
	}
	if err := k.withdraw(ctx, id, lines[0], p.open); err != nil {
		return err
	}
	k.mutex.Lock()
	defer k.mutex.Unlock()
	k.begun[id] = true
	return nil
}

// appendWhole adds the lines of a source that have ended, chunk by chunk.
func (k *Case) appendWhole(ctx context.Context, id int64, part *part, path string) error {
	for len(part.lines()) > 0 {
		lines := part.lines()
		first, last := lines[0], lines[len(lines)-1]
		claimed, err := k.claimChunk(ctx, id, first, last)
		if err != nil {
			return err
		}
		if claimed > last {
			return fmt.Errorf("%s: lines %d to %d of %s are being loaded from elsewhere; try again when that is done",
				k.c.place.Shown, first, claimed, path)
		}
		now, rest := part.cut(claimed)
		if err := k.c.insertPart(ctx, id, first, claimed, now); err != nil {
			return err
		}
		part = rest
	}
	return nil
}

// part is what a run has of a source.
type part struct {
	records    []model.Record
	unfinished []bool
	rejects    []store.Reject
	marks      []store.Mark
	open       int64 // lines after it are unfinished
	sorted     []int64
}

func partOf(run *store.Run, given, id int64) *part {
	p := &part{}
	p.records, p.unfinished = recordsOf(run, given, id)
	for _, r := range run.Rejects {
		if int64(r.Source) == given {
			r.Source = int(id)
			p.rejects = append(p.rejects, r)
		}
	}
	for _, m := range run.Marks {
		if int64(m.Source) == given {
			m.Source = int(id)
			p.marks = append(p.marks, m)
		}
	}
	for i := range run.Sources {
		if s := &run.Sources[i]; int64(s.ID) == given {
			p.open = s.Lines
			if s.Unfinished != nil {
				p.open = s.Unfinished.Before.Lines
			}
		}
	}
	return p
}

// recordsOf are the records of a source, which mostly are all of a run as they are.
func recordsOf(run *store.Run, given, id int64) (records []model.Record, unfinished []bool) {
	isOther := func(r model.Record) bool { return r.Source != given }
	if given == id && !slices.ContainsFunc(run.Records, isOther) {
		return run.Records, run.Unfinished
	}
	records, unfinished = make([]model.Record, 0, len(run.Records)), make([]bool, 0, len(run.Records))
	for i := range run.Records {
		if isOther(run.Records[i]) {
			continue
		}
		r := run.Records[i]
		r.Source = id
		records, unfinished = append(records, r), append(unfinished, run.Unfinished[i])
	}
	return records, unfinished
}

// lines are the numbers of the lines that the part has something of, rising.
func (p *part) lines() []int64 {
	if p.sorted == nil {
		p.sorted = make([]int64, 0, len(p.records)+len(p.rejects))
		for i := range p.records {
			p.sorted = append(p.sorted, p.records[i].Line)
		}
		for i := range p.rejects {
			p.sorted = append(p.sorted, p.rejects[i].Line)
		}
		slices.Sort(p.sorted)
		p.sorted = slices.Compact(p.sorted)
	}
	return p.sorted
}

// cut cuts the part behind a line.
func (p *part) cut(line int64) (now, rest *part) {
	now, rest = &part{open: p.open, marks: p.marks}, &part{open: p.open}
	if lines := p.lines(); len(lines) == 0 || lines[len(lines)-1] <= line {
		return p, rest
	}
	for i := range p.records {
		to := now
		if p.records[i].Line > line {
			to = rest
		}
		to.records, to.unfinished = append(to.records, p.records[i]), append(to.unfinished, p.unfinished[i])
	}
	for i := range p.rejects {
		to := now
		if p.rejects[i].Line > line {
			to = rest
		}
		to.rejects = append(to.rejects, p.rejects[i])
	}
	return now, rest
}

// insertPart adds the lines of a source from first to last.
func (c *client) insertPart(ctx context.Context, source, first, last int64, p *part) error {
	token := fmt.Sprintf("%d:%d-%d", source, first, last)
	if first > p.open {
		token += fmt.Sprintf(":%x", p.content()) // a line that may be another one the next time
	}
	if err := c.insert(ctx, "mark", "mark:"+token, marksBlock(p.marks)); err != nil {
		return err
	}
	if err := c.insert(ctx, "reject", "reject:"+token, p.rejectsBlock()); err != nil {
		return err
	}
	return c.insert(ctx, c.place.events, "event:"+token, eventsBlock(p.records, p.unfinished))
}

// content names the part by its content.
func (p *part) content() []byte {
	digest := sha256.New()
	for i := range p.records {
		r := &p.records[i]
		fmt.Fprintf(digest, "%d %d %q %q %q %q %q\n", r.Line, r.Time, r.User, r.Action, r.Target, r.Agent, r.Referrer)
	}
	for i := range p.rejects {
		fmt.Fprintf(digest, "%d %q\n", p.rejects[i].Line, p.rejects[i].Text)
	}
	return digest.Sum(nil)[:8]
}

func eventsBlock(records []model.Record, unfinished []bool) []column {
	var parts [9]sentTexts
	n := len(records)
	for t := range parts { // room for all, as to grow takes more time than to write
		size := 0
		for i := range records {
			length := len(textsIn(&records[i])[t])
			size += (bits.Len(uint(length)|1)+6)/7 + length
		}
		parts[t].all = make([]byte, 0, size)
	}
	times := &numbers[int64]{"DateTime64(3, 'UTC')", make([]int64, 0, n)}
	status, bytes := &numbers[uint16]{"UInt16", make([]uint16, 0, n)}, &numbers[int64]{"Int64", make([]int64, 0, n)}
	click, open := &numbers[uint8]{"UInt8", make([]uint8, 0, n)}, &numbers[uint8]{"UInt8", make([]uint8, 0, n)}
	source, line := &numbers[uint32]{"UInt32", make([]uint32, 0, n)}, &numbers[uint64]{"UInt64", make([]uint64, 0, n)}
	for i := range records {
		r := &records[i]
		for t, text := range textsIn(r) {
			parts[t].addBytes(text)
		}
		times.add(r.Time)
		status.add(uint16(r.Status))
		bytes.add(r.Bytes)
		click.add(r.Click)
		source.add(uint32(r.Source))
		line.add(uint64(r.Line))
		open.add(flag(unfinished[i]))
	}
	block := []column{{"ts", times}, {"status", status}, {"bytes", bytes}, {"click", click}, {"source", source},
		{"line", line}, {"unfinished", open}}
	for t, name := range [...]string{"user", "action", "target", "menu", "kind", "outcome", "ip", "agent", "referrer"} {
		block = append(block, column{name, &parts[t]})
	}
	return block
}

// textsIn are the texts of a record.
func textsIn(r *model.Record) [9][]byte {
	return [...][]byte{r.User, r.Action, r.Target, r.Menu, r.Kind, r.Outcome, r.Address, r.Agent, r.Referrer}
}

// flag is how yes or no is kept.
func flag(yes bool) uint8 {
	if yes {
		return 1
	}
	return 0
}

func marksBlock(marks []store.Mark) []column {
	source, line, offset := uint64s(), uint64s(), uint64s()
	for _, m := range marks {
		source.add(uint64(m.Source))
		line.add(uint64(m.Line))
		offset.add(uint64(m.Offset))
	}
	return []column{{"source", source}, {"line", line}, {"offset", offset}}
}

func (p *part) rejectsBlock() []column {
	source, line, offset, open := uint64s(), uint64s(), int64Of(), uint8s()
	reason, text := textsOf(), textsOf()
	for i := range p.rejects {
		r := &p.rejects[i]
		source.add(uint64(r.Source))
		line.add(uint64(r.Line))
		offset.add(r.Offset)
		reason.add(r.Reason)
		text.addBytes(r.Text)
		open.add(flag(r.Line > p.open))
	}
	return []column{{"source", source}, {"line", line}, {"offset", offset}, {"reason", reason}, {"text", text},
		{"unfinished", open}}
}

// withdraw makes the unfinished lines of a source from first to last count no more.
func (k *Case) withdraw(ctx context.Context, id, first, last int64) error {
	const lines = " WHERE source = {source:UInt64} AND unfinished = 1 AND line BETWEEN {first:UInt64} AND {last:UInt64}"
	query := "SELECT DISTINCT toString(line) FROM (SELECT line FROM " + k.c.place.events + lines +
		" UNION ALL SELECT line FROM reject" + lines + ")"
	source, line := uint64s(), uint64s()
	err := k.c.rows(ctx, query, args{"source": fmt.Sprint(id), "first": fmt.Sprint(first), "last": fmt.Sprint(last)}, 1,
		func(row []string) error {
			source.add(uint64(id))
			line.add(uint64(integer(row[0])))
			return nil
		})
	if err != nil {
		return err
	}
	return k.c.insert(ctx, "withdrawn", "", []column{{"source", source}, {"line", line}})
}

// saveSources writes how far sources have been read.
func (k *Case) saveSources(ctx context.Context, sources ...store.Source) error {
	id, body, lines := uint64s(), textsOf(), uint64s()
	for i := range sources {
		text, err := json.Marshal(&sources[i])
		if err != nil {
			return err
		}
		id.add(uint64(sources[i].ID))
		body.addBytes(text)
		lines.add(uint64(sources[i].Lines))
	}
	return k.c.insert(ctx, "source", "", []column{{"id", id}, {"body", body}, {"lines", lines}})
}
