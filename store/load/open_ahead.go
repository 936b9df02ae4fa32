package load

import (
	"context"
	"errors"
	"path/filepath"
)

// logsAhead is how many logs are open before it is their turn: with thousands of small ones it takes as long to open
// one, and to look at its beginning, as to read it.
const logsAhead = 2

// openedLog is a log whose beginning has been looked at, or why it can't be opened. The zero value is one that is not
// to be opened before its turn.
type openedLog struct {
	source *source
	err    error
}

// openLogs are logs that are opened in their order while others are read.
type openLogs struct {
	logs chan openedLog
	end  context.CancelFunc
}

// openAhead opens those of the logs that are regular files; a pipe, say, may wait for whoever writes to it.
func (l *loader) openAhead(ctx context.Context, paths []string, regular []bool) openLogs {
	ctx, end := context.WithCancel(ctx)
	a := openLogs{make(chan openedLog, logsAhead), end}
	go func() {
		defer close(a.logs)
		for i, path := range paths {
			var opened openedLog
			if regular[i] {
				opened = l.openLog(ctx, path)
			}
			if send(ctx, a.logs, opened) != nil {
				opened.close()
				return
			}
		}
	}()
	return a
}

// close closes the logs whose turn has not come.
func (a openLogs) close() {
	a.end()
	for opened := range a.logs {
		opened.close()
	}
}

func (o openedLog) close() {
	if o.source != nil {
		_ = o.source.log.Close() // of which nothing was read
	}
}

// openLog opens a log and looks at its beginning.
func (l *loader) openLog(ctx context.Context, path string) openedLog {
	log, err := l.open(ctx, path)
	if err != nil {
		return openedLog{err: err}
	}
	log.borrowHead()
	s := &source{given: path, log: log}
	s.takeHead()
	if s.Path = path; path != standardInput {
		if s.Path, err = l.absolute(path); err != nil {
			return openedLog{nil, errors.Join(err, log.Close())}
		}
	}
	return openedLog{source: s}
}

// absolute is filepath.Abs that asks but once where relative paths begin, which takes as long as to find a file.
func (l *loader) absolute(path string) (string, error) {
	if filepath.IsAbs(path) {
		return filepath.Clean(path), nil
	}
	directory, err := l.directory()
	return filepath.Join(directory, path), err
}
