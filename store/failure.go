package store

import (
	"context"
	"errors"
	"fmt"

	"modernc.org/sqlite"
)

// IsDiskFull reports whether something could not be written for lack of space.
func IsDiskFull(err error) bool { return hasCode(err, 13) || errors.Is(err, ErrNoSpace) }

// IsDamage reports whether the disk or the case file has failed in such a way that what is written next can't be trusted either.
func IsDamage(err error) bool {
	return hasCode(err, 10, 11, 26) || errors.Is(err, errAltered) || errors.Is(err, errDamaged)
}

// errDamaged means that pages of the case are not what they should be.
var errDamaged = errors.New("the case file is damaged; recover what is left with: sqlite3 CASE .recover")

// IsContent reports whether something could not be written for what it is: another thing can be.
func IsContent(err error) bool { return hasCode(err, 18, 19, 20, 25) } // too big, constraint, mismatch, range

// hasCode reports whether SQLite has failed with one of its primary codes.
func hasCode(err error, codes ...int) bool {
	var failure *sqlite.Error
	if !errors.As(err, &failure) {
		return false
	}
	for _, code := range codes {
		if failure.Code()&0xff == code {
			return true
		}
	}
	return false
}

// scanFault explains why a row could not be scanned. The tables are strict, so it is not what SQLite has written.
func scanFault(err error) error {
	if failure := (*sqlite.Error)(nil); errors.As(err, &failure) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return explain(err)
	}
	return fmt.Errorf("a table of the case holds values of the wrong kind (%w): %w", err, errDamaged)
}
