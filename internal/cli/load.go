package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"spoor/analysis/web"
	"spoor/internal/clean"
	"spoor/store/load"
	"spoor/store/logline"
)

// loadOptions say how logs are read.
type loadOptions struct {
	format, formatFrom, userBy, zone, encoding, maxExpand, earliest, layout string
	fields, nobody                                                          []string
}

func (l *loadOptions) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&l.format, "format", "",
		"the format of the logs, where it is not detected: a name that spoor formats lists, an nginx log_format or an "+
			"Apache LogFormat; with syslog+, container+, docker+ or journal+ in front if the lines come through one of these")
	cmd.Flags().StringVar(&l.formatFrom, "format-from", "",
		"take the format from this nginx or Apache configuration file; --format picks one of several")
	cmd.Flags().StringVar(&l.userBy, "user-by", "",
		"what tells users apart: the first of these that an event has, as in user,cookie:sid,ip; "+
			"choose from user, ip, ip/64, agent, cookie:NAME, header:NAME, or ip+agent for both together (default user,ip)")
	cmd.Flags().StringArrayVar(&l.fields, "field", nil,
		"which field of the logs to read, where it is not detected, as in user=account.id,time=at; can be repeated")
	cmd.Flags().StringArrayVar(&l.nobody, "nobody", nil,
		"treat this name, such as anonymous, as no user, so that the next choice of --user-by applies; can be repeated")
	cmd.Flags().StringVar(&l.layout, "time-layout", "",
		"how times are written: day-first or month-first; a strftime or Go layout, as in %d/%m/%Y %H:%M; "+
			"or an example, 31/12/2024 17:09")
	cmd.Flags().StringVar(&l.earliest, "earliest", "",
		"reject events before this day, as in 2001-01-01; none accepts every time (default 1990-01-01)")
	cmd.Flags().StringVar(&l.zone, "tz", "",
		"time zone for times without one, and for showing the case, as in Asia/Seoul (default UTC, or the case's own)")
	cmd.Flags().StringVar(&l.encoding, "encoding", "",
		"character encoding of the logs, as in euc-kr, cp949, shift_jis, latin1 "+
			"(default UTF-8, or UTF-16 if it begins with its mark)")
	cmd.Flags().StringVar(&l.maxExpand, "max-expand", "",
		"how large an archive may become when unpacked, as in 200GB (default: a limit that stops archive bombs)")
}

// resolve checks the options. The zone is nil where none is named.
func (l *loadOptions) resolve(in io.Reader) (load.Options, error) {
	var zone *time.Location
	if l.zone != "" {
		var err error
		if zone, err = time.LoadLocation(l.zone); err != nil {
			return load.Options{}, usageError{fmt.Errorf("--tz %s: no such time zone; use one such as Asia/Seoul, or UTC",
				l.zone)}
		}
	}
	encoding, err := load.EncodingNamed(l.encoding)
	if err != nil {
		return load.Options{}, usageError{fmt.Errorf("--encoding: %w", err)}
	}
	var maxExpand uint64
	if l.maxExpand != "" {
		if maxExpand, err = humanize.ParseBytes(l.maxExpand); err != nil || maxExpand == 0 || maxExpand > math.MaxInt64 {
			return load.Options{}, usageError{fmt.Errorf("--max-expand %s: not a size; write one as in 200GB", l.maxExpand)}
		}
	}
	how := load.Options{Zone: zone, Encoding: encoding, MaxExpand: int64(maxExpand), Input: in}
	err = l.resolveLines(&how)
	return how, err
}

