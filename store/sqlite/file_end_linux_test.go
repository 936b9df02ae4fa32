package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// twoTables are rows of two tables whose sum is known: one row of each for every number.
func twoTables(from, count int) []Rows {
	random := rand.New(rand.NewPCG(uint64(from), 0))
	return []Rows{appendables[0].rows(random, from, count), appendables[1].rows(random, from, count)}
}

// TestPagesGoToTheEndOfTheFile: what is committed is in the file, and not in its write-ahead log.
func TestPagesGoToTheEndOfTheFile(t *testing.T) {
	f := newFileOf(t, 4096, appendables[0].create+";"+appendables[1].create+";")
	sizes := func() (file, log int64) {
		info, err := os.Stat(f.path)
		check(t, err)
		return info.Size(), WAL(f.path)
	}
	file, log := sizes()
	check(t, f.insert(t, appendAlways, twoTables(1, 20_000)...))
	fileNow, logNow := sizes()
	if grown := fileNow - file; grown < 1<<20 || logNow-log > grown/10 {
		t.Errorf("the file has grown by %d bytes, its log by %d", grown, logNow-log)
	}
	noFault(t, f)
}

// TestEndOfFileBesideCheckpoints has others make checkpoints of every kind and read all the time, and now and then
// takes back what was written, so that other pages take its place.
func TestEndOfFileBesideCheckpoints(t *testing.T) {
	f := newFileOf(t, 4096, appendables[0].create+";"+appendables[1].create+"; CREATE TABLE beat (n INTEGER);")
	others := openWriters(t, f.path, 2)
	done := make(chan struct{})
	var group sync.WaitGroup
	for i, kind := range []string{"PASSIVE", "TRUNCATE"} {
		group.Go(func() {
			for !isDone(done) {
				_, _ = others[i].Exec("INSERT INTO beat VALUES (1)")
				_, _ = others[i].Exec("PRAGMA wal_checkpoint(" + kind + ")")
				time.Sleep(time.Millisecond) // so that it is others' turn
			}
		})
	}
	group.Go(func() {
		for !isDone(done) {
			var kept, bare, kinds int
			err := f.reader.QueryRow(`SELECT (SELECT count(*) FROM kept), (SELECT count(*) FROM bare),
				(SELECT count(DISTINCT typeof(text) || typeof(n)) FROM kept)`).Scan(&kept, &bare, &kinds)
			if err != nil && !hasCode(err, 5) || kept != bare || kinds > 1 {
				t.Errorf("%d rows and %d, of %d kinds: %v", kept, bare, kinds, err)
				return
			}
		}
	})
	rows, changes := 0, 15
	errBack := errors.New("taken back")
	for i := range changes {
		err := Change(t.Context(), f.writer, func(transaction *Tx) error {
			if err := appendAlways(t.Context(), transaction, twoTables(4*rows+1+i, 1000+i)...); err != nil {
				return err
			}
			var length int
			check(t, transaction.QueryRow("SELECT sum(length(text)) FROM kept").Scan(&length)) // they are in its cache now
			if i%3 == 1 {
				return errBack
			}
			rows += 1000 + i
			return nil
		})
		if err != nil && !errors.Is(err, errBack) {
			t.Fatal(err)
		}
	}
	close(done)
	group.Wait()
	noFault(t, f)
	var kept int
	check(t, f.reader.QueryRow("SELECT count(*) FROM kept").Scan(&kept))
	if kept != rows {
		t.Errorf("%d rows, want %d", kept, rows)
	}
}

