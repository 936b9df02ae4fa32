package load

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"

	"spoor/store"
)

// following is a follower in the background.
type following struct {
	t       *testing.T
	store   *store.Case
	stop    context.CancelFunc
	ended   chan error
	summary Summary
	lines   int // that have been written
}

func startFollowing(t *testing.T, paths ...string) *following {
	t.Helper()
	return startWatching(t, fsnotify.NewWatcher, paths...)
}

func startWatching(t *testing.T, watcher newWatcher, paths ...string) *following {
	t.Helper()
	c := newCase(t)
	ctx, stop := context.WithCancel(context.Background())
	f := &following{t: t, store: c, stop: stop, ended: make(chan error, 1)}
	go func() {
		summary, err := follow(ctx, c, paths, Options{}, func(err error) { t.Log(err) }, watcher)
		f.summary = summary
		f.ended <- err
	}()
	t.Cleanup(stop)
	return f
}

// line is a new line of a log, unlike all others.
func (f *following) line() string {
	f.lines++
	return fmt.Sprintf("10.0.0.%d - kim [01/Mar/2026:10:00:%02d +0000] \"GET /jobs/%d HTTP/1.1\" 200 5 \"-\" \"x\"\n",
		f.lines%200, f.lines%60, f.lines)
}

func (f *following) lineList(count int) string {
	var b strings.Builder
	for range count {
		b.WriteString(f.line())
	}
	return b.String()
}

// waitFor waits until the case has as many events.
func (f *following) waitFor(events int64) {
	f.t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(10 * time.Millisecond) {
		at, err := f.store.Watermark(f.t.Context())
		check(f.t, err)
		if at.Events == events {
			return
		}
		if time.Now().After(deadline) {
			f.t.Fatalf("%d events, want %d", at.Events, events)
		}
	}
}

// end stops following, and loads everything: nothing may be new, and every line is there once.
func (f *following) end(paths ...string) {
	f.t.Helper()
	f.stop()
	check(f.t, <-f.ended)
	if f.summary.Events-f.summary.Finished != int64(f.lines) || f.summary.Lines-f.summary.Finished != int64(f.lines) {
		f.t.Errorf("%+v, want %d events", f.summary, f.lines)
	}
	again, err := Files(f.t.Context(), f.store, paths, Options{})
	check(f.t, err)
	matrix, err := f.store.Matrix(f.t.Context())
	check(f.t, err)
	if again.Lines != 0 {
		f.t.Errorf("%d lines were loaded again", again.Lines)
	}
	row, ok := matrix.Row("kim")
	if !ok || int(matrix.Stats[row].Events) != f.lines {
		f.t.Fatalf("%d events, want %d", matrix.Stats[row].Events, f.lines)
	}
	track, err := f.store.Track(f.t.Context(), matrix.Key[row])
	check(f.t, err)
	seen := map[string]bool{}
	for _, event := range track.Events {
		seen[event.Request.Target] = true
		evidence, err := Original(f.t.Context(), f.store, event)
		if err == nil && !strings.Contains(string(evidence.Raw), " "+event.Request.Target+" ") {
			f.t.Errorf("%s comes from %s", event.Request.Target, evidence.Raw)
		}
	}
	if len(seen) != f.lines {
		f.t.Errorf("%d different events, want %d", len(seen), f.lines)
	}
}

// begin writes two lines one after the other. The second is read by the follower, who knows by then what the log is.
func (f *following) begin(log string) {
	f.t.Helper()
	for range 2 {
		appendFile(f.t, log, f.line())
		f.waitFor(int64(f.lines))
	}
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	check(t, os.WriteFile(path, []byte(text), 0o600))
}

func appendFile(t *testing.T, path, text string) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	check(t, err)
	_, err = io.WriteString(file, text)
	check(t, err)
	check(t, file.Close())
}

// TestFollowGrowth has two logs grow by lines and by parts of lines.
func TestFollowGrowth(t *testing.T) {
	directory := t.TempDir()
	one, two := filepath.Join(directory, "one.log"), filepath.Join(directory, "two.log")
	f := &following{t: t}
	begin := f.lineList(3)
	writeFile(t, one, begin)
	writeFile(t, two, "")
	started := startFollowing(t, one, two)
	started.lines = f.lines
	f = started
	f.waitFor(3)
	appendFile(t, one, f.lineList(2))
	f.waitFor(5)
	line := f.line()
	appendFile(t, one, line[:20])
	appendFile(t, two, f.lineList(4))
	f.waitFor(9)
	appendFile(t, one, line[20:]+f.line())
	f.waitFor(11)
	appendFile(t, two, f.lineList(300))
	f.waitFor(311)
	f.end(one, two)
}

