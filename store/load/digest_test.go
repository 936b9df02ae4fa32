package load

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding"
	"math/rand/v2"
	"testing"

	"spoor/store"
)

// slowDigest is what a digest of a log is, written down as it is defined.
func slowDigest(log []byte) []byte {
	if len(log) < fingerprinted {
		sum := sha256.Sum256(log)
		return sum[:]
	}
	key := sha256.Sum256(log[:fingerprinted])
	block, err := aes.NewCipher(key[:16])
	if err != nil {
		panic(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	hashed, rest := bytes.Clone(log[:fingerprinted]), log[fingerprinted:]
	for ; len(rest) >= 2048; rest = rest[2048:] {
		hashed = gcm.Seal(hashed, make([]byte, 12), nil, rest[:2048])
	}
	sum := sha256.Sum256(append(hashed, rest...))
	return sum[:]
}

func randomBytes(n int) []byte {
	random := rand.New(rand.NewPCG(1, 2))
	content := make([]byte, n)
	for i := range content {
		content[i] = byte(random.Uint32())
	}
	return content
}

// sourceOf is a source of which so much has been read.
func sourceOf(d *digest) *store.Source {
	return &store.Source{Offset: d.offset, Digest: d.state(), Fingerprint: d.fingerprint()}
}

func TestDigest(t *testing.T) {
	log := randomBytes(fingerprinted + 5*pieceSize)
	cuts := []int{0, 1, 1000, fingerprinted - 1, fingerprinted, fingerprinted + 1, fingerprinted + pieceSize - 1,
		fingerprinted + pieceSize, fingerprinted + pieceSize + 1, fingerprinted + 3*pieceSize + 7, len(log)}
	for _, end := range cuts {
		for _, cut := range cuts {
			if cut > end {
				break
			}
			d := newDigest()
			d.Write(log[:cut])
			again, err := digestOf(sourceOf(d))
			check(t, err)
			clone := d.clone()
			for _, other := range []*digest{d, again, clone} {
				other.Write(log[cut:end])
				if !bytes.Equal(other.whole(), slowDigest(log[:end])) || !other.same(d) {
					t.Errorf("another digest of %d bytes, cut at %d", end, cut)
				}
				if !bytes.Equal(other.fingerprint(), fingerprint(log[:end])) {
					t.Errorf("another fingerprint of %d bytes, cut at %d", end, cut)
				}
			}
		}
	}
}

// TestDigestTellsLogsApart that differ in one byte, wherever it is, or in length.
func TestDigestTellsLogsApart(t *testing.T) {
	log := randomBytes(fingerprinted + 2*pieceSize + 100)
	d := newDigest()
	d.Write(log)
	for _, at := range []int{0, fingerprinted - 1, fingerprinted, fingerprinted + pieceSize, len(log) - 1} {
		changed := bytes.Clone(log)
		changed[at] ^= 1
		other := d.anew()
		if other.Write(changed); other.same(d) {
			t.Errorf("a byte at %d makes no difference", at)
		}
	}
	shorter := d.anew()
	if shorter.Write(log[:len(log)-1]); shorter.same(d) {
		t.Error("a byte less makes no difference")
	}
}

// TestDigestOfOlderCases goes on as it was begun: with SHA-256 alone.
func TestDigestOfOlderCases(t *testing.T) {
	log := randomBytes(2 * fingerprinted)
	for _, cut := range []int{100, fingerprinted, fingerprinted + 1, fingerprinted + 5000} {
		before := sha256.New()
		before.Write(log[:cut])
		state, err := before.(encoding.BinaryMarshaler).MarshalBinary()
		check(t, err)
		d, err := digestOf(&store.Source{Offset: int64(cut), Digest: state, Fingerprint: fingerprint(log[:cut])})
		check(t, err)
		copied := d.anew()
		copied.Write(log[:cut])
		if !copied.same(d) {
			t.Errorf("the first %d bytes are not known again", cut)
		}
		d.Write(log[cut:])
		want := slowDigest(log)
		if cut > fingerprinted {
			sum := sha256.Sum256(log)
			want = sum[:]
		}
		if !bytes.Equal(d.whole(), want) || !bytes.Equal(d.fingerprint(), fingerprint(log)) {
			t.Errorf("another digest behind %d bytes", cut)
		}
	}
}

func TestDigestOfDamagedCases(t *testing.T) {
	d := newDigest()
	d.Write(randomBytes(fingerprinted + 10))
	state := d.state()
	for end := 1; end < len(state)-10; end++ {
		if _, err := digestOf(&store.Source{Offset: d.offset, Digest: state[:end]}); err == nil {
			t.Fatalf("%d of %d bytes are a digest", end, len(state))
		}
	}
}

func BenchmarkDigest(b *testing.B) {
	block, d := randomBytes(blockSize), newDigest()
	b.SetBytes(blockSize)
	for b.Loop() {
		d.Write(block)
	}
}
