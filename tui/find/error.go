package find

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Error says what of a text can't be understood, and where: its runes [From, To).
type Error struct {
	From, To   int
	Why        string
	Unfinished bool // nothing is wrong yet, but something is missing
}

func (e *Error) Error() string { return e.Why }

// partError is what is wrong with a part of a word.
type partError struct {
	part, why  string
	unfinished bool
}

func (e *partError) Error() string { return e.why }

// Wrong says what is wrong with a part of a word.
func Wrong(part, format string, arguments ...any) error {
	return &partError{part: part, why: fmt.Sprintf(format, arguments...)}
}

// Unfinished says what is missing of a word whose end is still to be typed.
func Unfinished(part, format string, arguments ...any) error {
	return &partError{part, "not finished: " + fmt.Sprintf(format, arguments...), true}
}

// placed says where in the text that is which is wrong with a word.
func (w Word) placed(err error) error {
	var e *partError
	if !errors.As(err, &e) {
		return err
	}
	at := w.From + utf8.RuneCountInString(w.Text[:max(strings.LastIndex(w.Text, e.part), 0)])
	if w.Not {
		at++
	}
	return &Error{at, at + utf8.RuneCountInString(e.part), e.why, e.unfinished}
}
