package cli

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"spoor/analysis"
	"spoor/analysis/quality"
	"spoor/internal/clean"
	"spoor/internal/report"
)

type evaluationRecord struct {
	Schema  int             `json:"schema"`
	Users   int             `json:"users"`
	Bad     int             `json:"bad"`
	Presets []qualityRecord `json:"presets"`
	Rules   []qualityRecord `json:"rules"`
	Beside  []qualityRecord `json:"beside"` // simple ways to rank
}

type qualityRecord struct {
	Judged           *bool               `json:"judged,omitempty"` // of a preset: users can be compared with others
	Why              string              `json:"why,omitempty"`    // they cannot
	Preset           string              `json:"preset,omitempty"`
	Rule             string              `json:"rule,omitempty"`
	Ranked           string              `json:"ranked_by,omitempty"`
	Flagged          int                 `json:"flagged"`
	Precision        *float64            `json:"precision"`
	Recall           *float64            `json:"recall"`
	F1               *float64            `json:"f1"`
	AveragePrecision *float64            `json:"average_precision"`
	APLow            *float64            `json:"average_precision_low"` // 95 % by bootstrap
	APHigh           *float64            `json:"average_precision_high"`
	AUC              *float64            `json:"roc_auc"`
	PrecisionAt      map[string]*float64 `json:"precision_at"`
	Kinds            map[string]*float64 `json:"kinds"` // recall
}

// truthOptions say where the truth is and how to read it.
type truthOptions struct {
	path     string
	good     []string
	unlisted string
	judged   bool // those alone who can be judged count
}

func (t *truthOptions) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&t.path, "truth", "",
		"CSV with the columns user and kind, and case where a look-alike is harmless")
	cmd.Flags().StringSliceVar(&t.good, "good", []string{"human", "person", "ordinary", "benign"},
		"kinds that should not be flagged; all others should")
	cmd.Flags().BoolVar(&t.judged, "judged", false,
		"count only users who can be judged: with enough events, and no declared robots")
	cmd.Flags().StringVar(&t.unlisted, "unlisted", "good",
		"how to count users whom the truth does not list: good, or unknown to leave them out")
}

func newEvaluate(o *options) *cobra.Command {
	var rules ruleOptions
	var truth truthOptions
	var format formatOptions
	cmd := &cobra.Command{
		Use:     "evaluate --truth TRUTH.CSV",
		Short:   "measure how well the presets, and each rule alone, find users who are known to be bad",
		Example: `  spoor evaluate --truth truth.csv`,
		Args:    arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if truth.path == "" {
				return usageError{fmt.Errorf("%s needs --truth TRUTH.CSV; try: %s --help", cmd.CommandPath(), cmd.CommandPath())}
			}
			if truth.unlisted != "good" && truth.unlisted != "unknown" {
				return usageError{fmt.Errorf("--unlisted %s: it takes good or unknown", truth.unlisted)}
			}
			labels, err := truth.read()
			if err != nil {
				return err
			}
			return o.withCase(cmd.Context(), func(c openCase) error {
				return o.evaluate(cmd.Context(), c, &rules, &truth, labels, format)
			})
		},
	}
	truth.flags(cmd)
	rules.windowFlags(cmd)
	cmd.Flags().StringVar(&rules.file, "rules", "", "evaluate this rule set, too")
	cmd.Flags().StringArrayVar(&rules.changes, "set", nil,
		"change the rule sets before they are evaluated, as in burst.on=false; can be repeated")
	rules.otherFlags(cmd)
	format.flags(cmd)
	return cmd
}

