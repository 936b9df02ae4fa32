package load

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"hash/maphash"
	"io"
	"slices"

	"spoor/store"
)

// knownSources are the sources that a log is compared with. They are found by what they begin with, so that a log costs
// the same however many there are.
type knownSources struct {
	list    []store.Source
	places  map[int]int    // in the list, by number
	heads   map[head][]int // places, by the bytes that the fingerprint is of
	lengths []int          // of the heads, each once and in order
	empty   map[string][]int
	started []int // sources of no whole line, but with an unfinished one

	begins map[uint64][]int // places, by a hash of the first bytes, as many as each of the steps
	begun  []int            // of each source: how many of its first bytes are in begins
	unread []int            // places of those whose logs are to be read for that
	unseen bool             // there are sources of which not all of the first bytes are in begins

	expected map[int]<-chan store.Source // by number: those that the parser still counts in
	waiting  []int                       // their numbers, in the order in which it is done with them
}

// head is the first bytes of a source: all that was read of it, but no more than are fingerprinted.
type head struct {
	length int
	sum    [sha256.Size]byte
}

func newKnownSources(sources []store.Source) *knownSources {
	k := &knownSources{places: map[int]int{}, heads: map[head][]int{}, empty: map[string][]int{},
		begins: map[uint64][]int{}, expected: map[int]<-chan store.Source{}}
	for _, source := range sources {
		k.unread, k.unseen = append(k.unread, k.put(source)), true
	}
	return k
}

// remember takes a source as it is now, of whose log begin is the beginning.
func (k *knownSources) remember(source store.Source, begin *beginning) {
	place := k.put(source)
	k.addBegin(place, begin, int(min(int64(len(begin.head)), source.Offset)))
	if length := len(begin.head); length < fingerprinted && source.Offset > int64(length) { // it has grown since
		k.unread, k.unseen = append(k.unread, place), true
	}
}

// expect says that a source that is remembered comes again with its counts.
func (k *knownSources) expect(id int, ended <-chan store.Source) {
	k.expected[id], k.waiting = ended, append(k.waiting, id)
	for len(k.waiting) > 0 {
		id := k.waiting[0]
		select {
		case source := <-k.expected[id]:
			k.put(source)
			delete(k.expected, id)
		default:
			return
		}
		k.waiting = k.waiting[1:]
	}
}

// settled is a source with its counts, for which it waits.
func (k *knownSources) settled(ctx context.Context, source *store.Source) (store.Source, error) {
	ended := k.expected[source.ID]
	if ended == nil {
		return *source, nil
	}
	select {
	case settled := <-ended:
		k.put(settled)
		delete(k.expected, source.ID)
		k.waiting = slices.DeleteFunc(k.waiting, func(id int) bool { return id == source.ID })
		return settled, nil
	case <-ctx.Done():
		return store.Source{}, ctx.Err()
	}
}

func (k *knownSources) put(source store.Source) (place int) {
	place, again := k.places[source.ID]
	if again {
		before := k.list[place]
		k.list[place] = source
		if before.Offset > 0 && headOf(&before) == headOf(&source) {
			return place
		}
	} else {
		place = len(k.list)
		k.places[source.ID], k.list, k.begun = place, append(k.list, source), append(k.begun, 0)
	}
	switch {
	case source.Received():
	case source.Offset > 0:
		h := headOf(&source)
		k.heads[h] = append(k.heads[h], place)
		if i, found := slices.BinarySearch(k.lengths, h.length); !found {
			k.lengths = slices.Insert(k.lengths, i, h.length)
		}
	case source.Unfinished != nil:
		k.started = append(k.started, place)
	default:
		k.empty[source.Path] = append(k.empty[source.Path], place)
	}
	return place
}

func headOf(source *store.Source) head {
	h := head{length: int(min(source.Offset, fingerprinted))}
	copy(h.sum[:], source.Fingerprint)
	return h
}

