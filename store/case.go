package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"spoor/store/sqlite"
)

// Case is an open case file. It is safe for concurrent use: one writer and several readers, none of which waits for the
// other.
type Case struct {
	path   string
	file   fs.FileInfo // that it was opened as
	writer *sql.DB
	reader *sql.DB
	derive sync.Mutex // one derivation at a time
	kept   keptTogether

	lastReading keptReading

	readOnly    bool
	plain       bool // read by plain SQL
	bulk        bool // made for logs that are loaded whole
	interactive bool // somebody looks on
	made        bool // by OpenOrCreate, where no file was
}

// A file that is not a case, or not one that this version can use.
var (
	errNotCase = errors.New("not a case")
	errNewer   = errors.New("case of a newer version")
)

// Option changes how a case is opened.
type Option func(*Case)

// PlainSQL has the case checked by SQLite and read by SQL alone, and none of its pages by spoor itself. Everything is
// the same then, and slower.
func PlainSQL(c *Case) { c.plain = true }

// ForLogs gives a case that is made large pages: it takes whole logs faster, and events that come a few at a time more
// slowly.
func ForLogs(c *Case) { c.bulk = true }

// Interactive is for a case that somebody looks at: the events that users are measured by, up to 3 million, stay in
// memory for a while, so that to measure once more by another session timeout takes less than half of the time.
func Interactive(c *Case) { c.interactive = true }

// bulkPage is how many bytes a page of a case for logs has. Each page costs the same whatever its size, which is half
// of what it costs to write 4 KiB; but every commit of a live event writes some whole ones.
const bulkPage = 16 << 10

// Open opens the case at path, which must exist.
func Open(ctx context.Context, path string, options ...Option) (*Case, error) {
	switch kind, err := sniff(path); {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: no such case; try: spoor load --db %s LOG", path, path)
	case err != nil:
		return nil, err
	case kind == fresh:
		return nil, fmt.Errorf("%s: the case is empty; try: spoor load --db %s LOG", path, path)
	}
	return open(ctx, path, options)
}

// OpenOrCreate opens the case at path, or makes a new one where there is no file, an empty one, or one whose making was
// interrupted. Any other file is refused and left as it is.
func OpenOrCreate(ctx context.Context, path string, options ...Option) (*Case, error) {
	kind, err := sniff(path)
	missing := errors.Is(err, fs.ErrNotExist)
	if err != nil && !missing {
		return nil, err
	}
	if missing || kind == fresh {
		head := sqlite.Header{ApplicationID: applicationID, UserVersion: schemaVersion, Page: pageOf(options)}
		if err := sqlite.Create(ctx, path, head, schema); err != nil {
			return nil, fmt.Errorf("%s: cannot make a case here: %w", path, err)
		}
	}
	c, err := open(ctx, path, options)
	if err == nil {
		c.made = missing
	}
	return c, err
}

// pageOf is how many bytes a page of a case has that is made with these options; 0 is the usual number.
func pageOf(options []Option) int {
	var c Case
	for _, option := range options {
		option(&c)
	}
	if c.bulk {
		return bulkPage
	}
	return 0
}

// WithWaiting returns a context that tells of waiting: say is called, from another goroutine and with what is waited
// for, when something has waited for a server for long, or for more than half a second for a lock that another process
// holds.
func WithWaiting(ctx context.Context, say func(what string)) context.Context {
	return sqlite.WithWaiting(ctx, say)
}

// WaitsFor has a context of [WithWaiting] say that something waits, unless end is called before so long.
func WaitsFor(ctx context.Context, after time.Duration, what string) (end func() bool) {
	return sqlite.WaitsFor(ctx, after, what)
}

// NameOf is the name of a case by its path or URL: the name of its file, or of its database.
func NameOf(path string) string {
	if strings.Contains(path, "://") {
		path, _, _ = strings.Cut(path, "?")
	}
	return filepath.Base(path)
}

// IsCase reports whether the file at path is a case: an empty one, and one of a newer version, which [Open] refuses,
// are as well.
func IsCase(path string) bool {
	kind, err := sniff(path)
	return err == nil && kind == whole || errors.Is(err, errNewer)
}

// Close releases the file. The write-ahead log is folded into it, so that the case is one file again.
func (c *Case) Close() error {
	readerErr := c.reader.Close()
	if c.readOnly {
		return errors.Join(readerErr, c.writer.Close())
	}
	_, checkpointErr := c.writer.ExecContext(context.Background(), "PRAGMA wal_checkpoint(TRUNCATE)")
	return errors.Join(readerErr, checkpointErr, c.writer.Close())
}

// Path is the absolute path of the case file.
func (c *Case) Path() string { return c.path }

