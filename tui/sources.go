package tui

import (
	"cmp"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"spoor/internal/clean"
	"spoor/internal/report"
	"spoor/store"
	"spoor/tui/term"
)

// newSources shows what was read of each source, and that nothing of it is lost.
func newSources(w *workspace) *tables {
	zone := w.clock
	return newTables(w, "Sources", "sources", func(j judged) tableViews {
		return tableViews{[]*tableView{{
			Table: sourceTable(j.sources, zone),
			spare: []string{"rate", "encoding", "generation", "size", "zone", "path", "first", "last", "format", "state", "blank", "sum"},
			open:  func(row int) action { return rejectsOf(w, j.sources[row]) },
		}}, sourcesNote(j.sources)}
	})
}

// sourcesNote says how the lines of all sources add up.
func sourcesNote(sources []store.Source) string {
	var all store.Source
	for _, s := range sources {
		all.Lines, all.Events, all.Rejects, all.Blank = all.Lines+s.Lines, all.Events+s.Events, all.Rejects+s.Rejects, all.Blank+s.Blank
	}
	return term.Plural(all.Lines, "line") + " = " + term.Plural(all.Events, "event") + " + " + term.Plural(all.Rejects, "reject") + " + " + term.Count(all.Blank) + " blank. " +
		"A file that was rotated or truncated is another generation of its path. enter lists the rejects of a source." + remarksNote(sources)
}

// rejectsOf lists the lines of a source that did not become events.
func rejectsOf(w *workspace, s store.Source) action {
	if s.Rejects == 0 {
		return say(term.Good, "every line of it became an event or is blank")
	}
	return push(newRejectsOf(w, &s))
}

// longestName keeps the name of a file from taking all of a line.
const longestName = 24

// sourceTable is a line a source, in the order in which they were first loaded.
func sourceTable(sources []store.Source, zone term.Clock) *report.Table {
	t := &report.Table{Title: "sources", Columns: []report.Column{
		{Name: "source"}, {Name: "lines", Right: true}, {Name: "events", Right: true}, {Name: "rejects", Right: true}, {Name: "blank", Right: true},
		{Name: "sum"}, {Name: "state"}, {Name: "format"}, {Name: "first"}, {Name: "last"}, {Name: "size", Unit: "MiB", Right: true, Decimals: 1},
		{Name: "rate", Title: "events an hour", Right: true, Decimals: 1}, {Name: "generation"}, {Name: "zone"}, {Name: "encoding"}, {Name: "path"},
	}}
	remarked := slices.ContainsFunc(sources, func(s store.Source) bool { return len(s.Remarks) > 0 })
	if remarked {
		t.Columns = append(t.Columns, report.Column{Name: "remarks"})
	}
	generations, of := map[string]int{}, map[string]int{}
	for _, s := range sources {
		of[s.Path]++
	}
	for _, s := range sources {
		generations[s.Path]++
		t.Rows = append(t.Rows, []report.Cell{
			clean.Cut(clean.Text(filepath.Base(s.Path)), longestName), s.Lines, s.Events, s.Rejects, s.Blank, sumWords(s), string(s.State), s.Format,
			dayOf(s, s.First, zone), dayOf(s, s.Last, zone), float64(s.Bytes) / (1 << 20), rate(s), generationWords(generations[s.Path], of[s.Path]),
			zoneWords(s), cmp.Or(s.Encoding, "utf-8"), s.Path,
		})
		if remarked {
			last := len(t.Rows) - 1
			t.Rows[last] = append(t.Rows[last], remarkWords(s))
		}
	}
	return t
}

// remarkWords are what a source says little of, in short.
func remarkWords(s store.Source) string {
	var words []string
	for _, remark := range s.Remarks {
		words = append(words, remark.Short())
	}
	return strings.Join(words, ", ")
}

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

// sumWords says whether every line has become exactly one thing.
func sumWords(s store.Source) string {
	if missing := s.Lines - s.Events - s.Rejects - s.Blank; missing != 0 {
		return term.Count(missing) + " missing"
	}
	return "adds up"
}

// dayOf is a day of a source; nil without events.
func dayOf(s store.Source, ms int64, zone term.Clock) report.Cell {
	if s.Events == 0 {
		return nil
	}
	return zone.At(ms).Format(time.DateOnly)
}

// rate is how many events a source has an hour, not evaluable where all of them are of one moment.
func rate(s store.Source) float64 {
	hours := float64(s.Last-s.First) / float64(time.Hour.Milliseconds())
	if hours <= 0 {
		return math.NaN()
	}
	return float64(s.Events) / hours
}

func generationWords(n, of int) string {
	if of == 1 {
		return ""
	}
	return term.Count(n) + " of " + term.Count(of)
}

func zoneWords(s store.Source) string {
	if s.ZoneAssumed {
		return "assumed"
	}
	return ""
}