// continuedBy are the sources whose first bytes a log has, those with less content first. A source that was empty is
// known by its path alone.
func (k *knownSources) continuedBy(path string, begin *beginning) []*store.Source {
	places := slices.Clone(k.empty[path])
	for _, place := range k.started {
		if source := &k.list[place]; source.Path == path || isUnfinished(source, begin.head) {
			places = append(places, place)
		}
	}
	digest, at := sha256.New(), 0
	for _, length := range k.lengths {
		if length > len(begin.head) {
			break
		}
		h := head{length: length}
		switch {
		case length == fingerprinted:
			places = append(places, k.sameBegin(begin)...)
			continue
		case begin.head[length-1] != '\n': // a source is of whole lines
			continue
		default:
			digest.Write(begin.head[at:length])
			at = length
			digest.Sum(h.sum[:0])
		}
		places = append(places, k.heads[h]...)
	}
	var found []*store.Source
	slices.Sort(places)
	for _, place := range slices.Compact(places) {
		if source := &k.list[place]; isBegin(source, begin) {
			found = append(found, source)
		}
	}
	slices.SortStableFunc(found, func(a, b *store.Source) int { return cmp.Compare(a.Offset, b.Offset) })
	return found
}

// isBegin reports whether a source, as it is now, is one that was found by a beginning, or is empty.
func isBegin(source *store.Source, begin *beginning) bool {
	length := min(source.Offset, fingerprinted)
	return length <= int64(len(begin.head)) && bytes.Equal(begin.fingerprintOf(length), source.Fingerprint)
}

// longer are the sources that may begin with all of a log, of which begin is the beginning, and go on.
func (k *knownSources) longer(ctx context.Context, begin *beginning) (found []*store.Source) {
	length := len(begin.head)
	if length == 0 {
		return nil
	}
	var places []int
	if length >= fingerprinted {
		places = k.sameBegin(begin)
	} else {
		k.readBegins(ctx)
		places = k.begins[maphash.Bytes(headSeed, begin.head[:stepsOf(length)])]
	}
	for _, place := range places {
		if source := &k.list[place]; source.Offset > int64(length) || length == headBytes {
			found = append(found, source)
		}
	}
	return found
}

// sameBegin are the places of the sources that have as many of the first bytes of a log as are fingerprinted. Where the
// beginnings of all sources have been seen, there is no need of a SHA-256 to find them.
func (k *knownSources) sameBegin(begin *beginning) []int {
	if !k.unseen {
		return k.begins[begin.hashOf()]
	}
	h := head{length: fingerprinted}
	copy(h.sum[:], begin.fingerprintOf(fingerprinted))
	return k.heads[h]
}

// firstStep is the second number of bytes by which beginnings are compared; the first is 1. Each that follows is four
// times as many.
const firstStep = 16

// stepsOf is the greatest step that is not more than a number of bytes.
func stepsOf(bytes int) int {
	if bytes < firstStep {
		return 1
	}
	step := firstStep
	for step*4 <= bytes {
		step *= 4
	}
	return step
}

// addBegin has a source be found by each step of the first bytes of its log, of as many as are given.
func (k *knownSources) addBegin(place int, begin *beginning, length int) {
	for step := 1; step <= min(length, fingerprinted); step = max(4*step, firstStep) {
		if step <= k.begun[place] {
			continue
		}
		h := begin.hashOf()
		if step < fingerprinted {
			h = maphash.Bytes(headSeed, begin.head[:step])
		}
		k.begins[h] = append(k.begins[h], place)
	}
	k.begun[place] = max(k.begun[place], length)
}

// readBegins reads the beginnings of the logs of the sources that the case had before. One that is not there any more,
// or is not what was loaded, proves nothing.
func (k *knownSources) readBegins(ctx context.Context) {
	for _, place := range k.unread {
		source := &k.list[place]
		if source.Received() || source.Offset == 0 {
			continue
		}
		begin, err := readBegin(ctx, source)
		if err == nil && bytes.Equal(fingerprint(begin), source.Fingerprint) {
			k.addBegin(place, &beginning{head: begin}, len(begin))
		}
		if ctx.Err() != nil {
			return
		}
	}
	k.unread = nil
}

func readBegin(ctx context.Context, source *store.Source) ([]byte, error) {
	encoding, err := EncodingNamed(source.Encoding)
	if err != nil {
		return nil, err
	}
	log, err := opening{maxExpand: unlimited, encoding: encoding}.open(ctx, source.Path)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	begin := make([]byte, min(source.Offset, fingerprinted))
	_, err = io.ReadFull(log, begin)
	return begin, err
}