// resolveLines checks the options that say how a line is read.
func (l *loadOptions) resolveLines(how *load.Options) (err error) {
	if how.Mapping, err = logline.ParseMapping(l.fields); err != nil {
		return usageError{fmt.Errorf("--field: %w", err)}
	}
	if how.Format, err = l.resolveFormat(how.Mapping); err != nil {
		return err
	}
	how.Nobody = l.nobody
	if l.earliest != "" {
		if how.Earliest, err = logline.ParseEarliest(l.earliest); err != nil {
			return usageError{fmt.Errorf("--earliest: %w", err)}
		}
	}
	if l.layout != "" {
		if how.Layout, err = logline.ParseTimeLayout(l.layout); err != nil {
			return usageError{fmt.Errorf("--time-layout: %w", err)}
		}
	}
	switch {
	case l.userBy != "":
		if how.UserBy, err = logline.ParseUserBy(l.userBy); err != nil {
			return usageError{fmt.Errorf("--user-by: %w", err)}
		}
	case how.Format != "":
		if format, err := logline.Named(how.Format); err == nil {
			how.UserBy = format.UserBy()
		}
	}
	return nil
}

// resolveFormat is the format that is asked for: a name, a format string, or one that a configuration defines.
func (l *loadOptions) resolveFormat(mapping logline.Mapping) (string, error) {
	name, flag := l.format, "--format"
	if l.formatFrom != "" {
		text, err := l.definition()
		if err != nil {
			return "", err
		}
		name, flag = text, "--format-from "+l.formatFrom
	}
	if name == "" {
		return "", nil
	}
	name = mapping.Of(name)
	if _, err := logline.Named(name); err != nil {
		return "", usageError{fmt.Errorf("%s: %w", flag, err)}
	}
	return name, nil
}

// definition is the format string in the configuration: the only one, or the one that --format names.
func (l *loadOptions) definition() (string, error) {
	definitions, err := load.Definitions(l.formatFrom)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("--format-from %s: no such file", l.formatFrom)
	}
	if err != nil {
		return "", fmt.Errorf("--format-from: %w", err)
	}
	var names []string
	for _, d := range definitions {
		if d.Name == l.format || l.format == "" && len(definitions) == 1 {
			return d.Text, nil
		}
		names = append(names, d.Name)
	}
	if len(names) == 0 {
		return "", fmt.Errorf("--format-from %s: it has no log_format and no LogFormat", l.formatFrom)
	}
	return "", usageError{fmt.Errorf("--format-from %s: it defines %s; name one with --format", l.formatFrom,
		strings.Join(names, ", "))}
}

