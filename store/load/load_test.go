package load

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"spoor/store"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(killedLoad); path != "" {
		loadUntilKilled(path)
	}
	if os.Getenv("SPOOR_LONG_TESTS") == "" {
		_ = flag.Set("rapid.checks", "40") // of a hundred: each writes a case, and -rapid.checks says otherwise
	}
	goleak.VerifyTestMain(m)
}

// nastyLine is a line and what should become of it.
type nastyLine struct {
	text string
	kind string // "event", "reject" or "blank"
}

// nastyLines makes up lines of every kind. Every other line is a good one, so that no beginning of a log is taken for
// another format.
func nastyLines(r *rand.Rand, count int) []nastyLine {
	var lines []nastyLine
	for i := range count {
		line := nastyLine{goodLine(r), "event"}
		kind := r.IntN(16)
		if i%2 == 0 {
			kind = 15
		}
		switch kind {
		case 0:
			line = nastyLine{"", "blank"}
		case 1:
			line = nastyLine{" \t\r", "blank"}
		case 2:
			line = nastyLine{"no log line", "reject"}
		case 3:
			line = nastyLine{"\x00\x00" + line.text, "event"} // the client's name begins with NULs
		case 4:
			line.text += "\r"
		case 5:
			line = nastyLine{strings.Replace(line.text, "/2026:", "/2126:", 1), "event"}
			if strings.Contains(line.text, "/2126:") {
				line.kind = "reject"
			}
		case 6:
			line.text = strings.Replace(line.text, "agent", "\xff\xfe agent\x00", 1)
		case 7:
			line = nastyLine{line.text[:40], "reject"}
		}
		lines = append(lines, line)
	}
	return lines
}

// longLines are about the limits of a line and of a block.
func longLines() []nastyLine {
	line := func(length int, kind string) nastyLine {
		const before, after = `1.2.3.4 - long [01/Feb/2026:00:00:00 +0000] "GET /`, ` HTTP/1.1" 200 5`
		return nastyLine{before + strings.Repeat("x", length-len(before)-len(after)) + after, kind}
	}
	return []nastyLine{
		line(LineLimit-1, "event"), line(LineLimit, "event"), line(LineLimit+1, "reject"),
		line(blockSize+LineLimit-1, "reject"), line(blockSize+LineLimit, "reject"), line(blockSize+LineLimit+1, "reject"),
		line(5*LineLimit, "reject"), {strings.Repeat("\x00", 3*LineLimit), "reject"},
	}
}

// join is the content of a log; the last line may lack its line feed.
func join(lines []nastyLine, terminated bool) []byte {
	var b bytes.Buffer
	for i, line := range lines {
		b.WriteString(line.text)
		if terminated || i < len(lines)-1 {
			b.WriteByte('\n')
		}
	}
	return b.Bytes()
}

// reporter is what a test and a check of rapid have in common.
type reporter interface {
	rapid.TB
	Context() context.Context
}

// checkEveryLine finds every line of a source in the case, where it should be and nowhere else.
func checkEveryLine(t reporter, c *store.Case, source store.Source, content []byte) {
	t.Helper()
	lines := bytes.SplitAfter(content, []byte{'\n'})
	if len(lines[len(lines)-1]) == 0 {
		lines = lines[:len(lines)-1]
	}
	if source.Lines != int64(len(lines)) || source.Events+source.Rejects+source.Blank != source.Lines ||
		source.Bytes != int64(len(content)) ||
		source.Offset != int64(bytes.LastIndexByte(content, '\n')+1) || source.State != store.Complete {
		t.Fatalf("%d lines, %d bytes: %+v", len(lines), len(content), source)
	}
	rejects, err := c.Rejects(t.Context(), "", 0)
	if err != nil {
		t.Fatal(err)
	}
	rejected := map[int64]store.Reject{}
	for _, r := range rejects {
		if r.Source == source.ID {
			rejected[r.Line] = r
		}
	}
	if int64(len(rejected)) != source.Rejects {
		t.Errorf("%d rejects, want %d", len(rejected), source.Rejects)
	}
	offset := int64(0)
	for i, line := range lines {
		text := bytes.TrimSuffix(line, []byte{'\n'})
		r, ok := rejected[int64(i+1)]
		if ok && (r.Offset != offset || !bytes.Equal(r.Text, text[:min(len(text), store.KeptOfReject)])) {
			t.Errorf("reject of line %d at %d: at %d %.50q, want %.50q", i+1, offset, r.Offset, r.Text, text)
		}
		offset += int64(len(line))
	}
}

