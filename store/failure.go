package store

import (
	"errors"

	"spoor/store/model"
	"spoor/store/sqlite"
)

// ErrAway means that the server that keeps a case can't be reached, or takes nothing for now. What is tried again later
// can succeed, and is stored only once.
var ErrAway = errors.New("the server that keeps the case is away")

// IsDiskFull reports whether something could not be written for lack of space.
func IsDiskFull(err error) bool { return sqlite.IsFull(err) || errors.Is(err, ErrNoSpace) }

// IsDamage reports whether the disk or the case file has failed in such a way that what is written next can't be
// trusted either.
func IsDamage(err error) bool { return sqlite.IsDamage(err) || errors.Is(err, model.ErrAltered) }

// IsContent reports whether something could not be written for what it is: another thing can be.
func IsContent(err error) bool { return sqlite.IsContent(err) }
