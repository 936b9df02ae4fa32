package load

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"

	"spoor/store"
)

// packers compress; each part becomes a member, frame or stream of its own.
var packers = map[string]func(t testing.TB, parts ...[]byte) []byte{
	"gzip": zipped,
	"zstd": func(t testing.TB, parts ...[]byte) []byte {
		return packed(t, parts, func(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w) })
	},
	"xz": func(t testing.TB, parts ...[]byte) []byte {
		return packed(t, parts, func(w io.Writer) (io.WriteCloser, error) { return xz.NewWriter(w) })
	},
}

func packed(t testing.TB, parts [][]byte, open func(io.Writer) (io.WriteCloser, error)) []byte {
	t.Helper()
	var out bytes.Buffer
	for _, part := range parts {
		w, err := open(&out)
		check(t, err)
		_, err = w.Write(part)
		check(t, err)
		check(t, w.Close())
	}
	return out.Bytes()
}

// bzip2Log is a log of three lines, compressed by bzip2: the standard library can't.
const bzip2Log = "QlpoOTFBWSZTWeUihgIAAEhfgEAQUAv/EAPARAoykZ4AIACVCv1TU9TQ0ADQaACv9VJplA9IAaZGmmTatXL1iXCvF5TTWxnG" +
	"NlWiKSoosgm5tIajYkpMPDH1CDxDIkCI1RQc6AhAVjEVShJalBJRKF6MIYqOijuwRe0mKbJoyZr2aqj8iwatVz+LuSKcKEhykUMBAA=="

func bzip2ed(t testing.TB) []byte {
	t.Helper()
	content, err := base64.StdEncoding.DecodeString(bzip2Log)
	check(t, err)
	return content
}

func TestContainersAreKnownByTheirContent(t *testing.T) {
	content := goodLog(1, 12_000)
	for name, pack := range packers {
		c := newCase(t)
		path := write(t, "a.log", pack(t, content[:700_001], content[700_001:]))
		if summary := mustLoad(t, c, path); summary.Events != 12_000 {
			t.Errorf("%s: %+v", name, summary)
		}
		sources, err := c.Sources(t.Context())
		check(t, err)
		checkEveryLine(t, c, sources[0], content)
		if again := mustLoad(t, c, write(t, "plain", content)); again.Lines != 0 {
			t.Errorf("%s: the plain copy is loaded again: %+v", name, again)
		}
	}
	c := newCase(t)
	if summary := mustLoad(t, c, write(t, "a", bzip2ed(t))); summary.Events != 3 {
		t.Errorf("bzip2: %+v", summary)
	}
}

