package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"spoor/analysis/ecrm"
	"spoor/internal/report"
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

	Hits map[string]int `json:"hits,omitempty"` // of churn-risk: users by the rule whose low side they hit
}

func newSegments(o *options) *cobra.Command {
	var rules ruleOptions
	var format formatOptions
	var list string
	cmd := &cobra.Command{
		Use:   "segments",
		Short: "count the users of each segment, and the flagged among them",
		Long: `segments counts the users of each segment, and the flagged among them; with --list it names the users of one,
for promotions or to win them back.`,
		Args: arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			segment, ok := segmentByName(list)
			if list != "" && !ok {
				return usageError{fmt.Errorf("--list %s: no such segment; the segments are %s", list,
					strings.Join(segmentNames(), ", "))}
			}
			return o.withJudgement(cmd.Context(), &rules, func(_ openCase, j *judgement) error {
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
	completeFlag(cmd, "list", segmentNames())
	return cmd
}

func segmentNames() []string {
	var names []string
	for _, segment := range report.SegmentOrder {
		names = append(names, segment.String())
	}
	return names
}

func segmentByName(name string) (ecrm.Segment, bool) {
	for _, segment := range report.SegmentOrder {
		if segment.String() == name {
			return segment, true
		}
	}
	return 0, false
}

func (o *options) printSegments(j *judgement, format formatOptions) error {
	counts := report.CountSegments(&j.Judgement)
	if !format.json {
		o.warn(j)
		return format.print(o.std.out, report.Segments(&j.Judgement, counts))
	}
	record := segmentsRecord{Schema: report.Schema, comparedRecord: j.compared()}
	for _, count := range counts {
		record.Segments = append(record.Segments,
			segmentRecord{count.Segment.String(), count.Users, count.Flagged, count.Losing})
	}
	return report.WriteJSON(o.std.out, record)
}

// printMembers lists the users of a segment.
func (o *options) printMembers(j *judgement, segment ecrm.Segment, format formatOptions) error {
	o.warn(j)
	return format.list(o.std.out,
		j.userTable(j.rowsWhere(func(row int32) bool { return j.Segments[row] == segment }), format))
}
