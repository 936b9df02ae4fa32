package load

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"time"

	"github.com/fsnotify/fsnotify"

	"spoor/store"
)

const (
	// shortPause is how long a follower waits where nobody tells it what happens to its logs.
	shortPause = 300 * time.Millisecond
	// longPause is how long it waits where it is told, since what it is told is not always everything.
	longPause = 2 * time.Second
	// leastPause has lines that come one by one stored together.
	leastPause = 100 * time.Millisecond
)

// newWatcher is [fsnotify.NewWatcher].
type newWatcher func() (*fsnotify.Watcher, error)

// watch wakes a follower when something happens to its logs, and now and then for what nobody tells of: changes by
// other machines of a network file system, directories that are moved, and everything where the system watches nothing
// more.
type watch struct {
	paths  []string
	names  map[string]bool // of the logs and of their directories
	notify *fsnotify.Watcher
	woken  chan struct{}
	pause  time.Duration
	ended  chan struct{}
}

func newWatch(paths []string, create newWatcher) *watch {
	w := &watch{paths: paths, names: map[string]bool{}, woken: make(chan struct{}, 1), pause: shortPause,
		ended: make(chan struct{})}
	for _, path := range paths {
		for _, place := range places(path) {
			w.names[filepath.Base(place)], w.names[filepath.Base(filepath.Dir(place))] = true, true
		}
	}
	notify, err := create()
	if err != nil { // there are too many already
		close(w.ended)
		return w
	}
	w.notify = notify
	go w.listen()
	return w
}

// places are the path of a log, and where the file is if the path is a link to it.
func places(path string) []string {
	list := []string{path}
	if absolute, err := filepath.Abs(path); err == nil {
		list[0] = absolute
	}
	if linked, err := filepath.EvalSymlinks(list[0]); err == nil && linked != list[0] {
		list = append(list, linked)
	}
	return list
}

// renew watches the directories of the logs as they are now.
func (w *watch) renew() {
	w.pause = shortPause
	if w.notify == nil {
		return
	}
	var directories []string
	for _, path := range w.paths {
		for _, place := range places(path) {
			directories = append(directories, filepath.Dir(place))
		}
	}
	slices.Sort(directories)
	for _, directory := range slices.Compact(directories) {
		if w.notify.Add(directory) != nil || errors.Is(store.CheckPlace(filepath.Join(directory, "x")), store.ErrNetwork) {
			return
		}
	}
	w.pause = longPause
}

// listen turns what is told of the logs into wakes. Directories hold other files, too, of which nobody wants to know.
func (w *watch) listen() {
	defer close(w.ended)
	for {
		select {
		case event, ok := <-w.notify.Events:
			if !ok {
				return
			}
			if w.names[filepath.Base(event.Name)] {
				w.wake()
			}
		case _, ok := <-w.notify.Errors:
			if !ok {
				return
			}
			w.wake() // something was not told
		}
	}
}

func (w *watch) wake() {
	select {
	case w.woken <- struct{}{}:
	default: // it has not looked since it was last woken
	}
}

// wait returns when it is time to look.
func (w *watch) wait(ctx context.Context) {
	pause(ctx, leastPause)
	timer := time.NewTimer(w.pause - leastPause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-w.woken:
	case <-timer.C:
	}
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

func (w *watch) close() {
	if w.notify != nil {
		_ = w.notify.Close() // nobody listens any more
	}
	<-w.ended
}