// TestFollowRotation has a log renamed and begun again, with lines that come to the old one late.
func TestFollowRotation(t *testing.T) {
	log := filepath.Join(t.TempDir(), "access.log")
	writeFile(t, log, "")
	f := startFollowing(t, log)
	appendFile(t, log, f.lineList(5))
	f.waitFor(5)
	check(t, os.Rename(log, log+".1"))
	appendFile(t, log+".1", f.lineList(2))
	f.waitFor(7) // while there is no other
	writeFile(t, log, f.lineList(3))
	f.waitFor(10)
	appendFile(t, log, f.line())
	f.waitFor(11)
	appendFile(t, log+".1", f.line()) // by a server that nobody has told
	f.waitFor(12)
	check(t, os.Rename(log+".1", log+".2"))
	check(t, os.Rename(log, log+".1"))
	writeFile(t, log, f.lineList(2))
	appendFile(t, log+".2", f.line())
	appendFile(t, log+".1", f.line())
	f.waitFor(16)
	f.end(log, log+".1", log+".2")
}

// TestFollowARemovedLog reads what is written to a log that nobody can find any more, and the new one in its place.
func TestFollowARemovedLog(t *testing.T) {
	log := filepath.Join(t.TempDir(), "access.log")
	writeFile(t, log, "")
	f := startFollowing(t, log)
	f.begin(log)
	server, err := os.OpenFile(log, os.O_APPEND|os.O_WRONLY, 0)
	check(t, err)
	defer server.Close()
	check(t, os.Remove(log))
	_, err = io.WriteString(server, f.line())
	check(t, err)
	f.waitFor(3)
	writeFile(t, log, f.lineList(2))
	f.waitFor(5)
	_, err = io.WriteString(server, f.line())
	check(t, err)
	f.waitFor(6)
	f.end(log)
}

// TestFollowAMovedDirectory has the directory of a log moved away and made again.
func TestFollowAMovedDirectory(t *testing.T) {
	for name, watcher := range watchers {
		directory := filepath.Join(t.TempDir(), "logs")
		check(t, os.Mkdir(directory, 0o700))
		log := filepath.Join(directory, "access.log")
		writeFile(t, log, "")
		f := startWatching(t, watcher, log)
		f.begin(log)
		check(t, os.Rename(directory, directory+".old"))
		appendFile(t, filepath.Join(directory+".old", "access.log"), f.line())
		f.waitFor(3)
		check(t, os.Mkdir(directory, 0o700))
		writeFile(t, log, f.lineList(3))
		f.waitFor(6)
		appendFile(t, log, f.line())
		f.waitFor(7)
		f.end(log, filepath.Join(directory+".old", "access.log"))
		if t.Failed() {
			t.Fatal(name)
		}
	}
}

// watchers are of systems that tell what happens to files, and of such that do not, or not any more.
var watchers = map[string]newWatcher{
	"a system that watches": fsnotify.NewWatcher,
	"too many watchers":     func() (*fsnotify.Watcher, error) { return nil, errors.New("too many open files") },
	"too many watches": func() (*fsnotify.Watcher, error) {
		watcher, err := fsnotify.NewWatcher()
		return watcher, errors.Join(err, watcher.Close())
	},
}

// TestFollowWithoutWatching has logs grow on systems that tell nothing.
func TestFollowWithoutWatching(t *testing.T) {
	for name, watcher := range watchers {
		log := filepath.Join(t.TempDir(), "access.log")
		writeFile(t, log, "")
		f := startWatching(t, watcher, log)
		for n := range int64(3) {
			appendFile(t, log, f.line())
			f.waitFor(n + 1)
		}
		f.end(log)
		if t.Failed() {
			t.Fatal(name)
		}
	}
}

// TestFollowALink has a log that is a link to a file elsewhere, which is then set to another one.
func TestFollowALink(t *testing.T) {
	directory := t.TempDir()
	one, two, log := filepath.Join(directory, "one"), filepath.Join(t.TempDir(), "two"),
		filepath.Join(directory, "access.log")
	writeFile(t, one, "")
	if err := os.Symlink(one, log); err != nil {
		t.Skip(err)
	}
	f := startFollowing(t, log)
	f.begin(one)
	writeFile(t, two, f.lineList(2))
	check(t, os.Remove(log))
	check(t, os.Symlink(two, log))
	f.waitFor(4)
	appendFile(t, two, f.line())
	f.waitFor(5)
	f.end(one, two)
}

