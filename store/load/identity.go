package load

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"hash/maphash"
	"io"

	"spoor/store"
)

// fingerprinted is how many bytes at the beginning of a source are its fingerprint, by which it is recognised under
// another name.
const fingerprinted = 64 << 10

func fingerprint(head []byte) []byte {
	sum := sha256.Sum256(head[:min(len(head), fingerprinted)])
	return sum[:]
}

// beginning is the head of a log.
type beginning struct {
	head        []byte
	fingerprint []byte // of as many bytes as are fingerprinted; nil: nobody has asked for it yet
	hash        uint64 // likewise; 0: nobody has
}

// headSeed is that of the hashes by which heads are compared before anything that takes longer is.
var headSeed = maphash.MakeSeed()

// hashOf is a hash of the first bytes, of as many as are fingerprinted.
func (b *beginning) hashOf() uint64 {
	if b.hash == 0 {
		b.hash = maphash.Bytes(headSeed, b.head[:min(len(b.head), fingerprinted)])
	}
	return b.hash
}

// fingerprintOf is that of the first bytes of the head, of at most so many.
func (b *beginning) fingerprintOf(bytes int64) []byte {
	if min(bytes, int64(len(b.head))) < fingerprinted {
		return fingerprint(b.head[:min(int64(len(b.head)), bytes)])
	}
	if b.fingerprint == nil {
		b.fingerprint = fingerprint(b.head)
	}
	return b.fingerprint
}

// recognise finds the source that the log is the continuation of, or the copy: the one with most of its content, all of
// which the log begins with. There is none for a new log.
func (k *knownSources) recognise(path string, begin *beginning, open func() (io.ReadCloser, error)) (
	*store.Source, error) {
	candidates := k.continuedBy(path, begin)
	if len(candidates) == 0 {
		return nil, nil
	}
	log, err := open()
	if err != nil {
		return nil, err
	}
	defer log.Close()
	return longestBegin(candidates, log)
}

// longestBegin is the last of the sources that a log begins with, those with less content coming first; nil if it
// begins with none.
func longestBegin(sources []*store.Source, log io.Reader) (found *store.Source, err error) {
	digests := map[bool]*digest{} // of the log so far, by whether they are plain
	loaded := make([]*digest, len(sources))
	var writers []io.Writer
	for i, source := range sources {
		if loaded[i], err = digestOf(source); err != nil {
			return nil, err
		}
		if plain := loaded[i].plain; digests[plain] == nil {
			digests[plain] = loaded[i].anew()
			writers = append(writers, digests[plain])
		}
	}
	to, offset := io.MultiWriter(writers...), int64(0)
	for i, source := range sources {
		n, err := io.CopyN(to, log, source.Offset-offset)
		if err == io.EOF {
			break // the log is shorter than what this source was
		}
		if err != nil {
			return nil, err
		}
		offset += n
		if loaded[i].same(digests[loaded[i].plain]) {
			found = source
		}
	}
	return found, nil
}

// hold reports whether the case has all of a log and more: whether a source begins with it. To compare them the
// source's own log must still be there. So a copy that was made earlier adds nothing.
func (k *knownSources) hold(ctx context.Context, begin *beginning, open func() (io.ReadCloser, error)) (bool, error) {
	for _, source := range k.longer(ctx, begin) {
		log, err := open()
		if err != nil {
			return false, err
		}
		begins := sourceBegins(ctx, source, log)
		if err := errors.Join(ctx.Err(), log.Close()); begins || err != nil {
			return begins, err
		}
	}
	return false, ctx.Err()
}

// sourceBegins reports whether a source begins with a log. A file that is not what was loaded any more proves nothing.
func sourceBegins(ctx context.Context, source *store.Source, log io.Reader) bool {
	encoding, err := EncodingNamed(source.Encoding)
	if err != nil {
		return false
	}
	kept, err := opening{maxExpand: unlimited, encoding: encoding}.open(ctx, source.Path)
	if err != nil {
		return false
	}
	defer kept.Close()
	loaded, err := digestOf(source)
	if err != nil {
		return false
	}
	digest := loaded.anew()
	content := io.TeeReader(io.LimitReader(kept, source.Offset), digest)
	if !beginsWith(content, log) {
		return false
	}
	_, err = io.Copy(io.Discard, content)
	return err == nil && digest.same(loaded)
}

// beginsWith reports whether all of log is where whole begins. What can't be read is not the same.
func beginsWith(whole, log io.Reader) bool {
	part, same := make([]byte, 64<<10), make([]byte, 64<<10)
	for {
		n, end := io.ReadFull(log, part)
		if _, err := io.ReadFull(whole, same[:n]); err != nil || !bytes.Equal(part[:n], same[:n]) {
			return false
		}
		if end != nil {
			return end == io.EOF || end == io.ErrUnexpectedEOF
		}
	}
}

// telling is how many bytes of a line are enough to recognise it, in a log of which there is no whole line yet.
const telling = 32

// isUnfinished reports whether a log begins with the unfinished line of a source, or is a part of it.
func isUnfinished(source *store.Source, head []byte) bool {
	if source.Unfinished == nil || len(head) == 0 {
		return false
	}
	text := source.Unfinished.Text
	return bytes.HasPrefix(text, head) || len(text) >= telling && bytes.HasPrefix(head, text)
}
