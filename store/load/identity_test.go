package load

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"spoor/store"
)

// TestKnownContentAddsNothing gives the same content under other names, compressed, renamed and twice in one load.
func TestKnownContentAddsNothing(t *testing.T) {
	content := goodLog(1, 3000)
	c := newCase(t)
	original := write(t, "access.log", content)
	mustLoad(t, c, original)
	want := dump(t, c)
	copied, zip := write(t, "copy.log", content), write(t, "copy.gz", zipped(t, content[:5000], content[5000:]))
	renamed := filepath.Join(t.TempDir(), "access.log.1")
	check(t, os.Rename(original, renamed))
	for _, paths := range [][]string{{copied}, {zip}, {renamed}, {renamed, copied, zip, renamed}} {
		summary := mustLoad(t, c, paths...)
		if summary.Lines != 0 || !slices.Equal(summary.Known, paths) {
			t.Errorf("%q: %+v", paths, summary)
		}
		sources, err := c.Sources(t.Context())
		check(t, err)
		if last := paths[len(paths)-1]; len(sources) != 1 || sources[0].Path != last {
			t.Errorf("%q: %+v", paths, sources)
		}
	}
	got := dump(t, c)
	check(t, os.Rename(renamed, original))
	mustLoad(t, c, original)
	sameDump(t, dump(t, c), want)
	check(t, ignoreDerived(map[string][]string{"event": got["event"], "mark": got["mark"]},
		map[string][]string{"event": want["event"], "mark": want["mark"]}))
}

func TestTheSameContentTwiceInOneLoad(t *testing.T) {
	content := goodLog(1, 500)
	longer := append(slices.Clone(content), goodLog(2, 100)...)
	for _, paths := range [][]string{
		{write(t, "a.log", content), write(t, "b.log", content)},
		{write(t, "a.log", content), write(t, "b.gz", zipped(t, longer))},
		{write(t, "a.log", content), write(t, "b.log", longer), write(t, "c.log", longer)},
	} {
		c := newCase(t)
		summary := mustLoad(t, c, append(paths, paths[0])...)
		sources, err := c.Sources(t.Context())
		check(t, err)
		if len(sources) != 1 || summary.Lines != sources[0].Lines {
			t.Errorf("%q: %+v, %+v", paths, summary, sources)
		}
		whole := content
		if sources[0].Lines > 500 {
			whole = longer
		}
		checkEveryLine(t, c, sources[0], whole)
	}
}

// TestOlderCopyAddsNothing gives beginnings of a log that is known, as copies from before it grew are.
func TestOlderCopyAddsNothing(t *testing.T) {
	content := goodLog(1, 12_000) // longer than the head that is looked at
	path := write(t, "access.log", content)
	for _, length := range []int{100, 5000, 100_000, 700_000, len(content) - 1} {
		copied := write(t, "copy.log", content[:length])
		c := newCase(t)
		mustLoad(t, c, path)
		before := dump(t, c)
		if summary := mustLoad(t, c, copied); summary.Lines != 0 || !slices.Equal(summary.Known, []string{copied}) {
			t.Errorf("%d bytes: %+v", length, summary)
		}
		sameDump(t, dump(t, c), before)
		stream, err := Files(t.Context(), c, []string{"-"}, Options{Now: now, Input: bytes.NewReader(content[:length])})
		check(t, err)
		if stream.Lines != 0 {
			t.Errorf("%d bytes from a stream: %+v", length, stream)
		}
	}
	// A log that has changed at its place can't show what is known of the other, so that one is loaded.
	c := newCase(t)
	mustLoad(t, c, path)
	check(t, os.WriteFile(path, append(content[:100_000:100_000], goodLog(9, 12_000)...), 0o600))
	if summary := mustLoad(t, c, write(t, "copy.log", content[:90_000])); summary.Lines == 0 {
		t.Errorf("%+v", summary)
	}
}

