package store

import (
	"errors"

	"modernc.org/sqlite"
)

// IsDiskFull tells whether something could not be written for lack of space.
func IsDiskFull(err error) bool { return hasCode(err, 13) || errors.Is(err, ErrNoSpace) }

// IsDamage tells whether the disk or the case file has failed in such a way that what is written next can't be trusted either.
func IsDamage(err error) bool { return hasCode(err, 10, 11, 26) || errors.Is(err, errAltered) }

// IsContent tells whether something could not be written for what it is: another thing can be.
func IsContent(err error) bool { return hasCode(err, 18, 19, 20, 25) } // too big, constraint, mismatch, range

// hasCode tells whether SQLite has failed with one of its primary codes.
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
