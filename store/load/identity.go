package load

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"io"
	"slices"

	"spoor/store"
)

// fingerprinted is how many bytes at the beginning of a source are its fingerprint, by which it is recognised under
// another name.
const fingerprinted = 64 << 10

func fingerprint(head []byte) []byte {
	sum := sha256.Sum256(head[:min(len(head), fingerprinted)])
	return sum[:]
}

// recognise finds the source that the log is the continuation of, or the copy: the one with most of its content, all of
// which the log begins with. There is none for a new log.
func recognise(known []store.Source, path string, head []byte, open func() (*input, error)) (*store.Source, error) {
	candidates := candidatesFor(known, path, head)
	if len(candidates) == 0 {
		return nil, nil
	}
	log, err := open()
	if err != nil {
		return nil, err
	}
	defer log.Close()
	digest := sha256.New()
	var offset int64
	var found *store.Source
	for _, candidate := range candidates {
		n, err := io.CopyN(digest, log, candidate.Offset-offset)
		if err == io.EOF {
			break // the log is shorter than what this source was
		}
		if err != nil {
			return nil, err
		}
		offset += n
		loaded, err := digestFrom(candidate.Digest)
		if err != nil {
			return nil, err
		}
		if bytes.Equal(digest.Sum(nil), loaded.Sum(nil)) {
			found = candidate
		}
	}
	return found, nil
}

// candidatesFor are the sources whose first bytes the log has, those with less content first. A source that was empty is
// known by its path alone.
func candidatesFor(known []store.Source, path string, head []byte) []*store.Source {
	var candidates []*store.Source
	for i := range known {
		source := &known[i]
		length := min(source.Offset, fingerprinted)
		sameHead := length <= int64(len(head)) && bytes.Equal(fingerprint(head[:length]), source.Fingerprint)
		if sameHead && (length > 0 || source.Path == path) {
			candidates = append(candidates, source)
		}
	}
	slices.SortStableFunc(candidates, func(a, b *store.Source) int { return cmp.Compare(a.Offset, b.Offset) })
	return candidates
}
