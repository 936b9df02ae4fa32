package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"spoor/analysis"
	"spoor/internal/report"
	"spoor/store"
)

type segmentsRecord struct {
	Schema int `json:"schema"`
	comparedRecord
	Segments []segmentRecord `json:"segments"`
}

type segmentRecord struct {
	Segment string `json:"segment"`
	Users   int    `json:"users"`
	Flagged int    `json:"flagged"`
}

func newSegments(o *options) *cobra.Command {
	var rules ruleOptions
	var format formatOptions
	var list string
	cmd := &cobra.Command{
		Use:   "segments",
		Short: "count the users of each segment, and the flagged among them",
		Long: `segments counts the users of each segment, and the flagged among them; with --list it names the users of one, for
promotion or to win them back.`,
		Args: arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			segment, ok := segmentByName(list)
			if list != "" && !ok {
				return usageError{fmt.Errorf("--list %s: there is no such segment; there are %s", list, strings.Join(segmentNames(), ", "))}
			}
			return o.withJudgement(cmd.Context(), &rules, func(_ *store.Case, j *judgement) error {
				if list != "" {
					return o.printMembers(j, segment, format)
				}
				return o.printSegments(j, format)
			})
		},
	}
	rules.flags(cmd)
	rules.windowFlags(cmd)
	format.flags(cmd)
	cmd.Flags().StringVar(&list, "list", "", "name the users of this segment: "+strings.Join(segmentNames(), ", "))
	return cmd
}

func segmentNames() []string {
	var names []string
	for _, segment := range report.SegmentOrder {
		names = append(names, segment.String())
	}
	return names
}

func segmentByName(name string) (analysis.Segment, bool) {
	for _, segment := range report.SegmentOrder {
		if segment.String() == name {
			return segment, true
		}
	}
	return 0, false
}

func (o *options) printSegments(j *judgement, format formatOptions) error {
	counts := report.CountSegments(j.segments, j.result.Flagged)
	if !format.json {
		o.warn(j)
		table := report.Segments(counts).Called(j.Matrix.Nouns())
		for i, count := range counts {
			if j.CannotJudge() != "" && count.Flagged == 0 { // says nothing then
				table.Rows[i][3], table.Rows[i][4] = nil, nil
			}
		}
		return format.print(o.std.out, table)
	}
	record := segmentsRecord{Schema: schemaVersion, comparedRecord: j.compared()}
	for _, count := range counts {
		record.Segments = append(record.Segments, segmentRecord{count.Segment.String(), count.Users, count.Flagged})
	}
	return report.WriteJSON(o.std.out, record)
}

// printMembers lists the users of a segment by their key.
func (o *options) printMembers(j *judgement, segment analysis.Segment, format formatOptions) error {
	m := j.Matrix
	table := &report.Table{Columns: []report.Column{
		{Name: "user"}, {Name: "sessions", Right: true}, {Name: "views", Right: true}, {Name: "first"}, {Name: "last"},
		{Name: "score", Right: true, Decimals: 1}, {Name: "flagged"},
	}}
	for row, of := range j.segments {
		if of == segment {
			table.Rows = append(table.Rows, []report.Cell{
				m.Key[row], int64(m.Sessions[row]), int64(m.Views[row]), instant(m.First[row]), instant(m.Last[row]), j.result.Score[row],
				flagged(j.result.Flagged[row]),
			})
		}
	}
	if format.json {
		return report.WriteJSON(o.std.out, struct {
			Schema  int           `json:"schema"`
			Segment string        `json:"segment"`
			List    *report.Table `json:"list"`
		}{schemaVersion, segment.String(), table})
	}
	o.warn(j)
	return format.print(o.std.out, table.Called(m.Nouns()))
}
