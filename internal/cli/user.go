package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"spoor/analysis"
	"spoor/internal/clean"
	"spoor/internal/engine"
	"spoor/internal/report"
	"spoor/store/model"
)

type sessionRecord struct {
	Start  string `json:"start"`
	End    string `json:"end"`
	Events int    `json:"events"`
	Views  int    `json:"views"`

	Devices []sessionDevice `json:"devices"` // in the order in which they first came
}

// sessionDevice is how many events of a session came from a device.
type sessionDevice struct {
	Device string `json:"device"`
	Events int    `json:"events"`
}

// deviceRecord is an address and an agent that a user came with.
type deviceRecord struct {
	Device   string `json:"device"`
	Address  string `json:"address"`
	Agent    string `json:"agent"`
	Robot    bool   `json:"robot"`
	Events   int    `json:"events"`
	Sessions int    `json:"sessions"`
	First    string `json:"first"`
	Last     string `json:"last"`
}

func newUser(o *options) *cobra.Command {
	var rules ruleOptions
	var format userFormat
	cmd := &cobra.Command{
		Use:   "user KEY",
		Short: "show one user: what is out of the ordinary, and the sessions",
		Example: `  spoor user kim
  spoor user 10.0.0.1 --json
  spoor user kim --html > kim.html
  spoor user kim --zip > kim.zip`,
		Args:              arguments(1, 1, "the key of one user"),
		ValidArgsFunction: o.completeUser,
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.withJudgement(cmd.Context(), &rules, func(c openCase, j *judgement) error {
				if format.casefile() {
					return o.printCaseFile(cmd.Context(), c, j, &rules, &format, args[0])
				}
				return o.printUser(cmd.Context(), c, j, args[0], format.json)
			})
		},
	}
	rules.flags(cmd)
	rules.windowFlags(cmd)
	format.flags(cmd)
	return cmd
}

func (o *options) printUser(ctx context.Context, c openCase, j *judgement, key string, json bool) error {
	row, track, err := o.userTrack(ctx, c, j, key)
	if err != nil {
		return err
	}
	hits := j.Hits(j.Now.Set, row)
	groups, err := j.groups(ctx, c, track, hits)
	if err != nil {
		return err
	}
	if json {
		record := j.record(row)
		if err := addEvidence(ctx, c, j, track, hits, record.Hits); err != nil {
			return err
		}
		for i, hit := range hits {
			record.Hits[i].Group = newGroupRecord(groups[hit.Rule], j.zone)
		}
		return report.WriteJSON(o.std.out, struct {
			Schema int `json:"schema"`
			comparedRecord
			userRecord
			List    []sessionRecord `json:"sessions"`
			Devices []deviceRecord  `json:"devices"`
		}{report.Schema, j.compared(), record, sessionRecords(track, j.zone), deviceRecords(track, j.zone)})
	}
	o.describe(j, row, groups, j.zone)
	if clients := engine.UsedClients(track); len(clients) > 1 {
		table := report.UsedClients(clients, j.zone)
		table.Title = ""
		if err := table.Text(o.std.out, terminalWidth(o.std.out)); err != nil {
			return err
		}
		fmt.Fprintln(o.std.out)
	}
	table := report.Sessions(track, j.zone)
	table.Title = ""
	return table.Text(o.std.out, terminalWidth(o.std.out))
}

// userTrack is the row of a user, and everything that the user did in the window.
func (o *options) userTrack(ctx context.Context, c openCase, j *judgement,
	key string) (row int, track *model.Track, err error) {
	row, ok := rowOf(j.Matrix, key)
	if ok {
		key = j.Matrix.Key[row]
	}
	if !ok && j.windowed {
		if track, err := c.Track(ctx, key); err == nil && len(track.Events) > 0 {
			return 0, nil, fmt.Errorf("%q has no event in that time; without --since and --until all of it is looked at", key)
		}
	}
	if !ok {
		if near := nearUser(j.Matrix, key); near != "" {
			return 0, nil, fmt.Errorf("no %s %q in %s; did you mean %q?", j.Matrix.Nouns().One, key, o.db, near)
		}
		return 0, nil, fmt.Errorf("no %s %q in %s; try: spoor scan --all %s", j.Matrix.Nouns().One, key, o.db,
			o.dbWords(o.db))
	}
	if track, err = c.Track(ctx, key); err != nil {
		return 0, nil, err
	}
	if j.windowed {
		track.Restrict(j.Matrix.Window)
	}
	track.Cut(j.Matrix.Timeout)
	return row, track, nil
}

