package web

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"
)

// What was counted can be kept, and gone on with when more has come in: as what a user's requests tell follows from the
// requests of that user, and from which hosts are the site's own, it is enough to take the users back who have done
// something since, and to add them as they are now.

// mostKeptTemplates and mostOwnHosts are how much is worth keeping.
const (
	mostKeptTemplates = 1 << 17
	mostOwnHosts      = 1 << 8
)

// ToBeKept has what is counted be such that it can be kept. It must be called first.
func (f *EmbeddedFinder) ToBeKept() { f.toBeKept = true }

// stableHash is the same in every process.
func stableHash(text []byte) uint64 {
	sum := sha256.Sum256(text)
	return binary.LittleEndian.Uint64(sum[:])
}

// Own are the hosts that count as the site's own, in order. It is not ok if there is too much to be kept. It is known
// after Begin.
func (f *EmbeddedFinder) Own() (hosts []string, ok bool) {
	if !f.toBeKept || f.templates.count > mostKeptTemplates ||
		len(f.hostOf) >= mostHosts || f.pages.count >= mostEmbedded {
		return nil, false
	}
	for name, host := range f.hostOf {
		if !f.hosts[host].foreign {
			hosts = append(hosts, name)
		}
	}
	slices.Sort(hosts)
	return hosts, len(hosts) <= mostOwnHosts
}

// TakeBack takes the events back that a user had, in time order, when what is kept was counted.
func (f *EmbeddedFinder) TakeBack(events []Event) {
	if f.back == nil {
		f.back = make([]embeddedTally, len(f.tallies))
	}
	f.tallies, f.back = f.back, f.tallies
	f.Add(events)
	f.tallies, f.back = f.back, f.tallies
}

// counts are what is kept of a tally.
func (t *embeddedTally) counts() [10]*int32 {
	return [...]*int32{
		&t.requests, &t.own, &t.soon, &t.strict, &t.referred, &t.foreign, &t.pictures,
		&t.users, &t.ownUsers, &t.soonUsers,
	}
}

// AppendCounts appends what has been counted.
func (f *EmbeddedFinder) AppendCounts(to []byte) []byte {
	var hashes []uint64
	f.templates.each(func(hash uint64) { hashes = append(hashes, hash) })
	slices.Sort(hashes)
	for _, hash := range hashes {
		to = binary.LittleEndian.AppendUint64(to, hash)
		for _, count := range f.tallies[f.templates.find(hash)].counts() {
			to = binary.AppendUvarint(to, uint64(*count))
		}
	}
	return to
}

// errCounts says that counts are not those of these requests.
var errCounts = errors.New("what is kept of embedded requests can't be read")

// GoOn adds what had been counted before, but for what has been taken back. It must be called once, after the last
// event.
func (f *EmbeddedFinder) GoOn(kept []byte) error {
	for len(kept) > 0 {
		if len(kept) < 8 {
			return errCounts
		}
		template := f.templates.find(binary.LittleEndian.Uint64(kept))
		kept = kept[8:]
		if template == 0 {
			return errCounts
		}
		for _, count := range f.tallies[template].counts() {
			before, length := binary.Uvarint(kept)
			if length <= 0 || before > 1<<31-1 {
				return errCounts
			}
			*count += int32(before)
			kept = kept[length:]
		}
	}
	for template := range f.back {
		back, counts := f.back[template].counts(), f.tallies[template].counts()
		for i, count := range counts {
			if *count -= *back[i]; *count < 0 && template > 0 { // 0 counts what is of no template
				return errCounts
			}
		}
	}
	return nil
}

// Forget forgets what has been counted. The events of each user are to be added again.
func (f *EmbeddedFinder) Forget() {
	clear(f.tallies)
	f.back = nil
}