// TestArchivesThatAreNotWhole cuts archives off and changes a byte: what comes before is loaded, the error names what
// has happened.
func TestArchivesThatAreNotWhole(t *testing.T) {
	content := goodLog(1, 30_000)
	for name, pack := range packers {
		whole := pack(t, content[:2_000_000], content[2_000_000:])
		c := newCase(t)
		path := write(t, "a", whole[:len(whole)-len(whole)/8])
		summary, err := Files(t.Context(), c, []string{path}, Options{Now: now})
		if err == nil || !strings.Contains(err.Error(), name+" archive ends in the middle") || summary.Events < 18_000 ||
			summary.Rejects > 0 {
			t.Errorf("%s: %+v, %v", name, summary, err)
		}
		check(t, os.WriteFile(path, whole, 0o600))
		if rest := mustLoad(t, c, path); rest.Events+summary.Events != 30_000 || rest.Rejects > 0 {
			t.Errorf("%s: %+v, then %+v", name, summary, rest)
		}
		damaged := bytes.Clone(whole)
		damaged[len(damaged)-len(damaged)/8] ^= 0x55
		c = newCase(t)
		summary, err = Files(t.Context(), c, []string{write(t, "a", damaged)}, Options{Now: now})
		if err == nil || !strings.Contains(err.Error(), name+" archive is damaged") || summary.Events < 10_000 {
			t.Errorf("%s, damaged: %+v, %v", name, summary, err)
		}
	}
	for name, cut := range map[string]int{"bzip2 header": 4, "bzip2 block": 60} {
		_, err := Files(t.Context(), newCase(t), []string{write(t, "a", bzip2ed(t)[:cut])},
			Options{Now: now, Format: "combined"})
		if err == nil || !strings.Contains(err.Error(), "bzip2 archive ends in the middle") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatFollowsGzip(t *testing.T) {
	content := goodLog(1, 100)
	for name, test := range map[string]struct {
		after string
		words string
	}{
		"nothing":       {"", ""},
		"zeros":         {strings.Repeat("\x00", 100_000), ""},
		"zeros, member": {"\x00\x00\x00" + string(zipped(t, content)), ""},
		"something":     {"something", "something that is not gzip follows"},
		"zeros, text":   {"\x00\x00text", "something that is not gzip follows"},
	} {
		c := newCase(t)
		summary, err := Files(t.Context(), c, []string{write(t, "a", append(zipped(t, content), test.after...))},
			Options{Now: now})
		if (err != nil) != (test.words != "") || err != nil && !strings.Contains(err.Error(), test.words) ||
			summary.Events < 100 {
			t.Errorf("%s: %+v, %v", name, summary, err)
		}
	}
}

// TestWhatFollowsAnArchive says of every kind that the archive itself is sound, and loads it.
func TestWhatFollowsAnArchive(t *testing.T) {
	content := goodLog(1, 100)
	for name, pack := range packers {
		for _, after := range []string{"garbage", "something longer than a header"} {
			c := newCase(t)
			summary, err := Files(t.Context(), c,
				[]string{write(t, "a", append(pack(t, content[:3000], content[3000:]), after...))}, Options{Now: now})
			want := "the " + name + " archive is sound, but something that is not " + name + " follows it"
			if err == nil || !strings.Contains(err.Error(), want) || summary.Events != 100 {
				t.Errorf("%s, %q: %+v, %v", name, after, summary, err)
			}
		}
	}
	_, err := Files(t.Context(), newCase(t), []string{write(t, "a", append(bzip2ed(t), "garbage"...))}, Options{})
	if err == nil || !strings.Contains(err.Error(), "the bzip2 archive is sound") {
		t.Error(err)
	}
	padded := slices.Concat(packers["xz"](t, content[:3000]), make([]byte, 8), packers["xz"](t, content[3000:]),
		make([]byte, 4))
	if summary := mustLoad(t, newCase(t), write(t, "a", padded)); summary.Events != 100 {
		t.Errorf("padding between streams of xz: %+v", summary)
	}
}

// TestLargeDictionary gives an archive that asks for 4 GiB before a byte comes out of it.
func TestLargeDictionary(t *testing.T) {
	archive := packers["xz"](t, goodLog(1, 10))
	header := archive[12 : 12+4*(int(archive[12])+1)] // of the first block: its length, flags, the filter 0x21, one byte
	at := bytes.Index(header, []byte{0x21, 1})
	if header[1] != 0 || at != 2 {
		t.Fatalf("the header is %x", header)
	}
	header[at+2] = 40
	binary.LittleEndian.PutUint32(header[len(header)-4:], crc32.ChecksumIEEE(header[:len(header)-4]))
	_, err := Files(t.Context(), newCase(t), []string{write(t, "a", archive)}, Options{})
	if err == nil || !strings.Contains(err.Error(), "wants more than 128 MiB of memory; unpack it first: xz -d") {
		t.Error(err)
	}
}

// bomb is a log of one line, again and again, which compresses to next to nothing.
func bomb(t testing.TB, size int) []byte {
	t.Helper()
	target := "/" + strings.Repeat("x", 400_000)
	line := fmt.Appendf(nil, "1.2.3.4 - - [01/Feb/2026:00:00:00 +0000] \"GET %s HTTP/1.1\" 200 5\n", target)
	return packers["zstd"](t, bytes.Repeat(line, size/len(line)))
}

func TestArchiveBombs(t *testing.T) {
	path := write(t, "bomb", bomb(t, 80<<20))
	c := newCase(t)
	summary, err := Files(t.Context(), c, []string{path}, Options{Now: now})
	if !errors.Is(err, errBomb) || !strings.Contains(err.Error(), "--max-expand") || summary.Events < 140 ||
		summary.Events > 180 {
		t.Errorf("%+v, %v", summary, err)
	}
	rest, err := Files(t.Context(), c, []string{path}, Options{Now: now, MaxExpand: 1 << 30})
	sources, _ := c.Sources(t.Context())
	if err != nil || sources[0].State != store.Complete || rest.Events+summary.Events != sources[0].Lines {
		t.Errorf("%+v, %v", rest, err)
	}
	_, err = Files(t.Context(), newCase(t), []string{path}, Options{Now: now, MaxExpand: 10 << 20})
	if err == nil || !strings.Contains(err.Error(), "more than 10485760 bytes") {
		t.Error(err)
	}
}

// TestZstdThatWantsTooMuchMemory has a frame header that asks for a window of 2 GiB.
func TestZstdThatWantsTooMuchMemory(t *testing.T) {
	greedy := []byte{0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0x01, 0x00, 0x00}
	_, err := Files(t.Context(), newCase(t), []string{write(t, "a", greedy)}, Options{Now: now, Format: "combined"})
	if err == nil || !strings.Contains(err.Error(), "more than 128 MiB of memory") {
		t.Error(err)
	}
}

// FuzzUnpack opens what claims to be an archive: it ends, in content or in an error.
func FuzzUnpack(f *testing.F) {
	content := goodLog(1, 20)
	for _, pack := range packers {
		whole := pack(f, content[:100], content[100:])
		f.Add(whole)
		f.Add(whole[:len(whole)/2])
	}
	f.Add(bzip2ed(f))
	f.Add([]byte{0x1f, 0x8b})
	f.Add([]byte("BZh9"))
	f.Add([]byte("\xff\xfea\x00\n\x00"))
	f.Fuzz(func(t *testing.T, archive []byte) {
		in, err := opening{maxExpand: 8 << 20}.unpackAndDecode(context.Background(), bytes.NewReader(archive))
		if err != nil {
			return
		}
		n, _ := io.Copy(io.Discard, in)
		check(t, in.Close())
		if in.container != "" && n > 64<<20 {
			t.Errorf("%d bytes came out", n)
		}
	})
}
