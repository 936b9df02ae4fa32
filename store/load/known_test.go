package load

import (
	"fmt"
	"hash/maphash"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"testing"

	"spoor/store"
)

// logsIn makes a directory of small logs, each with other lines, and is where.
func logsIn(t *testing.T, logs, lines int) string {
	t.Helper()
	directory := t.TempDir()
	for i := range logs {
		check(t, os.WriteFile(filepath.Join(directory, fmt.Sprintf("%05d.log", i)), goodLog(uint64(i), lines), 0o600))
	}
	return directory
}

// underRace reports whether the race detector runs.
func underRace() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

// TestManyLogsCostTheSameEach bounds the memory that a further small log takes, however many there are already.
func TestManyLogsCostTheSameEach(t *testing.T) {
	if underRace() {
		t.Skip("pools drop a part of what they are given under the race detector")
	}
	allocated := func(logs int) uint64 {
		c, directory := newCase(t), logsIn(t, logs, 20)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if summary := mustLoad(t, c, directory); summary.Lines != int64(20*logs) {
			t.Fatalf("%d lines of %d logs", summary.Lines, logs)
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	allocated(10)
	few, many := allocated(100), allocated(500)
	if each := (int64(many) - int64(few)) / 400; each > 250_000 {
		t.Errorf("%d bytes for each further log", each)
	}
}

// TestManyKnownLogs loads many logs again, with copies and beginnings of them, into a case that has them.
func TestManyKnownLogs(t *testing.T) {
	c, directory := newCase(t), logsIn(t, 60, 20)
	mustLoad(t, c, directory)
	want := dump(t, c)
	if summary := mustLoad(t, c, directory); summary.Lines != 0 || len(summary.Known) != 60 {
		t.Errorf("again: %+v", summary)
	}
	others := t.TempDir()
	for i := range 60 {
		content := goodLog(uint64(i), 20)
		check(t, os.WriteFile(filepath.Join(others, fmt.Sprintf("%05d.log", i)), content[:len(content)-1-i*11], 0o600))
	}
	if summary := mustLoad(t, c, others); summary.Lines != 0 || len(summary.Known) != 60 {
		t.Errorf("beginnings of them: %+v", summary)
	}
	check(t, ignoreDerived(dump(t, c), want))
}

// TestALogThatGrowsWhileItIsRead is known by all of its beginning afterwards, not by what was there when it was opened,
// to a log that has the same beginning.
func TestALogThatGrowsWhileItIsRead(t *testing.T) {
	content := goodLog(1, 2000) // longer than a fingerprint
	path, k := write(t, "a.log", content), newKnownSources(nil)
	for i, have := range []int{0, 1, 20, fingerprinted - 1, fingerprinted, len(content)} {
		k.remember(store.Source{ID: i + 1, Path: path, Offset: int64(len(content)), Fingerprint: fingerprint(content)},
			&beginning{head: content[:have]})
		begin := &beginning{head: content}
		if found := k.continuedBy("", begin); len(found) != i+1 {
			t.Errorf("read of %d bytes: %d are continued, want %d", have, len(found), i+1)
		}
		if k.readBegins(t.Context()); len(k.continuedBy("", begin)) != i+1 {
			t.Errorf("read of %d bytes: another number of sources once they have been read", have)
		}
		if found := k.longer(t.Context(), &beginning{head: content[:100]}); len(found) != i+1 {
			t.Errorf("read of %d bytes: %d begin with a part of it, want %d", have, len(found), i+1)
		}
	}
}

// TestLogThatGoesOnInTheSameLoad has each log twice in one load, the second time with more lines: the counts of the
// first go on.
func TestLogThatGoesOnInTheSameLoad(t *testing.T) {
	var paths []string
	for i := range 30 {
		content := goodLog(uint64(i), 40)
		half := len(goodLog(uint64(i), 15+i%2))
		paths = append(paths, write(t, fmt.Sprintf("a%d.log", i), content[:half-i%3]),
			write(t, fmt.Sprintf("b%d.log", i), content))
	}
	c := newCase(t)
	summary := mustLoad(t, c, paths...)
	sources, err := c.Sources(t.Context())
	check(t, err)
	if len(sources) != 30 || summary.Lines-summary.Finished != 30*40 {
		t.Errorf("%d sources, %+v", len(sources), summary)
	}
	for i, source := range sources {
		checkEveryLine(t, c, source, goodLog(uint64(i), 40))
	}
}

// TestBeginningIsKeptOnce: a log that grows, and is looked at again and again, is found under each of its lengths once.
func TestBeginningIsKeptOnce(t *testing.T) {
	begin := &beginning{head: goodLog(1, 2)} // more than 128 bytes, less than 256
	k := newKnownSources(nil)
	place := k.put(store.Source{ID: 1})
	for _, length := range []int{40, 40, 130, 130} {
		k.addBegin(place, begin, length)
	}
	if len(k.begins) != 3 || k.begun[place] != 130 { // of 1, 16 and 64 bytes
		t.Errorf("%d beginnings of %d bytes, want 3 of 130", len(k.begins), k.begun[place])
	}
	for _, length := range []int{1, 16, 64} {
		if got := k.begins[maphash.Bytes(headSeed, begin.head[:length])]; !slices.Equal(got, []int{place}) {
			t.Errorf("%d bytes: %v", length, got)
		}
	}
}