// CheckWritable is an error if nothing can be added to the case, because of its file or its directory.
func (c *Case) CheckWritable() error {
	if c.readOnly {
		return fmt.Errorf("%s: %w", c.path, sqlite.ErrReadOnly)
	}
	return nil
}

// OwnFiles are the case and the files that go with it, as they were when they were asked for. Nothing else may open
// those: a close would drop the locks that protect the case.
type OwnFiles []fs.FileInfo

// OwnFiles are those that exist now. None of them is replaced while the case is open.
func (c *Case) OwnFiles() (own OwnFiles) {
	for _, ending := range append(sqlite.Files(), lockEnding, serveEnding) {
		if file, err := os.Stat(c.path + ending); err == nil {
			own = append(own, file)
		}
	}
	return own
}

// Has reports whether a file is one of them.
func (o OwnFiles) Has(file fs.FileInfo) bool {
	return slices.ContainsFunc(o, func(own fs.FileInfo) bool { return os.SameFile(file, own) })
}

// lockEnding is that of the file which is locked while logs are loaded.
const lockEnding = ".lock"

// serveEnding is that of the file which is locked while events are received.
const serveEnding = ".serve.lock"

// snapshot gives do the case as it is now, whatever is written to it meanwhile.
func (c *Case) snapshot(ctx context.Context, do func(db sqlite.Querier) error) error {
	transaction, err := c.reader.BeginTx(ctx, nil)
	if err != nil {
		return sqlite.Explain(err)
	}
	defer transaction.Rollback()
	if err := sqlite.Await(ctx, transaction); err != nil {
		return err
	}
	return do(c.reading(transaction))
}

// db is the case as it is at each query.
func (c *Case) db() sqlite.Querier { return c.reading(c.reader) }

// reading has the case read in the way that it was opened for.
func (c *Case) reading(db sqlite.Querier) sqlite.Querier {
	if c.plain {
		return sqlite.Plain(db)
	}
	return db
}

type fileKind int

const (
	fresh fileKind = iota // nothing in it yet: ours to fill
	whole
)

// sniff looks at the header of the file before SQLite does, since SQLite would write to whatever it opens.
func sniff(path string) (fileKind, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	if !info.Mode().IsRegular() {
		return 0, fmt.Errorf("%s: %w: it is not a regular file; name another with --db", path, errNotCase)
	}
	if info.Size() == 0 {
		return fresh, nil
	}
	head, err := sqlite.ReadHeader(path)
	switch {
	case errors.Is(err, sqlite.ErrNotDatabase):
		return 0, fmt.Errorf("%s: %w: it is not an SQLite file and is left as it is; name another with --db",
			path, errNotCase)
	case err != nil:
		return 0, err
	case head.ApplicationID != applicationID:
		return 0, fmt.Errorf("%s: %w: it is another program's database and is left as it is; name another with --db",
			path, errNotCase)
	case head.UserVersion == 0:
		return fresh, nil
	case head.UserVersion > schemaVersion:
		return 0, fmt.Errorf("%s: %w (%d, this spoor knows %d); use a newer spoor",
			path, errNewer, head.UserVersion, schemaVersion)
	}
	return whole, nil
}

func open(ctx context.Context, path string, options []Option) (*Case, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	c := &Case{path: absolute, readOnly: !mayWrite(absolute)}
	for _, option := range options {
		option(c)
	}
	if err := c.connect(); err != nil {
		return nil, err
	}
	var tables, version int
	if err := sqlite.Await(ctx, c.writer); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), c.reader.Close(), c.writer.Close())
	}
	const head = "SELECT (SELECT count(*) FROM sqlite_schema), user_version FROM pragma_user_version"
	err = c.writer.QueryRowContext(ctx, head).Scan(&tables, &version)
	if err == nil {
		err = c.snapshot(ctx, func(db sqlite.Querier) error { return sqlite.CheckTrees(ctx, db) })
	}
	if err == nil && version < schemaVersion {
		err = migrate(ctx, c.writer)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, sqlite.Explain(err)), c.reader.Close(), c.writer.Close())
	}
	return c, nil
}

// connect makes the pools of connections. Where the case can't be written to the writer is a reader too, whose writes
// fail.
func (c *Case) connect() (err error) {
	if c.readOnly {
		c.writer, err = sqlite.OpenReader(c.path, 1, false)
	} else {
		c.writer, err = sqlite.OpenWriter(c.path)
	}
	if err != nil {
		return err
	}
	if c.reader, err = sqlite.OpenReader(c.path, readers, !c.readOnly); err != nil {
		return errors.Join(err, c.writer.Close())
	}
	if c.file, err = os.Stat(c.path); err != nil {
		return errors.Join(err, c.reader.Close(), c.writer.Close())
	}
	return nil
}

// readers is how many connections read the case at a time.
const readers = 4
