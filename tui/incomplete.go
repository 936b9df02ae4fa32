package tui

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"spoor/internal/clean"
	"spoor/store"
	"spoor/tui/screen"
	"spoor/tui/term"
)

// manyRejects is the share of the lines from which on rejects are told of wherever users are listed.
const manyRejects = 0.01

// LoadPrefix begins the names under which the commands of loads are kept that have not come to their end.
const LoadPrefix = "load:"

// incomplete says that the case does not hold all of its logs, and what to do: a log was not read to its end, or many
// lines did not load; "" where neither is so. What is received is never at an end.
func (w *workspace) incomplete() string {
	if partial := w.partial(); partial != "" {
		return partial + w.howToGoOn()
	}
	_, rejects := w.events()
	if lines := w.lines(); float64(rejects) > manyRejects*float64(lines) {
		return term.Percent(int(rejects), int(lines)) + " of the lines did not load (" + term.Plural(rejects, "reject") + "); x shows why"
	}
	return ""
}

// partial says which logs were not read to their end; "" where all were.
func (w *workspace) partial() string {
	count, last := 0, ""
	for i := range w.Sources {
		if s := &w.Sources[i]; s.State == store.Loading && !s.Received() {
			count++
			if last = filepath.Base(s.Path); s.Path == "-" {
				last = "the standard input"
			}
		}
	}
	switch count {
	case 0:
		return ""
	case 1:
		return "partial: " + last + " is not read to its end"
	}
	return "partial: " + term.Plural(count, "log") + " are not read to their end"
}

// goesOn are the commands that go on with the loads that did not come to their end, with all their options.
func (w *workspace) goesOn() (commands []string) {
	for _, name := range slices.Sorted(maps.Keys(w.kept)) {
		if command, ok := strings.CutPrefix(name, LoadPrefix); ok {
			commands = append(commands, command)
		}
	}
	if w.loads != "" && !slices.Contains(commands, w.loads) {
		commands = append(commands, w.loads)
	}
	return commands
}

// howToGoOn is how what is partial becomes whole.
func (w *workspace) howToGoOn() string {
	commands := w.goesOn()
	if len(commands) == 0 {
		return "; load the same again to go on where it stopped"
	}
	return "; to go on: " + strings.Join(commands, "; ")
}

// drawIncomplete says that the case does not hold all of its logs. A command that has no room is no use: then it says
// where it is.
func (w *workspace) drawIncomplete(p term.Pen) {
	words := w.incomplete()
	if partial := w.partial(); partial != "" && len(w.goesOn()) > 0 && clean.Width(words) > p.Left() {
		words = partial + "; o says how to go on, y copies it"
	}
	p.Data(term.Warning, words)
}

// goOnCopies are the commands that go on with what is partial, to be copied.
func (w *workspace) goOnCopies() []screen.Item {
	if commands := w.goesOn(); w.partial() != "" && len(commands) > 0 {
		return []screen.Item{{Label: "go on", Detail: "the command that goes on with the load", Act: screen.Copy("the command", commands...)}}
	}
	return nil
}

// partialNote is what whoever has left is told of a case that is partial; "" of others. loading is that it has not been
// looked at yet.
func (w *workspace) partialNote(loading bool) string {
	switch partial := w.partial(); {
	case partial != "":
		return partial + w.howToGoOn()
	case loading && w.loads != "":
		return "the load has not come to its end; to go on: " + w.loads
	}
	return ""
}