func isDone(done chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

func openWriters(t *testing.T, path string, n int) []*sql.DB {
	t.Helper()
	writers := make([]*sql.DB, n)
	for i := range writers {
		var err error
		writers[i], err = OpenWriter(path)
		check(t, err)
		t.Cleanup(func() { check(t, writers[i].Close()) })
	}
	return writers
}

// TestNoCheckpointWhilePagesAreAtTheEnd: it would cut off what is not committed yet.
func TestNoCheckpointWhilePagesAreAtTheEnd(t *testing.T) {
	f := newFileOf(t, 4096, appendables[0].create+"; CREATE TABLE beat (n INTEGER);")
	other := openWriters(t, f.path, 1)[0]
	_, err := other.Exec("INSERT INTO beat VALUES (1)") // something to move
	check(t, err)
	check(t, Change(t.Context(), f.writer, func(transaction *Tx) error {
		if err := appendAlways(t.Context(), transaction, twoTables(1, 5000)[0]); err != nil {
			return err
		}
		var busy, logged, moved int
		check(t, other.QueryRow("PRAGMA wal_checkpoint(PASSIVE)").Scan(&busy, &logged, &moved))
		if busy == 0 {
			t.Error("there was a checkpoint")
		}
		return nil
	}))
	noFault(t, f)
	var n int
	if check(t, f.reader.QueryRow("SELECT count(*) FROM kept").Scan(&n)); n != 5000 {
		t.Errorf("%d rows", n)
	}
}

// TestNoEndOfFileWhileThereIsACheckpoint: then SQLite writes all pages, and nobody waits.
func TestNoEndOfFileWhileThereIsACheckpoint(t *testing.T) {
	f := newFileOf(t, 4096, appendables[0].create+";"+appendables[1].create+";")
	_, err := f.writer.Exec("PRAGMA user_version = 2") // now there is a log
	check(t, err)
	held, err := os.OpenFile(f.path+"-shm", os.O_RDWR, 0) // not closed while SQLite has locks there
	check(t, err)
	lock := &checkpointLock{int(held.Fd())}
	check(t, lock.set(unix.F_WRLCK))
	before := WAL(f.path)
	check(t, f.insert(t, appendAlways, twoTables(1, 5000)...))
	if WAL(f.path) < before+1<<18 {
		t.Error("the pages are not in the write-ahead log")
	}
	lock.release()
	noFault(t, f)
	runtime.KeepAlive(held)
}

// where says what still has the pages that a file had before.
type where int

const (
	inLog  where = iota // all of them
	inBoth              // the file has them, and the log some
	inFile
)

// shrunk is a file that had more pages, as a transaction of a reader still sees it.
func shrunk(t *testing.T, pages where) (f *file, before *sql.Tx) {
	t.Helper()
	f = newFileOf(t, 4096, appendables[0].create+"; CREATE TABLE junk (x BLOB);")
	do := func(statement string) {
		_, err := f.writer.Exec(statement)
		check(t, err)
	}
	do("PRAGMA wal_autocheckpoint = 0")
	const junk = "WITH n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 200) " +
		"INSERT INTO junk SELECT randomblob(3000) FROM n"
	do(junk)
	if pages == inFile { // they are free, and SQLite writes no more to them
		do("DELETE FROM junk")
	}
	if pages != inLog {
		do("PRAGMA wal_checkpoint(TRUNCATE)")
	}
	before, err := f.reader.Begin()
	check(t, err)
	t.Cleanup(func() { _ = before.Rollback() })
	var n int
	check(t, before.QueryRow("SELECT count(*) FROM junk").Scan(&n))
	do("DELETE FROM junk")
	do("VACUUM")
	return f, before
}

// TestEndOfFileThatWasLonger: who reads the file as it was goes on seeing that, and the log hides nothing that is new.
func TestEndOfFileThatWasLonger(t *testing.T) {
	for _, pages := range []where{inLog, inBoth, inFile} {
		f, before := shrunk(t, pages)
		check(t, f.insert(t, appendAlways, twoTables(1, 20_000)[0]))
		var found string
		if check(t, before.QueryRow("PRAGMA integrity_check").Scan(&found)); found != "ok" {
			t.Errorf("who reads it as it was: %s", found)
		}
		noFault(t, f)
		check(t, before.Rollback())
		_, err := f.writer.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
		check(t, err)
		noFault(t, f)
	}
}

// endIn has a transaction write its pages to the end of another file.
func endIn(t *testing.T, f *file, transaction *Tx, other *os.File) {
	t.Helper()
	lock := lockCheckpoints(f.path + "-shm")
	if lock == nil {
		t.Fatal("no lock")
	}
	transaction.end = &fileEnd{file: other, lock: lock, size: 4096}
}

// TestEndOfFileThatTakesNothing: SQLite writes the pages, and says itself what is wrong.
func TestEndOfFileThatTakesNothing(t *testing.T) {
	f := newFileOf(t, 4096, appendables[0].create+";"+appendables[1].create+";")
	check(t, Change(t.Context(), f.writer, func(transaction *Tx) error {
		readOnly, err := os.Open(f.path)
		check(t, err)
		endIn(t, f, transaction, readOnly)
		return appendAlways(t.Context(), transaction, twoTables(1, 5000)...)
	}))
	noFault(t, f)
	var n int
	if check(t, f.reader.QueryRow("SELECT count(*) FROM kept").Scan(&n)); n != 5000 {
		t.Errorf("%d rows", n)
	}
}

// TestEndOfAnotherFile, which has taken the place of the one that SQLite has open: nothing is committed.
func TestEndOfAnotherFile(t *testing.T) {
	f := newFileOf(t, 4096, appendables[0].create+";"+appendables[1].create+";")
	err := Change(t.Context(), f.writer, func(transaction *Tx) error {
		other, err := os.Create(filepath.Join(t.TempDir(), "other"))
		check(t, err)
		endIn(t, f, transaction, other)
		return appendAlways(t.Context(), transaction, twoTables(1, 5000)...)
	})
	if err == nil || !strings.Contains(err.Error(), "another file has taken its place") {
		t.Errorf("%v", err)
	}
	noFault(t, f)
	var n int
	if check(t, f.reader.QueryRow("SELECT count(*) FROM kept").Scan(&n)); n != 0 {
		t.Errorf("%d rows", n)
	}
}

// TestLongLogIsMovedIntoTheFile: SQLite is kept from that while pages go to the end of the file.
func TestLongLogIsMovedIntoTheFile(t *testing.T) {
	f := newFileOf(t, 4096, appendables[0].create+"; CREATE TABLE long (x BLOB);")
	_, err := f.writer.Exec("PRAGMA wal_autocheckpoint = 0")
	check(t, err)
	_, err = f.writer.Exec(fmt.Sprintf("INSERT INTO long VALUES (zeroblob(%d))", keptWAL))
	check(t, err)
	if WAL(f.path) <= keptWAL {
		t.Fatal("the log is short")
	}
	check(t, f.insert(t, appendAlways, twoTables(1, 5000)[0]))
	var busy, logged, moved int
	check(t, f.writer.QueryRow("PRAGMA wal_checkpoint(NOOP)").Scan(&busy, &logged, &moved))
	if moved == 0 || moved != logged {
		t.Errorf("%d of %d pages have been moved", moved, logged)
	}
}
