package report

import (
	"context"
	"fmt"
	"strings"
	"time"

	"spoor/analysis"
	"spoor/internal/engine"
	"spoor/store"
	"spoor/store/load"
	"spoor/store/model"
)

// CaseFile is all there is on one user, to be handed to somebody who has nothing else: what the rules find and how
// everybody else is, what people said, and every event with its original line. It is made once, and written in any
// form.
type CaseFile struct {
	User    string
	Heading string // score, segment and whether flagged, in a line
	Facts   []Fact // what it rests on
	Reasons []Reason
	Notes   []string // what could not be judged, and what is left out
	Tables  []*Table // in order: metrics, verdicts, devices, sessions, events
	Rules   string   // the rule set as TOML
	Command string   // makes the same file again
}

// Fact is something that the file rests on, with its name.
type Fact struct{ Name, Value string }

// Reason is a hit in one sentence, with a picture of how everybody is.
type Reason struct {
	Mark, Sentence string
	Picture        Picture
}

// CaseFileInput is what a case file is made of.
type CaseFileInput struct {
	Judgement *engine.Judgement
	Row       int // of the user
	Track     *model.Track
	About     store.About
	Zone      *time.Location
	Case      string // its path
	Window    string // in words
	RulesName string
	Command   string

	// Line reads the original line of an event, and the file that it is in.
	Line func(event model.Event) (line, path string, err error)
}

// OriginalLines reads lines by a reading of the case, until it is called off.
func OriginalLines(ctx context.Context, read func(context.Context, model.Event) (load.Evidence,
	error)) func(model.Event) (string, string, error) {
	return func(event model.Event) (line, path string, err error) {
		if err := ctx.Err(); err != nil {
			return "", "", err
		}
		found, err := read(ctx, event)
		return string(found.Raw), found.Path, err
	}
}

