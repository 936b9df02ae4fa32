package tui

import (
	"maps"
	"slices"
	"strings"

	"spoor/internal/report"
	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/workspace"
)

// manyRejects is the share of the lines from which on rejects are mentioned wherever users are listed.
const manyRejects = 0.01

// LoadPrefix begins the names under which the commands of loads are kept until these have come to their end.
const LoadPrefix = "load:"

// incomplete says that the case does not hold all of its logs, and what to do: a log was not read to its end, or many
// lines did not load; "" where neither is so. What is received is never at an end.
func incomplete(w *workspace.Workspace) string {
	if left := partial(w); left != "" {
		return left + howToGoOn(w)
	}
	_, rejects := w.Events()
	if lines := w.Lines(); float64(rejects) > manyRejects*float64(lines) {
		return term.Percent(int(rejects), int(lines)) + " of the lines did not load (" + term.Plural(rejects, "reject") +
			"); x shows why"
	}
	return ""
}

// partial says which logs were not read to their end; "" where all were.
func partial(w *workspace.Workspace) string {
	return report.Partial(w.Sources, w.At.Events, LoadsIn(w.Kept))
}

// LoadsIn are, out of what a case keeps, the commands of loads that are not known to have come to their end.
func LoadsIn(kept map[string]string) (commands []string) {
	for _, name := range slices.Sorted(maps.Keys(kept)) {
		if command, ok := strings.CutPrefix(name, LoadPrefix); ok {
			commands = append(commands, command)
		}
	}
	return commands
}

// goesOn are the commands that go on with the loads that did not come to their end, with all their options.
func goesOn(w *workspace.Workspace) (commands []string) {
	commands = LoadsIn(w.Kept)
	if w.Loads != "" && !slices.Contains(commands, w.Loads) {
		commands = append(commands, w.Loads)
	}
	return commands
}

// howToGoOn is how what is partial becomes whole.
func howToGoOn(w *workspace.Workspace) string {
	commands := goesOn(w)
	if len(commands) == 0 {
		return "; load the same again to go on where it stopped"
	}
	return "; to go on: " + strings.Join(commands, "; ")
}

// goOnCopies are the commands that go on with what is partial, to be copied.
func goOnCopies(w *workspace.Workspace) []screen.Item {
	if commands := goesOn(w); partial(w) != "" && len(commands) > 0 {
		return []screen.Item{{Label: "go on", Detail: "the command that goes on with the load",
			Act: screen.Copy("the command", commands...)}}
	}
	return nil
}

// partialNote is what somebody who leaves is told of a case that is partial; "" of others. loading says that the case
// has not been looked at yet.
func partialNote(w *workspace.Workspace, loading bool) string {
	switch left := partial(w); {
	case left != "":
		return left + howToGoOn(w)
	case loading && w.Loads != "":
		return "the load has not come to its end; to go on: " + w.Loads
	}
	return ""
}
