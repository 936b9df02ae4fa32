package load

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// refused is why nothing of a log is loaded whose lines are not in the format that they should be in.
type refused struct {
	short  string // what is wrong
	tried  string // how it was found out
	advice string
}

// Error says it in full, as for a single log.
func (r *refused) Error() string { return r.short + r.tried + "; nothing of it is loaded; " + r.advice }

// joinRefused joins the errors of the logs of a load. Where several were refused each is said in short, and the advice once after all of them.
func joinRefused(failed []error) error {
	var logs int
	var advice []string
	said := make([]error, len(failed))
	for i, err := range failed {
		said[i] = err
		var r *refused
		if !errors.As(err, &r) {
			continue
		}
		logs++
		said[i] = errors.New(strings.TrimSuffix(err.Error(), r.Error()) + r.short)
		if !slices.Contains(advice, r.advice) {
			advice = append(advice, r.advice)
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
