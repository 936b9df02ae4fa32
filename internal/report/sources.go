package report

import (
	"cmp"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"spoor/analysis/units"
	"spoor/internal/clean"
	"spoor/store"
	"spoor/store/logline"
)

// generation is a source, and the how many-th of its path it is.
type generation struct {
	*store.Source
	number, of int
}

// Partial says which logs were not read to their end; "" where all were. What is received is never at an end. On a
// server events come before what is kept of their log, so where there are more events than the sources tell of, a load
// that is under way or was killed has brought them.
func Partial(sources []store.Source, events int64, loads []string) string {
	var names []string
	for i := range sources {
		s := &sources[i]
		switch events -= s.Events; {
		case s.State != store.Loading || s.Received():
		case s.Path == "-":
			names = append(names, "the standard input")
		default:
			names = append(names, clean.Text(filepath.Base(s.Path)))
		}
	}
	switch len(names) {
	case 0:
		if events > 0 && len(loads) > 0 {
			return "partial: a load has not come to its end"
		}
		return ""
	case 1:
		return "partial: " + names[0] + " is not read to its end"
	}
	return "partial: " + units.Noun{One: "log", Many: "logs"}.Count(len(names)) + " are not read to their end"
}

// Sources lists what was read of each source, in the order in which they were first loaded, times in the zone. A file
// that was rotated or truncated is another generation of its path.
func Sources(sources []store.Source, zone *time.Location) *Table {
	moment := func(g generation, ms int64) Cell { return knownCell(g.Events > 0, instant(ms, zone)) }
	fields := []field[generation]{
		{Column{Name: "source"}, func(g generation) Cell { return clean.Text(filepath.Base(g.Path)) }},
		{Column{Name: "lines", Right: true}, func(g generation) Cell { return g.Lines }},
		{Column{Name: "events", Right: true}, func(g generation) Cell { return g.Events }},
		{Column{Name: "rejects", Right: true}, func(g generation) Cell { return g.Rejects }},
		{Column{Name: "blank", Right: true}, func(g generation) Cell { return g.Blank }},
		{Column{Name: "sum"}, func(g generation) Cell { return sumWords(g.Source) }},
		{Column{Name: "state"}, func(g generation) Cell { return string(g.State) }},
		{Column{Name: "format"}, func(g generation) Cell { return g.Format }},
		{Column{Name: "first", Layout: time.DateOnly}, func(g generation) Cell { return moment(g, g.First) }},
		{Column{Name: "last", Layout: time.DateOnly}, func(g generation) Cell { return moment(g, g.Last) }},
		{Column{Name: "size", Unit: "MiB", Right: true, Decimals: 1}, func(g generation) Cell {
			return float64(g.Bytes) / (1 << 20)
		}},
		{Column{Name: "rate", Title: "events an hour", Right: true, Decimals: 1}, func(g generation) Cell {
			return rate(g.Source)
		}},
		{Column{Name: "generation"}, func(g generation) Cell { return g.words() }},
		{Column{Name: "zone"}, func(g generation) Cell {
			if g.ZoneAssumed {
				return "assumed"
			}
			return ""
		}},
		{Column{Name: "encoding"}, func(g generation) Cell { return cmp.Or(g.Encoding, "utf-8") }},
		{Column{Name: "path"}, func(g generation) Cell { return g.Path }},
	}
	if slices.ContainsFunc(sources, func(s store.Source) bool { return len(s.Fields.Roles) > 0 }) {
		fields = append(fields,
			field[generation]{Column{Name: "fields"}, func(g generation) Cell {
				return logline.FieldUse{Roles: g.Fields.Roles}.String()
			}},
			field[generation]{Column{Name: "unused", Title: "not used"}, func(g generation) Cell {
				return strings.Join(g.Fields.Unused, ", ")
			}})
	}
	if slices.ContainsFunc(sources, func(s store.Source) bool { return len(s.Remarks) > 0 }) {
		fields = append(fields, field[generation]{Column{Name: "remarks"}, func(g generation) Cell {
			return remarkWords(g.Source)
		}})
	}
	return list("sources", fields, generations(sources))
}

func generations(sources []store.Source) []generation {
	of, number := map[string]int{}, map[string]int{}
	for _, s := range sources {
		of[s.Path]++
	}
	all := make([]generation, len(sources))
	for i := range sources {
		s := &sources[i]
		number[s.Path]++
		all[i] = generation{s, number[s.Path], of[s.Path]}
	}
	return all
}

// words tell one generation from another, where there is another.
func (g generation) words() string {
	if g.of == 1 {
		return ""
	}
	return Count(g.number) + " of " + Count(g.of)
}

// remarkWords are what a source says little of, in short.
func remarkWords(s *store.Source) string {
	var words []string
	for _, remark := range s.Remarks {
		words = append(words, remark.Short())
	}
	return strings.Join(words, ", ")
}

// sumWords says whether every line has become exactly one thing.
func sumWords(s *store.Source) string {
	if missing := s.Lines - s.Events - s.Rejects - s.Blank; missing != 0 {
		return Count(missing) + " missing"
	}
	return "adds up"
}

// rate is how many events a source has an hour, not evaluable where all of them are of one moment.
func rate(s *store.Source) float64 {
	hours := float64(s.Last-s.First) / float64(time.Hour.Milliseconds())
	if hours <= 0 {
		return math.NaN()
	}
	return float64(s.Events) / hours
}
