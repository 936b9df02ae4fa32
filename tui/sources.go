package tui

import (
	"path/filepath"
	"strings"

	"spoor/internal/report"
	"spoor/store"
	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/userlist"
	"spoor/tui/workspace"
)

// newSources shows what was read of each source, and that nothing of it is lost.
func newSources(w *workspace.Workspace) *tables {
	zone := w.Clock.Location()
	return newTables(w, "Sources", "sources", func(j userlist.Judged) tableViews {
		return tableViews{[]*tableView{{
			Table: report.Sources(j.Sources, zone),
			most:  map[string]int{"source": longestName},
			spare: []string{"rate", "encoding", "generation", "size", "zone", "path", "first", "last", "format", "state",
				"blank", "sum", "fields", "unused"},
			open: func(row int) screen.Action { return rejectsOf(w, j.Sources[row]) },
		}}, sourcesNote(j.Sources) + partialSources(w)}
	})
}

// partialSources say how to go on with what was not read to its end.
func partialSources(w *workspace.Workspace) string {
	if partial := partial(w); partial != "" {
		return " " + partial + howToGoOn(w) + "."
	}
	return ""
}

// sourcesNote says how the lines of all sources add up.
func sourcesNote(sources []store.Source) string {
	var all store.Source
	for _, s := range sources {
		all.Lines, all.Events, all.Rejects, all.Blank = all.Lines+s.Lines, all.Events+s.Events, all.Rejects+s.Rejects,
			all.Blank+s.Blank
	}
	return term.Plural(all.Lines, "line") + " = " + term.Plural(all.Events, "event") + " + " +
		term.Plural(all.Rejects, "reject") + " + " + term.Count(all.Blank) + " blank. " +
		"A file that was rotated or truncated is another generation of its path. enter lists the rejects of a source." +
		fieldsNote(sources) + remarksNote(sources)
}

// fieldsNote is what the fields of the sources are read as, each format once.
func fieldsNote(sources []store.Source) string {
	var note strings.Builder
	said := map[string]bool{}
	for i := range sources {
		if words := sources[i].Fields.String(); words != "" && !said[words] {
			said[words] = true
			note.WriteString(" " + filepath.Base(sources[i].Path) + ": " + words + ".")
		}
	}
	return note.String()
}

// rejectsOf lists the lines of a source that did not become events.
func rejectsOf(w *workspace.Workspace, s store.Source) screen.Action {
	if s.Rejects == 0 {
		return screen.Say(term.Good, "every line of it became an event or is blank")
	}
	return screen.Push(newRejectsOf(w, &s))
}

// longestName keeps the name of a file from taking all of a line.
const longestName = 24

// remarksNote is what there is to remark on the sources, each kind once, with what to try.
func remarksNote(sources []store.Source) string {
	var note strings.Builder
	said := map[store.RemarkKind]bool{}
	for _, s := range sources {
		for _, remark := range s.Remarks {
			if !said[remark.Kind] {
				said[remark.Kind] = true
				note.WriteString(" " + filepath.Base(s.Path) + ": " + remark.String() + ".")
			}
		}
	}
	return note.String()
}