// mostEvidence is how many events are listed as evidence of one hit.
const mostEvidence = 20

// addEvidence names the lines that prove each hit.
func addEvidence(ctx context.Context, c openCase, j *judgement, track *model.Track, hits []analysis.Hit,
	records []hitRecord) error {
	if len(hits) == 0 {
		return nil
	}
	proof, err := c.Evidence(ctx, track, j.Matrix, rulesOf(hits))
	if err != nil {
		return err
	}
	sources, err := c.Sources(ctx)
	if err != nil {
		return err
	}
	paths, devices := map[int]string{}, engine.DevicesOf(track)
	for _, source := range sources {
		paths[source.ID] = source.Path
	}
	for i := range records {
		for _, event := range proof[i][:min(len(proof[i]), mostEvidence)] {
			e := &track.Events[event]
			records[i].Evidence = append(records[i].Evidence,
				evidenceRecord{paths[e.Source], e.Line, instant(e.Time, j.zone), devices.Letter(e.Client)})
		}
	}
	return nil
}

func deviceRecords(track *model.Track, zone *time.Location) []deviceRecord {
	records := []deviceRecord{}
	for _, c := range engine.UsedClients(track) {
		records = append(records, deviceRecord{c.Letter, c.Address, c.Agent, c.Robot, c.Events, c.Sessions,
			instant(c.First, zone), instant(c.Last, zone)})
	}
	return records
}

func sessionRecords(track *model.Track, zone *time.Location) []sessionRecord {
	records, devices := []sessionRecord{}, engine.DevicesOf(track)
	for _, s := range track.Sessions {
		record := sessionRecord{
			Start: instant(track.Events[s.First].Time, zone), End: instant(track.Events[s.End-1].Time, zone),
			Events: s.End - s.First, Views: s.Views, Devices: []sessionDevice{},
		}
		for _, use := range devices.In(track.Events[s.First:s.End]) {
			record.Devices = append(record.Devices, sessionDevice{engine.DeviceLetter(use.Number), use.Events})
		}
		records = append(records, record)
	}
	return records
}

// describe prints a user's score, one sentence a hit and who else is in it, and for each rule that could not judge,
// why.
func (o *options) describe(j *judgement, row int, groups map[analysis.RuleID]*model.Group, zone *time.Location) {
	record := j.record(row)
	name := clean.Text(record.User)
	if j.Matrix.Stats[row].Address {
		name = j.Matrix.Noun(row).One + " " + name
	}
	fmt.Fprintf(o.std.out, "%s  score %.0f  %s  %s\n\n", name, record.Score, record.Segment, standing(record, j.Now.Set))
	for _, hit := range analysis.ByPoints(j.Hits(j.Now.Set, row)) {
		fmt.Fprintf(o.std.out, "  %s %s\n", hit.Side.Mark(), clean.Text(j.Why(j.Now.Set, row, hit)))
		if with := groups[hit.Rule]; with != nil {
			fmt.Fprintf(o.std.out, "    %s\n", groupWords(with, zone))
		}
	}
	if lacks := j.Lacks(row); lacks != "" {
		fmt.Fprintf(o.std.out, "  – %s\n", lacks)
	}
	if why := j.CannotCompare(); why != "" {
		fmt.Fprintf(o.std.out, "  – %s\n", clean.Text(why))
	}
	for _, not := range j.notEvaluable(row) {
		fmt.Fprintf(o.std.out, "  – not evaluable, %s: %s\n", clean.Text(not.why), clean.Text(strings.Join(not.rules, ", ")))
	}
	fmt.Fprintln(o.std.out)
}

// unjudged are the rules that could not judge a user for one reason.
type unjudged struct {
	why   string
	rules []string
}

// notEvaluable are the reasons in the order of the rules.
func (j *judgement) notEvaluable(row int) []unjudged {
	var reasons []unjudged
	for rule, described := range j.Matrix.Rules() {
		why := j.NotEvaluable(row, rule)
		if why == "" {
			continue
		}
		known := slices.IndexFunc(reasons, func(u unjudged) bool { return u.why == why })
		if known < 0 {
			known = len(reasons)
			reasons = append(reasons, unjudged{why: why})
		}
		reasons[known].rules = append(reasons[known].rules, described.Name)
	}
	return reasons
}

func standing(record userRecord, set analysis.RuleSet) string {
	switch {
	case record.Robot && !set.Robots:
		return "declared robot, left in peace"
	case record.Flagged:
		return "flagged"
	}
	return "not flagged"
}
