package store

import (
	"spoor/analysis/web"
)

// keptEvents are events of a case that stay in memory once they are read, since reading them again takes longer than
// anything else that is done with them: those that were read to tell what is embedded serve whoever measures users
// right after, and those that users were measured by serve whoever measures them again.
type keptEvents struct {
	counted *eventReader // nil: nobody has counted them
	reader  *eventReader // nil: none are kept
	chunks  []*userChunk
	stay    bool // they are handed over again and again, not once
}

// mostKept is how many events are kept: some 120 MB of them.
const mostKept = 3 << 20

// count keeps a reader that has counted them.
func (k *keptEvents) count(r *eventReader) {
	if k != nil {
		k.counted = r
	}
}

// begin keeps what a reader is going to read, if that is not too much.
func (k *keptEvents) begin(r *eventReader) {
	if k != nil && r.total() <= mostKept {
		k.reader = r
	}
}

// add keeps a chunk that was read.
func (k *keptEvents) add(chunk *userChunk) {
	if k != nil && k.reader != nil {
		k.chunks = append(k.chunks, chunk)
	}
}

// embed turns the events that ask for what is embedded into what they would be if they were read now.
func (k *keptEvents) embed(embedded func(request int) bool) {
	if k == nil {
		return
	}
	for _, chunk := range k.chunks {
		for i := range chunk.events {
			if e := &chunk.events[i]; embedded(int(e.Request)) {
				e.Traits = e.Traits&^web.View | web.Static
			}
		}
	}
}

// orRead is the reader that has counted the events: of those that are kept, or else of those of the case. It reads
// them once.
func (k *keptEvents) orRead() *eventReader {
	if k.reader == nil {
		return k.counted
	}
	k.reader.kept = k
	return k.reader
}

// each hands over the chunks, each of which is kept no longer unless they stay.
func (k *keptEvents) each(do func(*userChunk) error) error {
	for i, chunk := range k.chunks {
		if !k.stay {
			k.chunks[i] = nil
		}
		if err := do(chunk); err != nil {
			return err
		}
	}
	return nil
}

// keep has the events stay in memory as they are read, if they are not too many.
func (r *eventReader) keep() {
	if r.kept != nil {
		r.kept.stay = true
	} else if r.total() <= mostKept {
		r.keeping = true
	}
}

// areKept reports whether all events can be read again, without the case.
func (r *eventReader) areKept() bool { return r.kept != nil && r.kept.stay }
