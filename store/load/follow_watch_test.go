package load

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// expectWake waits until something was told, and forgets what else was.
func expectWake(t *testing.T, w *watch, what string) {
	t.Helper()
	select {
	case <-w.woken:
	case <-time.After(2 * time.Minute):
		t.Fatalf("nothing is told of %s", what)
	}
}

// TestWatch is told what happens to a log, where its directory was made anew as well, and where it is a link.
func TestWatch(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "logs")
	check(t, os.Mkdir(directory, 0o700))
	log, elsewhere := filepath.Join(directory, "access.log"), filepath.Join(t.TempDir(), "elsewhere")
	link := filepath.Join(directory, "link.log")
	writeFile(t, elsewhere, "")
	check(t, os.Symlink(elsewhere, link))
	w := newWatch([]string{log, link}, fsnotify.NewWatcher)
	defer w.close()
	w.renew()
	if w.pause != longPause {
		t.Skip("this system watches nothing")
	}
	for _, step := range []struct {
		what string
		do   func() error
	}{
		{"a new log", func() error { return os.WriteFile(log, []byte("a\n"), 0o600) }},
		{"a log that grows", func() error { return os.WriteFile(log, []byte("ab\n"), 0o600) }},
		{"a log that is emptied", func() error { return os.Truncate(log, 0) }},
		{"a log that is moved", func() error { return os.Rename(log, log+".1") }},
		{"a link's file that grows", func() error { return os.WriteFile(elsewhere, []byte("a\n"), 0o600) }},
		{"a directory that is moved", func() error { return os.Rename(directory, directory+".old") }},
	} {
		check(t, step.do())
		expectWake(t, w, step.what)
	}
	w.renew()
	if w.pause != shortPause {
		t.Error("a directory that is not there is watched")
	}
	check(t, os.Mkdir(directory, 0o700))
	w.renew()
	writeFile(t, log, "a\n")
	expectWake(t, w, "a log in a directory that was made anew")
}

// TestWatchPassesOver what happens to other files.
func TestWatchPassesOver(t *testing.T) {
	directory := t.TempDir()
	log, other := filepath.Join(directory, "access.log"), filepath.Join(directory, "other.log")
	w := newWatch([]string{log}, func() (*fsnotify.Watcher, error) {
		return &fsnotify.Watcher{Events: make(chan fsnotify.Event), Errors: make(chan error)}, nil
	})
	told := func(name string) { w.notify.Events <- fsnotify.Event{Name: name, Op: fsnotify.Write} }
	told(other)
	told(other) // the one before has been dealt with
	if len(w.woken) != 0 {
		t.Error("woken by another file")
	}
	told(log)
	expectWake(t, w, "the log")
	w.notify.Errors <- fsnotify.ErrEventOverflow
	expectWake(t, w, "what was lost")
	close(w.notify.Events)
	<-w.ended
}
