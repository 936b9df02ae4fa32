package store

import (
	"context"
	"time"

	"spoor/analysis"
	"spoor/store/sqlite"
)

// Info is what a case holds. Lines = Events + Rejects + Blank.
type Info struct {
	Path                          string
	Lines, Events, Rejects, Blank int64
	Users, Sessions               int
	Timeout                       time.Duration // of the sessions
	First, Last                   int64         // UTC milliseconds; both 0 in an empty case
	Sources                       []Source
	Bytes                         int64 // size of the case file
}

// Info counts what the case holds.
func (c *Case) Info(ctx context.Context) (Info, error) {
	sources, err := c.Sources(ctx)
	if err != nil {
		return Info{}, err
	}
	matrix, err := c.Matrix(ctx)
	if err != nil {
		return Info{}, err
	}
	info := NewInfo(c.path, sources, matrix)
	const size = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
	err = c.reader.QueryRowContext(ctx, size).Scan(&info.Bytes)
	return info, sqlite.Explain(err)
}

// NewInfo counts what a case holds, by its sources and its users.
func NewInfo(path string, sources []Source, matrix *analysis.Matrix) Info {
	info := Info{
		Path: path, Sources: sources, Users: matrix.Len(), Timeout: matrix.Timeout,
		First: matrix.Window.From, Last: matrix.Window.To,
	}
	for _, s := range sources {
		info.Lines += s.Lines
		info.Events += s.Events
		info.Rejects += s.Rejects
		info.Blank += s.Blank
	}
	for row := range matrix.Stats {
		info.Sessions += int(matrix.Stats[row].Sessions)
	}
	return info
}
