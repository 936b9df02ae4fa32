package tui

import (
	"path/filepath"

	"spoor/store"
	"spoor/tui/term"
)

// manyRejects is the share of the lines from which on rejects are told of wherever users are listed.
const manyRejects = 0.01

// incomplete says that the case does not hold all of its logs, and what to do: a log was not read to its end, or many lines did not
// load; "" where neither is so. What is received is never at an end.
func (w *workspace) incomplete() string {
	partial, last := 0, ""
	for i := range w.Sources {
		if s := &w.Sources[i]; s.State == store.Loading && !s.Received() {
			partial++
			last = s.Path
		}
	}
	switch {
	case partial == 1:
		return "partial: " + filepath.Base(last) + " is not read to its end; spoor load " + quoted(last) + " goes on where it stopped"
	case partial > 1:
		return "partial: " + term.Plural(partial, "log") + " are not read to their end; load them again to go on (o lists them)"
	}
	_, rejects := w.events()
	if lines := w.lines(); float64(rejects) > manyRejects*float64(lines) {
		return term.Percent(int(rejects), int(lines)) + " of the lines did not load (" + term.Plural(rejects, "reject") + "); x shows why"
	}
	return ""
}
