package load

import (
	"errors"
	"fmt"
	"slices"
)

// formatError is why nothing of a log is loaded whose lines are not in the format that they should be in.
type formatError struct {
	short  string // what is wrong
	tried  string // how it was found out
	advice string
}

// Error says it in full, as for a single log.
func (e *formatError) Error() string {
	return e.short + e.tried + "; nothing of it is loaded; " + e.advice
}

// logError is what is wrong with a log.
type logError struct {
	path string
	err  error
}

func (e *logError) Error() string { return e.path + ": " + e.err.Error() }

func (e *logError) Unwrap() error { return e.err }

// joinErrors joins the errors of the logs of a load. Where several are not in their formats each is said in short, and
// the advice once after all of them.
func joinErrors(failed []error) error {
	var logs int
	var advice []string
	said := make([]error, len(failed))
	for i, err := range failed {
		said[i] = err
		var log *logError
		var format *formatError
		if !errors.As(err, &log) || !errors.As(log.err, &format) {
			continue
		}
		logs++
		said[i] = &logError{log.path, errors.New(format.short)}
		if !slices.Contains(advice, format.advice) {
			advice = append(advice, format.advice)
		}
	}
	if logs < 2 {
		return errors.Join(failed...)
	}
	for _, text := range advice {
		said = append(said, fmt.Errorf("nothing of these %d logs is loaded; for one that should be: %s", logs, text))
	}
	return errors.Join(said...)
}