// read reads the truth: what each user is.
func (t *truthOptions) read() (map[string]quality.Label, error) {
	text, err := readFile(t.path)
	if err != nil {
		return nil, err
	}
	lines, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\uFEFF")))).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", t.path, err)
	}
	if len(lines) == 0 {
		return nil, fmt.Errorf("%s is empty; its first line should name the columns user and kind", t.path)
	}
	user, kind, hardness := slices.Index(lines[0], "user"), slices.Index(lines[0], "kind"), slices.Index(lines[0], "case")
	if user < 0 || kind < 0 {
		return nil, fmt.Errorf("%s has no columns user and kind but %s", t.path, strings.Join(lines[0], ", "))
	}
	labels := map[string]quality.Label{}
	for _, line := range lines[1:] {
		label := quality.Label{Known: true, Kind: line[kind], Bad: !slices.Contains(t.good, line[kind])}
		if hardness >= 0 {
			label.Bad = label.Bad && line[hardness] != "harmless"
			label.Kind += " " + line[hardness]
		}
		labels[line[user]] = label
	}
	return labels, nil
}

// evaluated is a rule set, or one rule of it, with how good it is.
type evaluated struct {
	name     string
	quality  quality.Report
	compared comparedRecord

	low, high float64 // of the average precision
}

func newEvaluated(name string, users *analysis.Matrix, e *analysis.Evaluation, truth []quality.Label,
	compared comparedRecord) evaluated {
	low, high := quality.Interval(users, e, truth)
	return evaluated{name, quality.Of(users, e, truth), compared, low, high}
}

func (o *options) evaluate(ctx context.Context, c openCase, rules *ruleOptions, truth *truthOptions,
	labels map[string]quality.Label, format formatOptions) error {
	sets, err := rules.evaluatedSets()
	if err != nil {
		return err
	}
	var presets, single, beside []evaluated
	for i, set := range sets {
		j, err := judge(ctx, c, rules, set, set)
		if err != nil {
			return err
		}
		rows := truth.rows(j.Matrix, labels)
		presets = append(presets, newEvaluated(set.Name, j.Matrix, j.Now, rows, j.compared()))
		if i > 0 {
			continue
		}
		for _, ranking := range quality.Rankings {
			beside = append(beside, newEvaluated(ranking.Name, j.Matrix, ranking.Rank(j.Judge), rows, comparedRecord{}))
		}
		for r, rule := range set.All() {
			if set.Rules[r].On {
				single = append(single, newEvaluated(rule.Name, j.Matrix, j.Evaluate(set.Only(r)), rows, comparedRecord{}))
			}
		}
	}
	if format.json {
		return report.WriteJSON(o.std.out, newEvaluationRecord(presets, single, beside))
	}
	if err := format.print(o.std.out, qualityTable(presets, single, beside)); err != nil {
		return err
	}
	fmt.Fprintln(o.std.out)
	if err := format.print(o.std.out, kindTable(presets)); err != nil {
		return err
	}
	for _, e := range presets {
		if !e.compared.Judged {
			fmt.Fprintf(o.std.err, "%s: %s\n", clean.Text(e.name), clean.Text(e.compared.Why))
		}
		for _, why := range e.compared.Incomparable {
			fmt.Fprintf(o.std.err, "%s: %s\n", clean.Text(e.name), clean.Text(why))
		}
	}
	fmt.Fprintf(o.std.err, "%s, %d of them bad; single rules are those of %s\n", truth.whose(presets[0].quality.Users),
		presets[0].quality.Bad, clean.Text(presets[0].name))
	return nil
}

// evaluatedSets are the presets, and the rule set of the file before them, with the changes and named so.
func (r *ruleOptions) evaluatedSets() ([]analysis.RuleSet, error) {
	sets := []analysis.RuleSet{analysis.Strict(), analysis.Paper()}
	if r.file != "" {
		set, err := readRuleSet(r.file)
		if err != nil {
			return nil, err
		}
		sets = append([]analysis.RuleSet{set}, sets...)
	}
	for i, first := range sets {
		var err error
		if sets[i], err = r.change(first); err != nil {
			return nil, err
		}
		sets[i].Name = changedName(first, sets[i])
	}
	return sets, nil
}

