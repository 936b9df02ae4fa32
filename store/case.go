package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	"modernc.org/sqlite"
)

// Case is an open case file. It is safe for concurrent use: one writer and several readers, none of which waits for the other.
type Case struct {
	path   string
	writer *sql.DB
	reader *sql.DB
	derive sync.Mutex // one derivation at a time

	readOnly bool
	made     bool // by OpenOrCreate, where no file was
}

// A file that is not a case, or not one that this version can use.
var (
	ErrNotCase = errors.New("not a case")
	ErrNewer   = errors.New("case of a newer version")
)

func init() {
	sqlite.StrictPragmas(true)
	// Any close of the case by other code of this process would otherwise drop SQLite's locks. Where the system has no
	// such locks the ordinary ones serve.
	_, _ = sqlite.OFDLocking(true)
	registerCollect()
	registerImages()
}

// Open opens the case at path, which must exist.
func Open(ctx context.Context, path string) (*Case, error) {
	switch kind, err := sniff(path); {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: no such case; try: spoor load --db %s LOG", path, path)
	case err != nil:
		return nil, err
	case kind == fresh:
		return nil, fmt.Errorf("%s: the case is empty; try: spoor load --db %s LOG", path, path)
	}
	return open(ctx, path)
}

// OpenOrCreate opens the case at path, or makes a new one where there is no file, an empty one, or one whose making was
// interrupted. Any other file is refused and left as it is.
func OpenOrCreate(ctx context.Context, path string) (*Case, error) {
	kind, err := sniff(path)
	missing := errors.Is(err, fs.ErrNotExist)
	if err != nil && !missing {
		return nil, err
	}
	if missing || kind == fresh {
		if err := create(ctx, path); err != nil {
			return nil, fmt.Errorf("%s: cannot make a case here: %w", path, err)
		}
	}
	c, err := open(ctx, path)
	if err == nil {
		c.made = missing
	}
	return c, err
}

// IsCase reports whether the file at path is a case, an empty one included.
func IsCase(path string) bool {
	kind, err := sniff(path)
	return err == nil && kind == whole
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

// ErrReadOnly means that this process may read the case and no more.
var ErrReadOnly = errors.New("the case cannot be written to; check its permissions, or copy it to another place")

// CheckWritable is ErrReadOnly if nothing can be added to the case, because of its file or its directory.
func (c *Case) CheckWritable() error {
	if c.readOnly {
		return fmt.Errorf("%s: %w", c.path, ErrReadOnly)
	}
	return nil
}

// Owns reports whether a file is the case or one that goes with it. Nothing else may open those: a close would drop the locks
// that protect the case.
func (c *Case) Owns(file fs.FileInfo) bool {
	for _, ending := range []string{"", "-wal", "-shm", "-journal", lockEnding, serveEnding} {
		if own, err := os.Stat(c.path + ending); err == nil && os.SameFile(file, own) {
			return true
		}
	}
	return false
}

// lockEnding is that of the file which is locked while logs are loaded.
const lockEnding = ".lock"

// serveEnding is that of the file which is locked while events are received.
const serveEnding = ".serve.lock"

// querier is the case as it is at each query, or as it is in one transaction.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// snapshot gives do the case as it is now, whatever is written to it meanwhile.
func (c *Case) snapshot(ctx context.Context, do func(db querier) error) error {
	transaction, err := c.reader.BeginTx(ctx, nil)
	if err != nil {
		return explain(err)
	}
	defer transaction.Rollback()
	return do(transaction)
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
		return 0, fmt.Errorf("%s: %w: it is not a regular file; name another with --db", path, ErrNotCase)
	}
	if info.Size() == 0 {
		return fresh, nil
	}
	header := make([]byte, 100)
	file, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	if _, err := io.ReadFull(file, header); err != nil || !bytes.HasPrefix(header, []byte("SQLite format 3\x00")) {
		return 0, fmt.Errorf("%s: %w: it is no SQLite file and is left as it is; name another with --db", path, ErrNotCase)
	}
	if binary.BigEndian.Uint32(header[68:]) != applicationID {
		return 0, fmt.Errorf("%s: %w: it is another program's database and is left as it is; name another with --db", path, ErrNotCase)
	}
	switch version := binary.BigEndian.Uint32(header[60:]); {
	case version == 0:
		return fresh, nil
	case version > schemaVersion:
		return 0, fmt.Errorf("%s: %w (%d, this spoor knows %d); use a newer spoor", path, ErrNewer, version, schemaVersion)
	}
	return whole, nil
}

