package report

import (
	"slices"
	"strings"
	"time"

	"spoor/analysis"
	"spoor/internal/engine"
	"spoor/store"
)

// Extent says how much a list of users tells of each.
type Extent bool

const (
	Brief Extent = false // what has room in a terminal
	Whole Extent = true  // everything that is known, for a file
)

// Users lists users as they are judged. Rows are of the matrix, times in the zone.
func Users(j *engine.Judgement, rows []int32, zone *time.Location, extent Extent) *Table {
	return list("users", userFields(j, zone, extent), rows).called(j.Matrix.Nouns())
}

// userFields are the columns of a list of users. The hits come after what is short, since in a terminal they take the
// room that is left.
func userFields(j *engine.Judgement, zone *time.Location, extent Extent) []field[int32] {
	m := j.Matrix
	fields := []field[int32]{
		{Column{Name: "score", Right: true, Decimals: 1}, func(row int32) Cell { return j.Now.Score[row] }},
		{Column{Name: "user"}, func(row int32) Cell { return m.Key[row] }},
		{Column{Name: "flagged"}, func(row int32) Cell { return j.Now.Flagged[row] }},
		{Column{Name: "segment"}, func(row int32) Cell { return j.Segments[row].String() }},
		{Column{Name: "reach", Right: true, Decimals: 2}, func(row int32) Cell { return j.Now.Reach[row] }},
		{Column{Name: "events", Right: true}, func(row int32) Cell { return int64(m.Stats[row].Events) }},
		{Column{Name: "sessions", Right: true}, func(row int32) Cell { return int64(m.Stats[row].Sessions) }},
		{Column{Name: "views", Right: true}, func(row int32) Cell { return int64(m.Stats[row].Views) }},
		{Column{Name: "first", FileOnly: true}, func(row int32) Cell { return instant(m.Stats[row].First, zone) }},
		{Column{Name: "last", FileOnly: true}, func(row int32) Cell { return instant(m.Stats[row].Last, zone) }},
		{Column{Name: "verdict", FileOnly: true}, func(row int32) Cell { return j.Verdict(int(row)).Label }},
		{Column{Name: "note", FileOnly: true}, func(row int32) Cell { return j.Verdict(int(row)).Note }},
		{Column{Name: "hits"}, func(row int32) Cell { return j.HitNames(int(row)) }},
	}
	if extent == Whole {
		return append(fields, metricFields(m, func(rule analysis.RuleID, row int32) Cell { return m.X[rule][row] })...)
	}
	brief := fields[:0]
	for _, f := range fields {
		if !f.FileOnly {
			brief = append(brief, f)
		}
	}
	return brief
}

// metricFields are a column for the metric of each rule.
func metricFields[R any](users *analysis.Matrix, value func(rule analysis.RuleID, row R) Cell) []field[R] {
	fields := make([]field[R], 0, analysis.RuleCount)
	for rule, r := range users.Rules() {
		fields = append(fields, field[R]{
			Column{Name: r.Name, Title: r.Title, Unit: r.Unit.String(), Right: true, Decimals: 1, FileOnly: true},
			func(row R) Cell { return value(rule, row) },
		})
	}
	return fields
}

// UserPage lists users with one sentence a hit, for people who have nothing else.
func UserPage(j *engine.Judgement, rows []int32, zone *time.Location) *Table {
	fields := userFields(j, zone, Brief)
	fields[len(fields)-1] = field[int32]{Column{Name: "why"}, func(row int32) Cell {
		var why []string
		for _, hit := range analysis.ByPoints(j.Hits(j.Now.Set, int(row))) {
			why = append(why, hit.Side.Mark()+" "+j.Why(j.Now.Set, int(row), hit))
		}
		return strings.Join(why, "\n")
	}}
	verdict := field[int32]{Column{Name: "verdict"}, func(row int32) Cell {
		return verdictWords(j.Verdict(int(row)), zone)
	}}
	fields = slices.Insert(fields, len(fields)-1, verdict)
	return list("Users out of the ordinary", fields, rows).called(j.Matrix.Nouns())
}

// verdictWords say what a person found, with the note, by whom and when; nothing where nobody did.
func verdictWords(v store.Verdict, zone *time.Location) Cell {
	if v.Label == store.NoVerdict {
		return ""
	}
	words := v.Label + by(v.Author) + ", " + time.UnixMilli(v.At).In(zone).Format(time.DateOnly)
	if v.Note != "" {
		words += "\n" + v.Note
	}
	return words
}

// FoundBenign names those of the rows whom a person has found benign, since a list of the flagged accuses them all the
// same; "" for none.
func FoundBenign(j *engine.Judgement, rows []int32) string {
	var keys []string
	for _, row := range rows {
		if j.Verdict(int(row)).Label == "benign" {
			keys = append(keys, j.Matrix.Key[row])
		}
	}
	if len(keys) == 0 {
		return ""
	}
	return "found benign by a person, whatever the rules say: " + strings.Join(keys, ", ")
}

// Visitors lists users by what they had to do with an item or an address, before everything else that is known of them.
// counts is what their visits count: "view" or "event".
func Visitors(j *engine.Judgement, title, counts string, visitors []engine.Visitor, zone *time.Location) *Table {
	here := []field[engine.Visitor]{
		{Column{Name: "user"}, func(v engine.Visitor) Cell { return j.Matrix.Key[v.Row] }},
		{Column{Name: counts + "s_here", Title: counts + "s here", Right: true}, func(v engine.Visitor) Cell {
			return int64(v.Count)
		}},
		{Column{Name: "first_here", Title: "first here"}, func(v engine.Visitor) Cell {
			return instant(v.Visit.First, zone)
		}},
		{Column{Name: "last_here", Title: "last here"}, func(v engine.Visitor) Cell { return instant(v.Visit.Last, zone) }},
	}
	for _, f := range userFields(j, zone, Whole) {
		if f.Name == "user" {
			continue
		}
		f.FileOnly = f.FileOnly || f.Name != "score" && f.Name != "flagged"
		here = append(here, field[engine.Visitor]{f.Column, func(v engine.Visitor) Cell { return f.cell(v.Row) }})
	}
	return list(title, here, visitors).called(j.Matrix.Nouns())
}
