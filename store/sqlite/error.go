package sqlite

import (
	"context"
	"errors"
	"fmt"

	modernc "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"
)

// ErrDamaged means that pages of the file are not what they should be.
var ErrDamaged = errors.New("the case file is damaged; recover what is left with: sqlite3 CASE .recover")

// ErrReadOnly means that this process may read the file and no more.
var ErrReadOnly = errors.New("the case cannot be written to; check its permissions, or copy it to another place")

// Damaged is what is said of a table whose pages or rows are not what they should be.
func Damaged(table string) error {
	return fmt.Errorf("the table %s: %w", table, ErrDamaged)
}

// IsFull reports whether something could not be written for lack of space.
func IsFull(err error) bool { return hasCode(err, codes.SQLITE_FULL) }

// IsDamage reports whether the disk or the file has failed in such a way that what is written next can't be trusted
// either.
func IsDamage(err error) bool {
	return hasCode(err, codes.SQLITE_IOERR, codes.SQLITE_CORRUPT, codes.SQLITE_NOTADB) || errors.Is(err, ErrDamaged)
}

// IsContent reports whether something could not be written for what it is: another thing can be.
func IsContent(err error) bool {
	return hasCode(err, codes.SQLITE_TOOBIG, codes.SQLITE_CONSTRAINT, codes.SQLITE_MISMATCH, codes.SQLITE_RANGE)
}

// hasCode reports whether SQLite has failed with one of its primary codes.
func hasCode(err error, primary ...int) bool {
	var failure *modernc.Error
	if !errors.As(err, &failure) {
		return false
	}
	for _, code := range primary {
		if primaryCode(failure) == code {
			return true
		}
	}
	return false
}

// primaryCode is the code without what SQLite adds to it in its upper bytes.
func primaryCode(failure *modernc.Error) int { return failure.Code() & 0xff }

// Explain puts what a person can do about an error before SQLite's words, since it is the end that is cut where there
// is no room.
func Explain(err error) error {
	var failure *modernc.Error
	if !errors.As(err, &failure) {
		return err
	}
	if advice := advice(failure); advice != "" {
		return fmt.Errorf("%s (%w)", advice, err)
	}
	return err
}

func advice(failure *modernc.Error) string {
	if failure.Code() == codes.SQLITE_IOERR_WRITE { // the disk is not full, and yet
		return "the disk takes no more; if it is a quota or a limit of the shell (ulimit -f) raise it, " +
			"and run the same command again, it goes on where it stopped"
	}
	switch primaryCode(failure) {
	case codes.SQLITE_BUSY:
		return "another process is writing to the case; try again when it is done"
	case codes.SQLITE_READONLY:
		return ErrReadOnly.Error()
	case codes.SQLITE_IOERR:
		return "the disk reports an error; what was committed before is safe"
	case codes.SQLITE_CORRUPT:
		return ErrDamaged.Error()
	case codes.SQLITE_FULL:
		return "the disk is full; free some space and run the same command again, it goes on where it stopped"
	case codes.SQLITE_CANTOPEN:
		return "the case cannot be opened; check that its directory exists and can be written to"
	case codes.SQLITE_NOTADB:
		return "the file is no SQLite database"
	}
	return ""
}

// ScanError explains why a row could not be scanned. The tables are strict, so it is not what SQLite has written.
func ScanError(err error) error {
	var failure *modernc.Error
	if errors.As(err, &failure) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return Explain(err)
	}
	return fmt.Errorf("a table of the case holds values of the wrong kind (%w): %w", err, ErrDamaged)
}