func TestEveryLineIsAccountedFor(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 0))
		lines := nastyLines(r, rapid.IntRange(30, 200).Draw(rt, "lines"))
		if rapid.IntRange(0, 9).Draw(rt, "long") == 0 {
			lines = append(lines, longLines()...)
			r.Shuffle(len(lines)-20, func(i, k int) { lines[20+i], lines[20+k] = lines[20+k], lines[20+i] })
		}
		// A last line of nothing and no line feed is no line.
		terminated := lines[len(lines)-1].text == "" || rapid.Bool().Draw(rt, "terminated")
		content := join(lines, terminated)
		path := write(t, "a.log", content)
		if rapid.Bool().Draw(rt, "zipped") {
			half := rapid.IntRange(0, len(content)).Draw(rt, "member")
			path = write(t, "a.gz", zipped(t, content[:half], content[half:]))
		}
		c := newCase(t)
		summary, err := loadInRuns(rt.Context(), c, rapid.Int64Range(1, 300).Draw(rt, "run"), Options{Format: "combined"},
			path)
		if err != nil {
			rt.Fatal(err)
		}
		sources, err := c.Sources(rt.Context())
		if err != nil || len(sources) != 1 {
			rt.Fatal(sources, err)
		}
		checkEveryLine(rt, c, sources[0], content)
		counts := map[string]int64{}
		for _, line := range lines {
			counts[line.kind]++
		}
		if summary.Lines != sources[0].Lines || summary.Events != counts["event"] || summary.Rejects != counts["reject"] ||
			summary.Blank != counts["blank"] {
			rt.Errorf("%+v, want %v", summary, counts)
		}
		events := query(t, c.Path(), "SELECT line FROM event ORDER BY line")
		var want []string
		for i, line := range lines {
			if line.kind == "event" {
				want = append(want, fmt.Sprintf("[%d]", i+1))
			}
		}
		if !slices.Equal(events, want) {
			rt.Errorf("events of %d lines, want %d", len(events), len(want))
		}
	})
}

func TestSeveralFilesKeepTheirOrder(t *testing.T) {
	first, second, third := goodLog(1, 100), goodLog(2, 50), goodLog(3, 70)
	c := newCase(t)
	paths := []string{write(t, "1.log", first), write(t, "2.gz", zipped(t, second)), write(t, "3.log", third)}
	summary := mustLoad(t, c, paths...)
	if summary.Lines != 220 || summary.Events != 220 || len(summary.Known) != 0 {
		t.Errorf("%+v", summary)
	}
	sources, err := c.Sources(t.Context())
	check(t, err)
	for i, content := range [][]byte{first, second, third} {
		checkEveryLine(t, c, sources[i], content)
		if sources[i].Path != paths[i] || sources[i].ID != i+1 || sources[i].Format != "combined" {
			t.Errorf("%+v", sources[i])
		}
	}
}

func TestStandardInput(t *testing.T) {
	content := goodLog(1, 5000)
	for name, input := range map[string][]byte{"plain": content, "gzip": zipped(t, content[:1000], content[1000:])} {
		c := newCase(t)
		for round := range 2 {
			summary, err := Files(t.Context(), c, []string{"-"}, Options{Now: now, Input: bytes.NewReader(input)})
			check(t, err)
			if round == 0 && summary.Events != 5000 || round == 1 &&
				(summary.Lines != 0 || !slices.Equal(summary.Known, []string{"-"})) {
				t.Errorf("%s, round %d: %+v", name, round, summary)
			}
		}
		more := append(slices.Clone(content), goodLog(2, 10)...)
		summary, err := Files(t.Context(), c, []string{"-"}, Options{Now: now, Input: bytes.NewReader(more)})
		check(t, err)
		if summary.Events != 10 {
			t.Errorf("%s: more: %+v", name, summary)
		}
		sources, err := c.Sources(t.Context())
		check(t, err)
		checkEveryLine(t, c, sources[0], more)
	}
}

