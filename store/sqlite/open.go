package sqlite

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"

	modernc "modernc.org/sqlite"
)

func init() {
	modernc.StrictPragmas(true)
	// Any close of the file by other code of this process would otherwise drop SQLite's locks. Where the system has no
	// such locks the ordinary ones serve.
	_, _ = modernc.OFDLocking(true)
	registerCollect()
	registerImages()
}

// ErrNotDatabase means that a file is none of SQLite's.
var ErrNotDatabase = errors.New("not an SQLite file")

// Header is what a file says of itself and its owner.
type Header struct {
	ApplicationID uint32 // whose it is; 0: nobody says
	UserVersion   uint32 // of its schema; 0: there is none yet
	Page          int    // bytes of a page of a file that is made; 0: as many as is usual
}

// ReadHeader looks at the header of a file before SQLite does, since SQLite would write to whatever it opens.
func ReadHeader(path string) (Header, error) {
	file, err := os.Open(path)
	if err != nil {
		return Header{}, err
	}
	defer file.Close()
	head := make([]byte, firstPageHead)
	if _, err := io.ReadFull(file, head); err != nil || !bytes.HasPrefix(head, []byte(magic)) {
		return Header{}, ErrNotDatabase
	}
	return Header{
		ApplicationID: binary.BigEndian.Uint32(head[atApplicationID:]),
		UserVersion:   binary.BigEndian.Uint32(head[atUserVersion:]),
	}, nil
}

// Create makes a database of a schema, for nobody but its owner to read. The application's number goes in first and on
// its own, so that a creation that is interrupted leaves a file that is known to be ours.
func Create(ctx context.Context, path string, head Header, schema string) error {
	db, err := sql.Open("sqlite", address(path, url.Values{"_busy_timeout": {"10000"}, "_synchronous": {"FULL"}}))
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	first := fmt.Sprintf("PRAGMA page_size = %d; PRAGMA application_id = %d", cmp.Or(head.Page, 4096), head.ApplicationID)
	if _, err := db.ExecContext(ctx, first); err != nil {
		return Explain(err)
	}
	transaction, err := db.BeginTx(ctx, nil)
	if err != nil {
		return Explain(err)
	}
	defer transaction.Rollback()
	version := fmt.Sprintf("PRAGMA user_version = %d;", head.UserVersion)
	if _, err := transaction.ExecContext(ctx, schema+version); err != nil {
		return Explain(err)
	}
	if err := transaction.Commit(); err != nil {
		return Explain(err)
	}
	return os.Chmod(path, 0o600)
}

// OpenWriter opens a file to be written to, over one connection, as only one can write at a time.
//
// Nothing but what is written here is done over it, some of which is to pages (not "defensive").
//
// The caches of writer and reader are small: rows come and go in the order of the file, which the system caches as
// well, and to give the memory of many pages back costs more than to read them again.
func OpenWriter(path string) (*sql.DB, error) {
	return open(path, 1, url.Values{
		"_busy_timeout": {"10000"}, "_journal_mode": {"WAL"}, "_synchronous": {"FULL"}, "_txlock": {"immediate"},
		"_dqs": {"0"}, "_error_rc": {"1"},
		"_pragma": {
			"trusted_schema(0)", "cell_size_check(1)", "mmap_size(0)", "cache_size(-4096)",
			fmt.Sprintf("journal_size_limit(%d)", keptWAL),
			"temp_store(2)",
		},
	})
}

// OpenReader opens a file to be read over a few connections at a time. Where this process may not write beside the
// file, and nobody has (still), it is read as one that does not change: SQLite would make files there.
func OpenReader(path string, connections int, writable bool) (*sql.DB, error) {
	options := url.Values{
		"mode": {"ro"}, "_query_only": {"1"}, "_busy_timeout": {"5000"},
		"_defensive": {"1"}, "_dqs": {"0"}, "_error_rc": {"1"},
		"_pragma": {"trusted_schema(0)", "cell_size_check(1)", "mmap_size(0)", "cache_size(-1024)", "temp_store(2)"},
	}
	if !writable && WAL(path) == 0 {
		options.Set("immutable", "1")
	}
	return open(path, connections, options)
}

func open(path string, connections int, options url.Values) (*sql.DB, error) {
	db, err := sql.Open("sqlite", address(path, options))
	if err == nil {
		db.SetMaxOpenConns(connections)
	}
	return db, err
}

// address names the file so that no character of its path can be taken for an option.
func address(path string, options url.Values) string {
	absolute, err := filepath.Abs(path)
	if err != nil {
		absolute = path
	}
	return "file://" + (&url.URL{Path: absolute}).EscapedPath() + "?" + options.Encode()
}

// Files are the files that may lie beside a database, and it, by what their names add to its own.
func Files() []string { return []string{"", "-wal", "-shm", "-journal"} }

// LockAlone locks everybody else out of the file for as long as its writer is open. It gives false where somebody has
// it open: SQLite leaves its write-ahead log for nobody but the last connection.
func LockAlone(ctx context.Context, writer *sql.DB) bool {
	var mode string
	for _, pragma := range []string{"locking_mode = EXCLUSIVE", "journal_mode = DELETE"} {
		if err := writer.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(&mode); err != nil {
			return false
		}
	}
	return mode == "delete"
}
