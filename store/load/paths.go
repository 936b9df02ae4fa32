package load

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"spoor/store/logline"
)

// Expand gives the files that patterns name, in the order of the patterns. A pattern without special characters, or one
// that is itself the name of a file, is taken as it stands. A directory stands for the files in it and below. The files
// of one pattern or directory are in the order of their first events; where none is found in a file, in that of their
// names.
func Expand(ctx context.Context, patterns []string, o Options) ([]string, error) {
	return expand(ctx, patterns, o, func(fs.FileInfo) bool { return false })
}

// expand leaves out what is skipped, unless it is named as it stands.
func expand(ctx context.Context, patterns []string, o Options, skipped func(fs.FileInfo) bool) ([]string, error) {
	var paths []string
	for _, pattern := range patterns {
		found, err := match(pattern, skipped)
		if err != nil {
			return nil, err
		}
		paths = append(paths, o.byFirstEvent(ctx, found)...)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	return paths, nil
}

func match(pattern string, skipped func(fs.FileInfo) bool) ([]string, error) {
	info, err := os.Stat(pattern)
	if err == nil && info.IsDir() {
		if below := filesBelow(pattern, skipped); len(below) > 0 {
			return below, nil
		}
		return []string{pattern}, nil // to say that there is nothing in it
	}
	if err == nil || pattern == standardInput || !strings.ContainsAny(pattern, "*?[") {
		return []string{pattern}, nil
	}
	if _, err := os.Lstat(pattern); err == nil { // a link that leads nowhere
		return []string{pattern}, nil
	}
	matches, err := filepath.Glob(pattern)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", pattern, err)
	}
	var paths []string
	for _, path := range matches {
		info, err := os.Stat(path)
		switch {
		case err != nil:
			paths = append(paths, path) // a link that leads nowhere, say; the load says what is wrong with it
		case info.IsDir():
			paths = append(paths, filesBelow(path, skipped)...)
		case !skipped(info):
			paths = append(paths, path)
		}
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("%s: no file has such a name", pattern)
	}
	return paths, nil
}

// filesBelow are the regular files of a directory and of those in it, without the hidden ones, and what can't be read.
func filesBelow(directory string, skipped func(fs.FileInfo) bool) []string {
	var paths []string
	_ = filepath.WalkDir(directory, func(path string, entry fs.DirEntry, err error) error {
		hidden := path != directory && strings.HasPrefix(filepath.Base(path), ".")
		switch {
		case hidden && entry.IsDir():
			return fs.SkipDir
		case hidden:
			return nil
		case err != nil:
			paths = append(paths, path) // the load says what is wrong with it
			return nil
		case entry.IsDir():
			return nil
		}
		info, err := os.Stat(path) // a link counts as what it leads to
		if err == nil && info.Mode().IsRegular() && !skipped(info) {
			paths = append(paths, path)
		}
		return nil
	})
	return paths
}

// byFirstEvent orders logs by when they begin, those without an event first.
func (o Options) byFirstEvent(ctx context.Context, paths []string) []string {
	if len(paths) < 2 {
		return paths
	}
	type log struct {
		path  string
		begin int64
	}
	logs := make([]log, len(paths))
	var next atomic.Int64
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(paths)); i = next.Add(1) - 1 {
				logs[i] = log{paths[i], o.firstEvent(ctx, paths[i])}
			}
		})
	}
	group.Wait()
	slices.SortStableFunc(logs, func(a, b log) int {
		return cmp.Or(cmp.Compare(a.begin, b.begin), strings.Compare(a.path, b.path))
	})
	for i := range logs {
		paths[i] = logs[i].path
	}
	return paths
}

// firstEvent is the time of the first event of a log, as far as one is near its beginning. What is wrong with a log is
// said when it is loaded.
func (o Options) firstEvent(ctx context.Context, path string) int64 {
	const none = math.MinInt64
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return none // a pipe can be read but once
	}
	log, err := o.opening().openFile(ctx, path, info)
	if err != nil {
		return none
	}
	defer log.Close()
	log.borrowHead()
	s, err := o.begin(log)
	if err != nil {
		return none
	}
	var e logline.Event
	records := s.parser.Format().Records()
	for lines := s.headLines(); len(lines) > 0; {
		record, count := records.First(lines)
		if s.parser.Parse(record, &e) == logline.OK {
			return e.Time
		}
		lines = lines[count:]
	}
	return none
}
