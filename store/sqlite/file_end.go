package sqlite

import (
	"bytes"
	"context"
	"fmt"
	"os"
)

// fileEnd is the end of a file, where pages go that are behind all others: into the file at once, where they would else
// be written to the write-ahead log, read again and copied. Until a transaction is committed that says that there are
// more pages nobody asks for them, whatever becomes of them. And nothing but a checkpoint writes to a file that has a
// write-ahead log, or cuts it off, and there is none while its lock is held (https://sqlite.org/walformat.html, 2.3.1).
type fileEnd struct {
	file *os.File
	lock *checkpointLock
	size int // of a page

	begun        int64  // where what the system has not been told to write begins; 0: nowhere
	sample       []byte // what was written first, and as which page
	sampleNumber uint32
	failed       error // since then pages go the other way
}

// begunTogether is how many bytes the system is told at a time to write, so that little is left to wait for in the end.
const begunTogether = 1 << 20

// endOf is the end of the file that a transaction writes to; nil where nothing may be written there but by SQLite:
// where there is no write-ahead log, where the system's locks are lost with any close of a file, where somebody makes a
// checkpoint at this moment, or where the file had more pages and somebody may know them.
func endOf(ctx context.Context, db Querier, size int) *fileEnd {
	var path string
	const query = `SELECT file FROM pragma_database_list, pragma_journal_mode
		WHERE name = 'main' AND journal_mode = 'wal' AND file <> ''`
	if !closeKeepsLocks() || db.QueryRowContext(ctx, query).Scan(&path) != nil {
		return nil
	}
	lock := lockCheckpoints(path + "-shm")
	if lock == nil {
		return nil
	}
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		lock.release()
		return nil
	}
	end := &fileEnd{file: file, lock: lock, size: size}
	if !end.isFree(ctx, db) {
		end.close()
		return nil
	}
	return end
}

// isFree reports whether nobody knows pages behind the last one. A file that had more of them, before a VACUUM, may be
// read as it was then, and the log may still hold some of them. The next checkpoint of everything ends that.
func (e *fileEnd) isFree(ctx context.Context, db Querier) bool {
	var pages uint32
	info, err := e.file.Stat()
	if err != nil || db.QueryRowContext(ctx, "PRAGMA page_count").Scan(&pages) != nil {
		return false
	}
	return info.Size() <= int64(pages)*int64(e.size) && !e.lock.logReaches(pages)
}

// write writes a page, unless that fails. Then, and from then on, it gives false.
func (e *fileEnd) write(number uint32, page []byte) bool {
	end := int64(number) * int64(e.size)
	begin := end - int64(e.size)
	if e.failed == nil {
		_, e.failed = e.file.WriteAt(page, begin)
	}
	if e.failed != nil {
		return false
	}
	if e.sample == nil {
		e.sample, e.sampleNumber, e.begun = bytes.Clone(page), number, begin
	}
	if end-e.begun >= begunTogether {
		beginWriting(e.file, e.begun, end-e.begun)
		e.begun = end
	}
	return true
}

// check makes sure that SQLite sees what was written: that its file is this one.
func (e *fileEnd) check(ctx context.Context, db Querier) error {
	if e.sample == nil {
		return nil
	}
	return readPages(ctx, db, "sqlite_schema", []uint32{e.sampleNumber}, func(page []byte) error {
		if !bytes.Equal(page, e.sample) {
			return fmt.Errorf("page %d of the case was written, and is not there: another file has taken its place; "+
				"run the same command again", e.sampleNumber)
		}
		return nil
	})
}

// sync waits until everything is on the disk.
func (e *fileEnd) sync() error {
	if e.sample == nil {
		return nil
	}
	if err := e.file.Sync(); err != nil {
		return fmt.Errorf("the disk reports an error; what was committed before is safe (%w)", err)
	}
	return nil
}

func (e *fileEnd) close() {
	_ = e.file.Close() // what was written is on the disk, or nobody asks for it
	e.lock.release()
}