// TestGrownCopyInOneLoad loads a log and a copy of it that has grown, one after the other in one run: they are one
// source, and every line of it is there once.
func TestGrownCopyInOneLoad(t *testing.T) {
	content := goodLog(1, 30)
	third := bytes.LastIndexByte(content[:len(content)/3], '\n') + 1
	grown := write(t, "access.log", content)
	c := newCase(t)
	other, older := write(t, "other.log", goodLog(2, 3)), write(t, "copy.log", content[:third])
	if summary := mustLoad(t, c, other, older, grown); summary.Lines != 33 {
		t.Errorf("%+v", summary)
	}
	sources, err := c.Sources(t.Context())
	check(t, err)
	if len(sources) != 2 || sources[1].ID != 2 || sources[1].Path != grown || sources[1].Events != 30 {
		t.Fatalf("%+v", sources)
	}
	checkEveryLine(t, c, sources[1], content)
}

// TestGrownLogContinues appends to a log between loads, and rotates it.
func TestGrownLogContinues(t *testing.T) {
	content := goodLog(1, 1000)
	directory := t.TempDir()
	path, rotated := filepath.Join(directory, "access.log"), filepath.Join(directory, "access.log.1")
	grow := func(to int) {
		end := bytes.LastIndexByte(content[:to], '\n') + 1
		check(t, os.WriteFile(path, content[:end], 0o600))
	}
	c := newCase(t)
	lines := int64(0)
	for _, to := range []int{0, 300, 20_000, 20_000, 70_000, len(content)} {
		grow(to)
		lines += mustLoad(t, c, path).Lines
	}
	if lines != 1000 {
		t.Errorf("%d lines", lines)
	}
	check(t, os.Rename(path, rotated))
	fresh := goodLog(2, 10)
	check(t, os.WriteFile(path, fresh, 0o600))
	summary := mustLoad(t, c, path, rotated)
	if summary.Lines != 10 || !slices.Equal(summary.Known, []string{rotated}) {
		t.Errorf("%+v", summary)
	}
	sources, err := c.Sources(t.Context())
	check(t, err)
	if len(sources) != 2 || sources[0].Path != rotated || sources[1].Path != path {
		t.Errorf("%+v", sources)
	}
	checkEveryLine(t, c, sources[0], content)
	checkEveryLine(t, c, sources[1], fresh)
	once := newCase(t)
	mustLoad(t, once, rotated, path)
	for _, table := range []string{"user", "client", "request", "source"} {
		if got, want := dump(t, c)[table], dump(t, once)[table]; !slices.Equal(got, want) {
			t.Errorf("%s:\n%s\nwant\n%s", table, someOf(got), someOf(want))
		}
	}
}

// TestNewContentIsNeverSkipped has logs that begin alike and go on in another way.
func TestNewContentIsNeverSkipped(t *testing.T) {
	head := goodLog(1, 2000) // more than what is a fingerprint
	c := newCase(t)
	mustLoad(t, c, write(t, "a.log", append(slices.Clone(head), goodLog(2, 50)...)))
	other := append(slices.Clone(head), goodLog(3, 50)...)
	if summary := mustLoad(t, c, write(t, "b.log", other)); summary.Lines != 2050 {
		t.Errorf("%+v", summary)
	}
	if summary := mustLoad(t, c, write(t, "c.log", goodLog(4, 5))); summary.Lines != 5 {
		t.Errorf("%+v", summary)
	}
	sources, err := c.Sources(t.Context())
	check(t, err)
	checkEveryLine(t, c, sources[1], other)
}

func TestEmptyLogs(t *testing.T) {
	c := newCase(t)
	a, b := write(t, "a.log", nil), write(t, "b.log", nil)
	for range 2 {
		if summary := mustLoad(t, c, a, b); summary.Lines != 0 {
			t.Errorf("%+v", summary)
		}
	}
	check(t, os.WriteFile(a, goodLog(1, 3), 0o600))
	check(t, os.WriteFile(b, []byte("\n \n"), 0o600))
	if summary := mustLoad(t, c, a, b); summary.Events != 3 || summary.Blank != 2 {
		t.Errorf("%+v", summary)
	}
	sources, err := c.Sources(t.Context())
	if err != nil || len(sources) != 2 || sources[0].Lines != 3 || sources[1].State != store.Complete {
		t.Errorf("%+v, %v", sources, err)
	}
}