// TestFollowTruncation has a log copied and emptied, and written anew in place.
func TestFollowTruncation(t *testing.T) {
	log := filepath.Join(t.TempDir(), "access.log")
	writeFile(t, log, "")
	f := startFollowing(t, log)
	first := f.lineList(6)
	appendFile(t, log, first)
	f.waitFor(6)
	writeFile(t, log+".1", first)
	check(t, os.Truncate(log, 0))
	appendFile(t, log, f.lineList(2))
	f.waitFor(8)
	writeFile(t, log, f.lineList(9)) // longer than what was there
	f.waitFor(17)
	f.end(log, log+".1")
}

// TestFollowAnUnfinishedLine begins with a line that goes on later.
func TestFollowAnUnfinishedLine(t *testing.T) {
	log := filepath.Join(t.TempDir(), "access.log")
	f := &following{t: t}
	begin, line := f.lineList(3), f.line()
	writeFile(t, log, begin+line[:len(line)-1])
	started := startFollowing(t, log)
	started.lines = f.lines
	f = started
	f.waitFor(4)
	appendFile(t, log, "\n"+f.line())
	f.waitFor(5)
	f.end(log)
}

// TestFollowALogThatMovesBeforeItIsKnown has a log renamed while what it held before is still being loaded.
func TestFollowALogThatMovesBeforeItIsKnown(t *testing.T) {
	log := filepath.Join(t.TempDir(), "access.log")
	f := &following{t: t}
	text := f.lineList(4)
	writeFile(t, log, text)
	c := newCase(t)
	moving := &followed{path: log, seen: notSeen}
	follower := &follower{store: c, logs: []*followed{moving}, warn: func(err error) { t.Error(err) }}
	defer follower.close()
	check(t, follower.open(moving, log))
	_, err := Files(t.Context(), c, []string{log}, Options{})
	check(t, err)
	check(t, os.Rename(log, log+".1"))
	appendFile(t, log+".1", f.lineList(2))
	writeFile(t, log, f.lineList(3))
	follower.loader, err = newLoader(t.Context(), c, Options{})
	check(t, err)
	check(t, follower.poll(t.Context()))
	at, err := c.Watermark(t.Context())
	check(t, err)
	if at.Events != int64(f.lines) {
		t.Errorf("%d events, want %d", at.Events, f.lines)
	}
}

// TestFollowOnAFullDisk keeps what it has read until there is room.
func TestFollowOnAFullDisk(t *testing.T) {
	log := filepath.Join(t.TempDir(), "access.log")
	f := &following{t: t}
	writeFile(t, log, f.lineList(3))
	c := newCase(t)
	var warnings []string
	follower := &follower{store: c, logs: []*followed{{path: log, seen: notSeen}},
		warn: func(err error) { warnings = append(warnings, err.Error()) }}
	defer follower.close()
	var err error
	follower.loader, err = newLoader(t.Context(), c, Options{})
	check(t, err)
	tries := 0
	follower.loader.checkSpace = func(*store.Run) error {
		if tries++; tries < 2 {
			return store.ErrNoSpace
		}
		return nil
	}
	check(t, follower.poll(t.Context()))
	at, err := c.Watermark(t.Context())
	check(t, err)
	if at.Events != 3 || len(warnings) != 1 || !strings.Contains(warnings[0], "goes on by itself") {
		t.Errorf("%d events, %q", at.Events, warnings)
	}
}

// TestFollowNothing ends at once where none of the logs can be followed, and goes on where one can.
func TestFollowNothing(t *testing.T) {
	c := newCase(t)
	archive, wide := write(t, "a.log.gz", zipped(t, goodLog(1, 5))), write(t, "wide.log", []byte("\xff\xfea\x00\n\x00"))
	nobody := func(err error) { t.Error(err) }
	_, err := Follow(t.Context(), c, []string{archive, wide, "-"}, Options{Now: now, Input: strings.NewReader("")}, nobody)
	for _, words := range []string{archive, wide, "the standard input: only plain text files can be followed"} {
		if err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%q is not in the error %v", words, err)
		}
	}
	if sources, err := c.Sources(t.Context()); err != nil || len(sources) != 0 {
		t.Errorf("%d sources, %v", len(sources), err)
	}
	if err := (Options{}).checkFollowable(t.Context(), []string{archive, write(t, "a.log", goodLog(2, 5))}); err != nil {
		t.Error(err)
	}
}
