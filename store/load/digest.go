package load

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding"
	"errors"
	"fmt"
	"hash"
	"slices"

	"spoor/store"
)

const (
	// pieceSize is how many bytes of a log have a MAC of their own. A source keeps those of a piece that has not ended.
	pieceSize = 2 << 10
	// sizeOfSHA256 is how many bytes the state of a SHA-256 has: what it is, its words, its block and its length.
	sizeOfSHA256 = 4 + sha256.Size + sha256.BlockSize + 8
	// keyedState is what the state of a digest with MACs begins with.
	keyedState = "gmac\x01"
)

// digest tells what has been read of a log from everything else: it is the SHA-256 of the first bytes, of as many as
// are fingerprinted, and of the MACs of the pieces that follow.
//
// A MAC takes a quarter of the time of a SHA-256, which would be a tenth of a load. It is GMAC (NIST SP 800-38D), of
// which nothing is asked but that other pieces have other MACs. By its key, which is the fingerprint, those who write
// into a log without reading all of it can't tell which pieces have the same one, and two that they choose do once in
// 2¹²⁰ logs. The nonce may always be the same since the MACs are never shown.
type digest struct {
	sum    hash.Cloner
	offset int64       // how many bytes have been written
	first  []byte      // the fingerprint, once as many bytes as it is of have been
	mac    cipher.AEAD // nil: SHA-256 takes everything, as in cases of before, and where there may be no such MAC
	piece  []byte      // the beginning of one that has not ended
	tag    []byte
	plain  bool // mac stays nil
}

func newDigest() *digest { return &digest{sum: sha256.New().(hash.Cloner)} }

// anew is a digest of the same kind, which begins.
func (d *digest) anew() *digest {
	begins := newDigest()
	begins.plain = d.plain
	return begins
}

// clone goes on from here by itself.
func (d *digest) clone() *digest {
	sum, err := d.sum.Clone()
	if err != nil {
		panic("BUG: SHA-256 can't be copied: " + err.Error())
	}
	other := *d
	other.sum, other.piece, other.tag = sum, slices.Clone(d.piece), nil
	return &other
}

// Write never fails.
func (d *digest) Write(p []byte) (int, error) {
	written := len(p)
	if missing := fingerprinted - d.offset; missing > 0 {
		head := p[:min(missing, int64(len(p)))]
		d.sum.Write(head)
		d.offset += int64(len(head))
		p = p[len(head):]
		if d.offset == fingerprinted {
			d.behindHead(d.sum.Sum(nil))
		}
	}
	d.offset += int64(len(p))
	if d.mac == nil {
		d.sum.Write(p)
	} else {
		d.writePieces(p)
	}
	return written, nil
}

// behindHead has pieces follow the first bytes, of which it takes the fingerprint.
func (d *digest) behindHead(first []byte) {
	d.first = first
	if d.plain {
		return
	}
	block, err := aes.NewCipher(first[:16])
	if err == nil {
		d.mac, err = cipher.NewGCM(block)
	}
	d.plain = err != nil // where only what FIPS 140 approves of is allowed
}

func (d *digest) writePieces(p []byte) {
	if len(d.piece) > 0 {
		n := min(pieceSize-len(d.piece), len(p))
		if d.piece = append(d.piece, p[:n]...); len(d.piece) < pieceSize {
			return
		}
		d.writePiece(d.piece)
		d.piece, p = d.piece[:0], p[n:]
	}
	for ; len(p) >= pieceSize; p = p[pieceSize:] {
		d.writePiece(p[:pieceSize])
	}
	d.piece = append(d.piece, p...)
}

func (d *digest) writePiece(piece []byte) {
	var nonce [12]byte
	d.tag = d.mac.Seal(d.tag[:0], nonce[:], nil, piece)
	d.sum.Write(d.tag)
}

// same reports whether two digests of the same kind are of the same bytes.
func (d *digest) same(other *digest) bool {
	return d.offset == other.offset && bytes.Equal(d.whole(), other.whole())
}

// whole is the hash of everything that was written.
func (d *digest) whole() []byte {
	if len(d.piece) == 0 {
		return d.sum.Sum(nil)
	}
	whole := d.clone()
	whole.sum.Write(whole.piece)
	return whole.sum.Sum(nil)
}

// fingerprint is that of what was written.
func (d *digest) fingerprint() []byte {
	if d.first != nil {
		return d.first
	}
	return d.sum.Sum(nil)
}

// state is the digest as it can be kept and taken up again.
func (d *digest) state() []byte {
	state, err := d.sum.(encoding.BinaryMarshaler).MarshalBinary()
	if err != nil {
		panic("BUG: SHA-256 does not give its state: " + err.Error())
	}
	if d.mac == nil {
		return state
	}
	return slices.Concat([]byte(keyedState), d.first, state, d.piece)
}

// digestOf takes the digest of a source up where its state was kept; without a state it begins.
func digestOf(s *store.Source) (*digest, error) {
	d := newDigest()
	if len(s.Digest) == 0 {
		return d, nil
	}
	state, keyed := bytes.CutPrefix(s.Digest, []byte(keyedState))
	switch {
	case keyed && len(state) < sha256.Size+sizeOfSHA256:
		return nil, errors.New("the digest that the case keeps of it is cut off")
	case keyed:
		if d.behindHead(state[:sha256.Size:sha256.Size]); d.mac == nil {
			return nil, errors.New("what the case keeps of it can't be checked where FIPS 140 alone is allowed: " +
				"run without GODEBUG=fips140=only")
		}
		state, d.piece = state[sha256.Size:][:sizeOfSHA256], slices.Clone(state[sha256.Size+sizeOfSHA256:])
	case s.Offset > fingerprinted:
		d.first, d.plain = s.Fingerprint, true
	}
	d.offset = s.Offset
	if err := d.sum.(encoding.BinaryUnmarshaler).UnmarshalBinary(state); err != nil {
		return nil, fmt.Errorf("what the case keeps of it is no digest that this spoor knows: %w", err)
	}
	if d.offset == fingerprinted && d.first == nil {
		d.behindHead(d.sum.Sum(nil))
	}
	return d, nil
}
