package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/dustin/go-humanize"

	"spoor/internal/clean"
	"spoor/internal/report"
	"spoor/store"
	"spoor/store/load"
	"spoor/store/logline"
)

// previewRows is how many events and rejects of a log are shown.
const previewRows = 10

// dryRun shows how logs would be read, and loads nothing. A log that would not be loaded is named at the end.
func (o *options) dryRun(ctx context.Context, patterns []string, how load.Options) error {
	paths, err := load.Expand(ctx, patterns, how)
	if err != nil {
		return err
	}
	var refused []error
	for _, path := range paths {
		preview, err := load.Look(ctx, path, how, previewRows)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			refused = append(refused, err)
		}
		if preview.Lines == 0 && err != nil {
			continue
		}
		if err := o.printPreview(path, preview, cmp.Or(how.Zone, time.UTC)); err != nil {
			return err
		}
	}
	return errors.Join(refused...)
}

func (o *options) printPreview(path string, p load.Preview, zone *time.Location) error {
	fmt.Fprintf(o.std.out, "%s: %s%s\n", clean.Text(path), clean.Text(orNone(p.Format.Title())), packedAs(p.Container))
	if p.Lines == 0 {
		return nil
	}
	if name := p.Format.Name; name != p.Format.Title() {
		fmt.Fprintf(o.std.out, "read as %s\n", clean.Text(name))
	}
	fmt.Fprintf(o.std.out, "%s looked at = %s + %s + %s blank\n", plural(p.Lines, "line"), plural(p.Events, "event"),
		plural(p.Rejects, "reject"), humanize.Comma(p.Blank))
	if words := p.Fields.String(); words != "" {
		fmt.Fprintln(o.std.out, clean.Text(words))
	}
	for _, remark := range p.Remarks {
		fmt.Fprintln(o.std.out, clean.Text(remark.String()))
	}
	for _, table := range []*report.Table{previewEvents(p.FirstEvents, zone), previewRejects(p.FirstRejects)} {
		if len(table.Rows) == 0 {
			continue
		}
		fmt.Fprintln(o.std.out)
		if err := table.Text(o.std.out, terminalWidth(o.std.out)); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(o.std.out)
	return err
}

func packedAs(container string) string {
	if container == "" {
		return ""
	}
	return ", compressed by " + container
}

// previewEvents shows how events ended only where some say it.
func previewEvents(events []load.PreviewEvent, zone *time.Location) *report.Table {
	told := slices.ContainsFunc(events, func(e load.PreviewEvent) bool { return e.Outcome != logline.UnknownOutcome })
	table := &report.Table{Columns: []report.Column{
		{Name: "line", Right: true}, {Name: "time"}, {Name: "user"}, {Name: "action"}, {Name: "target"}, {Name: "menu"},
		{Name: "status", Right: true}, {Name: "bytes", Right: true}, {Name: "address"}, {Name: "referrer"}, {Name: "agent"},
	}}
	for _, e := range events {
		row := []report.Cell{
			e.Line, instant(e.Time, zone), string(e.Key), string(e.Action), string(e.Target), string(e.Menu), nil, nil,
			string(e.Client), string(e.Referrer), string(e.Agent)}
		if e.Status != 0 {
			row[6] = int(e.Status)
		}
		if e.Bytes >= 0 {
			row[7] = e.Bytes
		}
		if told {
			row = append(row, e.Outcome.String())
		}
		table.Rows = append(table.Rows, row)
	}
	if told {
		table.Columns = append(table.Columns, report.Column{Name: "outcome"})
	}
	return table
}

func previewRejects(rejects []store.Reject) *report.Table {
	table := &report.Table{Columns: []report.Column{{Name: "line", Right: true}, {Name: "reason"}, {Name: "text"}}}
	for _, r := range rejects {
		table.Rows = append(table.Rows, []report.Cell{r.Line, r.Reason, string(r.Text)})
	}
	return table
}