func newLoad(o *options) *cobra.Command {
	var flags loadOptions
	var describe describeOptions
	var dryRun bool
	cmd := &cobra.Command{
		Use:   "load LOG…",
		Short: "load logs into the case; - reads standard input",
		Long: `load reads logs into the case and measures every user: files, patterns, directories (all files in them, in
the order of their first events), plain or compressed by gzip, zstd, bzip2 or xz.

Every line is blank, or becomes an event or a reject with a reason. A load that was interrupted resumes when
the same command is run again, and content that the case already has is never loaded twice, whatever the file
is called by then.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			how, err := flags.resolve(o.std.in)
			if err = cmp.Or(checkLogNames(args), err); err != nil {
				return err
			}
			if err := o.checkLogs(cmd, args, !dryRun && describe.any()); err != nil {
				return err
			}
			if dryRun {
				return o.dryRun(cmd.Context(), args, how)
			}
			return o.withCaseFor(cmd.Context(), args, func(c openCase) error {
				if err := describe.apply(cmd.Context(), c, how.Encoding); err != nil {
					return err
				}
				if o.live {
					return o.followLogs(cmd.Context(), c, args, how)
				}
				if err := o.loadLogs(cmd.Context(), c, args, how, o.loadCommand(cmd, args)); err != nil {
					return err
				}
				return o.printKnown(cmd.Context(), c)
			})
		},
	}
	flags.flags(cmd)
	describe.flags(cmd)
	cmd.Flags().BoolVar(&o.live, "follow", false,
		"keep loading what is added to the logs, through rotation and truncation, until ctrl+c")
	cmd.Flags().BoolVar(&dryRun, "dry-run", false,
		"show how the logs would be read, with their first events and rejects, and load nothing")
	return cmd
}

// checkLogs refuses a load of no logs, unless something else is to be done.
func (o *options) checkLogs(cmd *cobra.Command, logs []string, otherwise bool) error {
	switch {
	case len(logs) > 0:
		return nil
	case o.live:
		return usageError{fmt.Errorf("--follow takes one log or more; try: %s --help", cmd.CommandPath())}
	case otherwise:
		return nil
	}
	return usageError{fmt.Errorf("%s takes one log or more, or --site, --profiles, --catalogue or --session-timeout; "+
		"try: %[1]s --help", cmd.CommandPath())}
}

// loadLogs loads with progress on standard error and ends with the counts there. The command is the one that goes on
// where it is interrupted; "" for none.
func (o *options) loadLogs(ctx context.Context, c openCase, paths []string, how load.Options, command string) error {
	if err := errors.Join(keepZone(ctx, c, &how), o.keepUserBy(ctx, c, &how.UserBy)); err != nil {
		return err
	}
	meter := newMeter(o.std.err)
	how.Progress = meter.show
	defer collectOften()()
	forget := keepCommand(ctx, c, command)
	summary, err := load.Files(ctx, c, paths, how)
	meter.clear()
	switch {
	case ctx.Err() == nil && !summary.Failed:
		forget()
	case command != "":
		fmt.Fprintln(o.std.err, "spoor: the load has not come to its end; to go on:", clean.Text(command))
	}
	if len(paths) > 0 && (err == nil || summary.Lines > 0 || len(summary.Known) > 0) {
		o.summarize(summary)
	}
	if err != nil && ctx.Err() == nil {
		return err
	}
	return errors.Join(err, ctx.Err())
}

// keepZone makes the zone that is named the zone of the case, or takes the case's where none is.
func keepZone(ctx context.Context, c openCase, how *load.Options) (err error) {
	if how.Zone != nil {
		return c.SetZone(ctx, how.Zone)
	}
	how.Zone, err = c.Zone(ctx)
	return err
}

func (o *options) summarize(s load.Summary) {
	for _, path := range s.Known {
		fmt.Fprintf(o.std.err, "%s: the case has all of it already\n", clean.Text(path))
	}
	fmt.Fprintf(o.std.err, "%s, in %s", sum(s.Lines, s.Events, s.Rejects, s.Blank), s.Elapsed.Round(time.Millisecond))
	if s.Finished > 0 {
		fmt.Fprintf(o.std.err, "; %s of them had come before, unfinished", humanize.Comma(s.Finished))
	}
	if s.Rejects > 0 {
		fmt.Fprintf(o.std.err, "; why lines were rejected: spoor rejects %s", clean.Text(o.dbWords(o.db)))
	}
	fmt.Fprintln(o.std.err)
	if s.ZoneAssumed {
		fmt.Fprintln(o.std.err, "some times name no zone and were read as --tz says")
	}
	o.tellFields(s.Fields)
	o.warnOfRemarks(s.Remarked)
	o.tellEmbedded(s.Embedded)
}

// shownEmbedded is how many of what is embedded are named after a load.
const shownEmbedded = 3

// tellEmbedded says what the log tells that pages ask for by themselves.
func (o *options) tellEmbedded(embedded []web.Embedded) {
	if len(embedded) == 0 {
		return
	}
	requests := 0
	var names []string
	for i := range embedded {
		requests += embedded[i].Requests
		if i < shownEmbedded {
			names = append(names, clean.Text(embedded[i].Template))
		}
	}
	more := ""
	if len(embedded) > shownEmbedded {
		more = fmt.Sprintf(" and %d more", len(embedded)-shownEmbedded)
	}
	fmt.Fprintf(o.std.err, "%s that pages ask for by themselves count as static: %s%s; "+
		"a site description can say otherwise (spoor site check)\n",
		plural(requests, "request"), strings.Join(names, ", "), more)
}