// whose says how many users count, and which.
func (t *truthOptions) whose(users int) string {
	words := plural(users, "labelled user")
	if t.judged {
		words += " who can be judged"
	}
	return words
}

// rows is the truth in the order of the matrix.
func (t *truthOptions) rows(m *analysis.Matrix, labels map[string]quality.Label) []quality.Label {
	rows := make([]quality.Label, m.Len())
	for row, key := range m.Key {
		label, listed := labels[key]
		if !listed {
			label = quality.Label{Known: t.unlisted == "good"}
		}
		if t.judged && (!m.Judged(row) || m.Robot(row)) {
			label.Known = false
		}
		rows[row] = label
	}
	return rows
}

func newEvaluationRecord(presets, single, beside []evaluated) evaluationRecord {
	record := evaluationRecord{
		Schema: report.Schema, Users: presets[0].quality.Users, Bad: presets[0].quality.Bad,
		Presets: []qualityRecord{}, Rules: []qualityRecord{}, Beside: []qualityRecord{},
	}
	for _, e := range presets {
		q := newQualityRecord(e)
		q.Preset, q.Judged, q.Why = e.name, &e.compared.Judged, e.compared.Why
		record.Presets = append(record.Presets, q)
	}
	for _, e := range single {
		q := newQualityRecord(e)
		q.Rule = e.name
		record.Rules = append(record.Rules, q)
	}
	for _, e := range beside {
		q := newQualityRecord(e)
		q.Ranked = e.name
		record.Beside = append(record.Beside, q)
	}
	return record
}

func newQualityRecord(e evaluated) qualityRecord {
	q := e.quality
	record := qualityRecord{
		Flagged: q.Flagged, Precision: known(q.Precision), Recall: known(q.Recall), F1: known(q.F1),
		AveragePrecision: known(q.AveragePrecision), APLow: known(e.low), APHigh: known(e.high), AUC: known(q.AUC),
		PrecisionAt: map[string]*float64{"10": known(q.At10), "50": known(q.At50), "100": known(q.At100)},
		Kinds:       map[string]*float64{},
	}
	for _, kind := range q.Kinds {
		record.Kinds[kind.Kind] = known(kind.Recall)
	}
	return record
}

func qualityTable(presets, single, beside []evaluated) *report.Table {
	t := &report.Table{Columns: []report.Column{{Name: "rules"}, {Name: "flagged", Right: true},
		{Name: "ordinary", Right: true}}}
	for _, title := range []string{"precision", "recall", "average precision", "95 % from", "95 % to", "area under ROC",
		"first 10", "first 50", "first 100"} {
		t.Columns = append(t.Columns,
			report.Column{Name: strings.ReplaceAll(title, " ", "_"), Title: title, Right: true, Decimals: 2})
	}
	add := func(name string, flags bool, e evaluated) {
		q := e.quality
		row := []report.Cell{name, q.Flagged, q.Flagged - q.Caught, q.Precision, q.Recall,
			q.AveragePrecision, e.low, e.high, q.AUC, q.At10, q.At50, q.At100}
		if !flags {
			row[1], row[2], row[3], row[4] = nil, nil, nil, nil
		}
		t.Rows = append(t.Rows, row)
	}
	for _, e := range presets {
		add(e.name, true, e)
	}
	for _, e := range beside {
		add("by "+e.name, false, e)
	}
	for _, e := range single {
		add(e.name+" alone", true, e)
	}
	return t
}

// kindTable is the recall of each kind of misuse by each rule set.
func kindTable(presets []evaluated) *report.Table {
	t := &report.Table{Columns: []report.Column{{Name: "kind"}, {Name: "users", Right: true}}}
	for _, e := range presets {
		t.Columns = append(t.Columns, report.Column{Name: e.name, Right: true, Decimals: 2})
	}
	for i, kind := range presets[0].quality.Kinds {
		cells := []report.Cell{kind.Kind, kind.Bad}
		for _, e := range presets {
			cells = append(cells, e.quality.Kinds[i].Recall)
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}