func TestFutureIsRejected(t *testing.T) {
	at := func(d time.Duration) string {
		return `1.2.3.4 - - [` + now.Add(d).Format("02/Jan/2006:15:04:05 -0700") + `] "GET / HTTP/1.1" 200 5` + "\n"
	}
	c := newCase(t)
	content := []byte(at(-time.Hour) + at(24*time.Hour) + at(24*time.Hour+time.Second) + at(30*365*24*time.Hour))
	summary := mustLoad(t, c, write(t, "a.log", content))
	counts, err := c.RejectCounts(t.Context())
	check(t, err)
	if summary.Events != 2 || summary.Rejects != 2 ||
		!slices.Equal(counts, []store.ReasonCount{{Reason: store.ReasonFuture, Count: 2}}) {
		t.Errorf("%+v, %v", summary, counts)
	}
}

func TestWrongFormatLoadsNothing(t *testing.T) {
	log := goodLog(1, 30)
	for name, test := range map[string]struct {
		content []byte
		format  string
		words   string
	}{
		"no format":          {[]byte("some\ntext\nthat is\nno log\n"), "", "no format fits 4 lines"},
		"one line":           {[]byte("no log\n"), "", "no format fits the only line"},
		"another format":     {log, "json", "30 of the first 30 lines are not in the format json"},
		"a name of none":     {log, "xml", "no format is named"},
		"a binary":           {bytes.Repeat([]byte{0, 1, 2, 3, '\n'}, 100), "", "it holds binary data"},
		"a line without end": {bytes.Repeat([]byte{'x'}, 3<<20), "", "its first line is longer than 512 KiB"},
	} {
		c := newCase(t)
		before := dump(t, c)
		path := write(t, "a.log", test.content)
		_, err := Files(t.Context(), c, []string{path}, Options{Now: now, Format: test.format})
		if err == nil || !strings.Contains(err.Error(), test.words) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", name, err)
		}
		check(t, ignoreDerived(dump(t, c), before))
	}
}

// ignoreDerived compares what was loaded.
func ignoreDerived(got, want map[string][]string) error {
	for _, name := range []string{"source", "event", "reject", "mark", "run", "user", "request"} {
		if !slices.Equal(got[name], want[name]) {
			return fmt.Errorf("%s: %d rows, want %d", name, len(got[name]), len(want[name]))
		}
	}
	return nil
}

// TestLogThatBeginsWithAHole is a log that was emptied while a program went on writing at its old end.
func TestLogThatBeginsWithAHole(t *testing.T) {
	small := newCase(t)
	line := `1.2.3.4 - - [01/Feb/2026:00:00:00 +0000] "GET /a HTTP/1.1" 200 5` + "\n"
	mustLoad(t, small, write(t, "a.log", []byte(strings.Repeat("\x00", 100_000)+line+line)))
	if matrix, err := small.Matrix(t.Context()); err != nil || !slices.Equal(matrix.Key, []string{"1.2.3.4"}) {
		t.Errorf("%v, %v", matrix.Key, err)
	}
	content := append(make([]byte, 3<<20), "\n"...)
	content = append(content, goodLog(1, 10)...)
	c := newCase(t)
	summary, err := Files(t.Context(), c, []string{write(t, "a.log", content)}, Options{Now: now, Format: "combined"})
	check(t, err)
	if summary.Events != 10 || summary.Rejects != 1 {
		t.Errorf("%+v", summary)
	}
}

func TestOneBadFileAmongGoodOnes(t *testing.T) {
	c := newCase(t)
	directory := t.TempDir()
	missing, text := filepath.Join(directory, "missing.log"), write(t, "text.log", []byte("no log\n"))
	good, other := write(t, "1.log", goodLog(1, 10)), write(t, "2.log", goodLog(2, 20))
	summary, err := Files(t.Context(), c,
		[]string{missing, good, directory, text, c.Path(), c.Path() + "-wal", other}, Options{Now: now})
	if summary.Events != 30 {
		t.Errorf("%+v", summary)
	}
	for _, words := range []string{missing + ": no such file", directory + " is a directory", text + ": no format fits",
		c.Path() + " is the case",
		c.Path() + "-wal is the case"} {
		if err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%q is not in the error:\n%v", words, err)
		}
	}
	sources, err := c.Sources(t.Context())
	if err != nil || len(sources) != 2 || sources[0].ID != 1 || sources[1].ID != 2 {
		t.Errorf("%+v, %v", sources, err)
	}
}

