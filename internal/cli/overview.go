package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"spoor/internal/engine"
	"spoor/internal/report"
)

// overviewOptions are those of the command overview.
type overviewOptions struct {
	rules  ruleOptions
	format formatOptions
	by, of string
	limit  int
}

// usualLimit is how many lines of each part are printed for people.
const usualLimit = 10

func newOverview(o *options) *cobra.Command {
	var v overviewOptions
	cmd := &cobra.Command{
		Use:   "overview",
		Short: "count what is odd, and requests by time, status, method, item, address, agent, referring site and hour",
		Long: `overview counts what everybody asks of a log first: what is odd, by kind, and requests over time with errors
and bytes, by status, method, item, address, family of agents, referring site and hour of the day, each with
its users and how many of those are flagged. JSON and CSV name the filter that lists them: spoor scan --filter
'event:{status == 404}'.

Errors are events that were answered 4xx or 5xx, or refused. Items are counted by their views. A part is
printed alone with --of.`,
		Example: `  spoor overview
  spoor overview --of statuses --json
  spoor overview --by hour --since 2026-03-13 --until 2026-03-14`,
		Args: arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.withJudgement(cmd.Context(), &v.rules, func(c openCase, j *judgement) error {
				return o.overview(cmd.Context(), c, j, &v)
			})
		},
	}
	v.rules.flags(cmd)
	v.rules.windowFlags(cmd)
	v.format.flags(cmd)
	limitFlag(cmd, &v.limit)
	cmd.Flags().StringVar(&v.by, "by", "", "time by the minute, hour, day, week, month or year (default what fits)")
	completeFlag(cmd, "by", bucketNames())
	cmd.Flags().StringVar(&v.of, "of", "",
		"print one part alone: odd, time, statuses, methods, items, addresses, agents, referrers or hours")
	return cmd
}

// fittingRows is how many lines the course of time has at most, unless somebody says by what it goes.
const fittingRows = 32

func (o *options) overview(ctx context.Context, c openCase, j *judgement, v *overviewOptions) error {
	count, err := c.Overview(ctx, j.Matrix.Window, j.zone, nil)
	if err != nil {
		return err
	}
	step := time.Duration(count.Step) * time.Millisecond
	bucket := engine.Buckets[engine.FittingBucket(count.Window.From, count.Window.To, fittingRows, step)]
	if v.by != "" {
		if bucket, err = bucketNamed(v.by); err != nil {
			return err
		}
		if bucket.Usual() < step {
			return usageError{fmt.Errorf("--by %s: the case is too long for that; try --since and --until", v.by)}
		}
	}
	odd := j.Odd()
	shown := []overviewTable{{"odd", len(odd), func(limit int) *report.Table { return report.Odd(first(odd, limit)) }}}
	for _, part := range j.Parts(count, bucket, j.zone) {
		shown = append(shown, overviewTable{part.Name, len(part.Rows), func(limit int) *report.Table {
			part.Rows = first(part.Rows, limit)
			return report.Part(&part, count.Events, j.zone)
		}})
	}
	if v.of == "" {
		return o.printParts(v, shown)
	}
	for _, table := range shown {
		if table.name == v.of {
			return v.format.list(o.std.out, table.make(v.limit))
		}
	}
	names := make([]string, len(shown))
	for i, table := range shown {
		names[i] = table.name
	}
	return usageError{fmt.Errorf("--of %s: there are %s", v.of, strings.Join(names, ", "))}
}

// overviewTable is a table of an overview. Some have millions of rows, of which only those are made that are shown: the
// first, as many as a limit says, or all where that is 0.
type overviewTable struct {
	name string
	rows int
	make func(limit int) *report.Table
}

// printParts prints all parts: each under its title, or in one JSON object.
func (o *options) printParts(v *overviewOptions, shown []overviewTable) error {
	usual := v.limit
	if usual == 0 && !v.format.json && !v.format.csv {
		usual = usualLimit
	}
	var record partsRecord
	for _, part := range shown {
		limit := usual
		if part.name == engine.PartTime {
			limit = v.limit
		}
		table := part.make(limit)
		if len(table.Rows) < part.rows {
			table.Title += fmt.Sprintf(", the first %s of %s", report.Count(len(table.Rows)), report.Count(part.rows))
		}
		record.names, record.tables = append(record.names, part.name), append(record.tables, table)
	}
	if v.format.json {
		return report.WriteJSON(o.std.out, record)
	}
	for i, table := range record.tables {
		if i > 0 {
			fmt.Fprintln(o.std.out)
		}
		if err := v.format.print(o.std.out, table); err != nil {
			return err
		}
	}
	return nil
}

// partsRecord is an object of the parts by name, in their order.
type partsRecord struct {
	names  []string
	tables []*report.Table
}

// MarshalJSON is {"schema":1,"odd":[…],"time":[…],…}.
func (p partsRecord) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	fmt.Fprintf(&out, `{"schema":%d`, report.Schema)
	for i, name := range p.names {
		rows, err := json.Marshal(p.tables[i])
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&out, ",%q:", name)
		out.Write(rows)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}