// create writes the schema. The application id goes in first and on its own, so that a creation that is interrupted
// leaves a file that is known to be ours.
func create(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite", dsn(path, url.Values{"_busy_timeout": {"10000"}, "_synchronous": {"FULL"}}))
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID)); err != nil {
		return explain(err)
	}
	transaction, err := db.BeginTx(ctx, nil)
	if err != nil {
		return explain(err)
	}
	defer transaction.Rollback()
	if _, err := transaction.ExecContext(ctx, schema+fmt.Sprintf("PRAGMA user_version = %d;", schemaVersion)); err != nil {
		return explain(err)
	}
	if err := transaction.Commit(); err != nil {
		return explain(err)
	}
	return os.Chmod(path, 0o600) // what is in a log is nobody else's business
}

func open(ctx context.Context, path string) (*Case, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	c := &Case{path: absolute, readOnly: !mayWrite(absolute)}
	if err := c.connect(); err != nil {
		return nil, err
	}
	var tables, version int
	err = c.writer.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM sqlite_schema), user_version FROM pragma_user_version").Scan(&tables, &version)
	if err == nil {
		err = c.snapshot(ctx, func(db querier) error { return checkTrees(ctx, db) })
	}
	if err == nil && version < schemaVersion {
		err = migrate(ctx, c.writer)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, explain(err)), c.reader.Close(), c.writer.Close())
	}
	return c, nil
}

// connect makes the pools of connections. Where the case can't be written to the writer is a reader too, whose writes fail.
//
// Their caches are small: rows come and go in the order of the file, which the system caches as well, and to give the memory of many pages
// back costs more than to read them again.
func (c *Case) connect() (err error) {
	reading := url.Values{
		"mode": {"ro"}, "_query_only": {"1"}, "_busy_timeout": {"5000"}, "_defensive": {"1"}, "_dqs": {"0"}, "_error_rc": {"1"},
		"_pragma": {"trusted_schema(0)", "cell_size_check(1)", "mmap_size(0)", "cache_size(-4096)", "temp_store(2)"},
	}
	writing := url.Values{
		"_busy_timeout": {"10000"}, "_journal_mode": {"WAL"}, "_synchronous": {"FULL"}, "_txlock": {"immediate"}, "_defensive": {"1"}, "_dqs": {"0"}, "_error_rc": {"1"},
		"_pragma": {"trusted_schema(0)", "cell_size_check(1)", "mmap_size(0)", "cache_size(-8192)", "journal_size_limit(67108864)", "temp_store(2)"},
	}
	if c.readOnly {
		if log, err := os.Stat(c.path + "-wal"); err != nil || log.Size() == 0 {
			reading.Set("immutable", "1") // else SQLite would make files beside it
		}
		writing = reading
	}
	if c.writer, err = sql.Open("sqlite", dsn(c.path, writing)); err != nil {
		return err
	}
	c.writer.SetMaxOpenConns(1)
	if c.reader, err = sql.Open("sqlite", dsn(c.path, reading)); err != nil {
		return errors.Join(err, c.writer.Close())
	}
	c.reader.SetMaxOpenConns(4)
	return nil
}

// dsn names the file so that no character of its path can be taken for an option.
func dsn(path string, options url.Values) string {
	absolute, err := filepath.Abs(path)
	if err != nil {
		absolute = path
	}
	return "file://" + (&url.URL{Path: absolute}).EscapedPath() + "?" + options.Encode()
}

// ioWrite is SQLite's extended code for a write that failed, but not because the disk is full.
const ioWrite = 778

// explain adds to SQLite's words what a person can do about the error.
func explain(err error) error {
	var failure *sqlite.Error
	if !errors.As(err, &failure) {
		return err
	}
	if failure.Code() == ioWrite {
		return fmt.Errorf("%w: the disk takes no more; if it is a quota or a limit of the shell (ulimit -f) raise it, and run the same command again, it goes on where it stopped", err)
	}
	advice := map[int]string{
		5:  "another process is writing to the case; try again when it is done",
		8:  ErrReadOnly.Error(),
		10: "the disk reports an error; what was committed before is safe",
		11: "the case file is damaged; recover what is left with: sqlite3 CASE .recover",
		13: "the disk is full; free some space and run the same command again, it goes on where it stopped",
		14: "the case cannot be opened; check that its directory exists and can be written to",
		26: "the file is no SQLite database",
	}[failure.Code()&0xff]
	if advice == "" {
		return err
	}
	return fmt.Errorf("%w: %s", err, advice)
}