func TestTruncatedArchiveKeepsItsLines(t *testing.T) {
	content := goodLog(1, 60_000) // several blocks
	whole := zipped(t, content)
	c := newCase(t)
	path := write(t, "a.gz", whole[:len(whole)*2/3])
	summary, err := Files(t.Context(), c, []string{path}, Options{Now: now})
	if err == nil || !strings.Contains(err.Error(), path) ||
		!strings.Contains(err.Error(), "what came before it is loaded") {
		t.Error(err)
	}
	if summary.Events < 30_000 || summary.Events != summary.Lines {
		t.Errorf("%+v", summary)
	}
	sources, err := c.Sources(t.Context())
	check(t, err)
	s := sources[0]
	if s.State != store.Loading || !bytes.HasSuffix(content[:s.Offset], []byte{'\n'}) ||
		bytes.Count(content[:s.Offset], []byte{'\n'}) != int(s.Lines) {
		t.Errorf("%+v", s)
	}
	again, err := Files(t.Context(), c, []string{path}, Options{Now: now})
	if err == nil || again.Lines != 0 {
		t.Errorf("%+v, %v", again, err)
	}
	check(t, os.WriteFile(path, whole, 0o600))
	if rest := mustLoad(t, c, path); rest.Lines+summary.Lines != 60_000 || rest.Rejects != 0 {
		t.Errorf("%+v after %+v", rest, summary)
	}
	clean := newCase(t)
	mustLoad(t, clean, write(t, "a.gz", whole))
	for _, table := range []string{"user", "request", "client", "source"} {
		if got, want := dump(t, c)[table], dump(t, clean)[table]; !slices.Equal(got, want) {
			t.Errorf("%s: %s\nwant %s", table, someOf(got), someOf(want))
		}
	}
}

// TestArchiveThatEndsInALongLine is cut off in the middle of a line that fills more than a block.
func TestArchiveThatEndsInALongLine(t *testing.T) {
	content := slices.Concat(goodLog(1, 20), bytes.Repeat([]byte("long"), 2<<20), []byte("\n"), goodLog(2, 20))
	whole := zipped(t, content[:7<<20])
	path := write(t, "a.gz", append(whole, zipped(t, content[7<<20:])[:10]...))
	c := newCase(t)
	if _, err := Files(t.Context(), c, []string{path}, Options{Now: now}); err == nil {
		t.Fatal("no error")
	}
	check(t, os.WriteFile(path, zipped(t, content), 0o600))
	mustLoad(t, c, path)
	sources, err := c.Sources(t.Context())
	check(t, err)
	checkEveryLine(t, c, sources[0], content)
	if sources[0].Rejects != 1 || sources[0].Events != 40 {
		t.Errorf("%+v", sources[0])
	}
}

func TestProgressNeverGoesBack(t *testing.T) {
	c := newCase(t)
	paths := []string{write(t, "1.log", goodLog(1, 40_000)), write(t, "2.gz", zipped(t, goodLog(2, 40_000)))}
	total := int64(0)
	for _, path := range paths {
		info, err := os.Stat(path)
		check(t, err)
		total += info.Size()
	}
	var last Progress
	_, err := Files(t.Context(), c, paths, Options{Now: now, Progress: func(p Progress) {
		backwards := p.Phase == last.Phase && (p.Done < last.Done || p.Lines < last.Lines)
		if backwards || p.Done > p.Total || p.Phase == Reading && p.Total != total {
			t.Errorf("%+v after %+v", p, last)
		}
		last = p
	}})
	check(t, err)
	if last.Phase != Measuring || last.Done != 80_000 || last.Total != 80_000 || last.Lines != 80_000 {
		t.Errorf("last: %+v", last)
	}
}