// Quoted is a word as a shell takes it, in quotes where it needs them.
func Quoted(word string) string {
	if word == "" || strings.ContainsFunc(word, func(r rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+:@%,=", r)
	}) {
		return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	return word
}

// mostLines is of how many events the original lines are read again: each is looked up in its log.
const mostLines = 2000

// NewCaseFile gathers what there is. Where lines cannot be read any more, the file says why.
func NewCaseFile(in *CaseFileInput) *CaseFile {
	j, row := in.Judgement, in.Row
	f := &CaseFile{User: j.Matrix.Key[row], Command: in.Command, Rules: j.Now.Set.TOML()}
	f.Heading = fmt.Sprintf("score %.1f, %s, %s", j.Now.Score[row], flaggedWords(j, row), j.Segments[row])
	f.Facts = []Fact{
		{"case", in.Case}, {"window", in.Window}, {"times in", in.Zone.String()}, {"rules", in.RulesName},
		{"compared with", j.Ordinary().Count(j.Baseline.Members)},
		{"first and last seen", f.time(in, j.Matrix.Stats[row].First) + " to " + f.time(in, j.Matrix.Stats[row].Last)},
		{"made by", in.Command},
	}
	for _, field := range sortedKeys(in.About.Profile) {
		f.Facts = append(f.Facts, Fact{"profile: " + field, in.About.Profile[field]})
	}
	for _, hit := range analysis.ByPoints(j.Hits(j.Now.Set, row)) {
		f.Reasons = append(f.Reasons, Reason{hit.Side.Mark(), j.Why(j.Now.Set, row, hit), newPicture(j, hit.Rule, hit.Value)})
	}
	for rule, described := range j.Matrix.Rules() {
		if why := j.NotEvaluable(row, rule); why != "" && j.Now.Set.Rules[rule].On {
			f.Notes = append(f.Notes, described.Title+": not evaluable, "+why)
		}
	}
	events := in.eventTable(f)
	f.Tables = []*Table{metricTable(j, row), Verdicts(in.About.Verdicts, in.Zone),
		UsedClients(engine.UsedClients(in.Track), in.Zone),
		Sessions(in.Track, in.Zone), events}
	return f
}

func (f *CaseFile) time(in *CaseFileInput, ms int64) string {
	return time.UnixMilli(ms).In(in.Zone).Format("2006-01-02 15:04:05 Z07:00")
}

func flaggedWords(j *engine.Judgement, row int) string {
	words := "not flagged"
	switch {
	case j.Matrix.Robot(row) && !j.Now.Set.Robots:
		words = "a declared robot, not judged"
	case j.Now.Flagged[row]:
		words = "flagged"
	}
	if v := j.Verdict(row); v.Label != store.NoVerdict {
		words += ", found " + v.Label + by(v.Author)
	}
	return words
}

func by(author string) string {
	if author == "" {
		return ""
	}
	return " by " + author
}

// eventTable lists the events of the user with their sessions and original lines.
func (in *CaseFileInput) eventTable(f *CaseFile) *Table {
	events := in.Track.Events
	t := Events(events, engine.DevicesOf(in.Track), in.Zone)
	t.Title = "events"
	number := make([]int, len(events))
	for i, s := range in.Track.Sessions {
		for at := s.First; at < s.End; at++ {
			number[at] = i + 1
		}
	}
	t.Columns = append(append([]Column{{Name: "session", Right: true}}, t.Columns...), Column{Name: "file"},
		Column{Name: "original_line", Title: "original line"})
	unread := map[string]int{}
	for i := range t.Rows {
		var line, path Cell
		if i < mostLines {
			text, from, err := in.Line(events[i])
			if from != "" {
				path = from
			}
			if err != nil {
				unread[err.Error()]++
			} else {
				line = text
			}
		}
		t.Rows[i] = append(append([]Cell{number[i]}, t.Rows[i]...), path, line)
	}
	if len(events) > mostLines {
		f.Notes = append(f.Notes, fmt.Sprintf("the original lines are those of the first %s of %s events; "+
			"the columns source and line say where the others are",
			Count(mostLines), Count(len(events))))
	}
	for _, why := range sortedKeys(unread) {
		if len(f.Notes) < 50 {
			f.Notes = append(f.Notes, "original line not shown: "+why)
		}
	}
	return t
}

// metricTable is every rule that is on with the user's value and where hits begin.
func metricTable(j *engine.Judgement, row int) *Table {
	t := &Table{Title: "metrics", Columns: []Column{{Name: "rule"}, {Name: "value", Right: true},
		{Name: "percentile", Right: true, Decimals: 1},
		{Name: "low_hits", Title: "hits low", Right: true}, {Name: "high_hits", Title: "hits high", Right: true},
		{Name: "weight", Right: true}}}
	set := j.Now.Set
	for rule, described := range j.Matrix.Rules() {
		if !set.Rules[rule].On {
			continue
		}
		value, hits := Cell(nil), [2]Cell{}
		if j.NotEvaluable(row, rule) == "" {
			value = described.Unit.Format(j.Matrix.X[rule][row])
		}
		for i, side := range []analysis.Side{analysis.Low, analysis.High} {
			if at := j.Onset(set, rule, side); at.Any() {
				hits[i] = FromOn(at, side, described.Unit.Format(at.Value))
			}
		}
		t.Rows = append(t.Rows, []Cell{described.Name, value, j.Percentile(rule, j.Matrix.X[rule][row]), hits[0], hits[1],
			set.Rules[rule].Weight})
	}
	return t
}

// FileName is what a file about a user is called: the key as far as file names can have it, then what it holds.
func FileName(user, what, ending string) string {
	var name strings.Builder
	for _, r := range user {
		if name.Len() >= longestFileKey {
			break
		}
		if strings.ContainsRune("-_@+=", r) || r == '.' && name.Len() > 0 || isWord(r) {
			name.WriteRune(r)
		} else {
			name.WriteByte('_')
		}
	}
	if name.Len() == 0 {
		name.WriteString("user")
	}
	return strings.TrimLeft(name.String(), "-") + "-" + strings.ReplaceAll(what, " ", "-") + ending
}

// longestFileKey is how many bytes of a key a file name takes: with what follows it stays far below the 255 that
// systems have.
const longestFileKey = 80
