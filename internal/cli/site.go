package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"spoor/analysis"
	"spoor/internal/clean"
	"spoor/internal/report"
	"spoor/store"
	"spoor/store/load"
	"spoor/store/logline"
)

func newSite(o *options) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "site",
		Short: "describe what the URLs of the site mean, in a site.toml",
		Args:  arguments(0, 0, "a command: set, show, check or guess"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usageError{fmt.Errorf("%s takes a command: set, show, check or guess", cmd.CommandPath())}
		},
	}
	cmd.AddCommand(newSiteSet(o), newSiteShow(o), newSiteCheck(o), newSiteGuess(o))
	return cmd
}

func newSiteSet(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "set SITE.TOML",
		Short: "set or replace the site description of a case",
		Long:  "set gives the case another site description. The events stay; pages and metrics are derived anew.",
		Args:  arguments(1, 1, "one site description"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.withCase(cmd.Context(), func(c *store.Case) error {
				if err := setSite(cmd.Context(), c, args[0]); err != nil {
					return err
				}
				_, err := c.Matrix(cmd.Context())
				return err
			})
		},
	}
}

func setSite(ctx context.Context, c *store.Case, path string) error {
	description, err := readFile(path)
	if err != nil {
		return err
	}
	return c.SetSite(ctx, path, description)
}

func newSiteShow(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "show",
		Short: "print the site description of the case",
		Args:  arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.withCase(cmd.Context(), func(c *store.Case) error {
				description, err := c.SiteDescription(cmd.Context())
				if err != nil {
					return err
				}
				if description == "" {
					fmt.Fprintln(o.std.err, "the case has no site description; try: spoor site guess LOG > site.toml")
				}
				_, err = fmt.Fprint(o.std.out, description)
				return err
			})
		},
	}
}

func newSiteCheck(o *options) *cobra.Command {
	var flags loadOptions
	cmd := &cobra.Command{
		Use:   "check SITE.TOML LOG…",
		Short: "count the requests of a log that each pattern matches, and show some that none matches",
		Args:  arguments(2, -1, "a site description and at least one log"),
		RunE: func(cmd *cobra.Command, args []string) error {
			description, err := readFile(args[0])
			if err != nil {
				return err
			}
			site, err := analysis.ParseSite(args[0], description)
			if err != nil {
				return err
			}
			requests, err := o.countTargets(cmd.Context(), args[1:], &flags)
			if err != nil {
				return err
			}
			return o.printSiteCheck(site, requests)
		},
	}
	flags.flags(cmd)
	return cmd
}

func newSiteGuess(o *options) *cobra.Command {
	var flags loadOptions
	cmd := &cobra.Command{
		Use:   "guess LOG…",
		Short: "write a first site.toml from the requests of a log",
		Args:  arguments(1, -1, "at least one log"),
		RunE: func(cmd *cobra.Command, args []string) error {
			requests, err := o.countTargets(cmd.Context(), args, &flags)
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(o.std.out, analysis.GuessSite(maps.All(requests)))
			return err
		},
	}
	flags.flags(cmd)
	return cmd
}

// countTargets counts how often each URL is requested.
func (o *options) countTargets(ctx context.Context, patterns []string, flags *loadOptions) (map[string]int64, error) {
	how, err := flags.resolve(o.std.in)
	if err != nil {
		return nil, err
	}
	paths, err := load.Expand(ctx, patterns, how)
	if err != nil {
		return nil, err
	}
	counts := map[string]int64{}
	for _, path := range paths {
		err := load.EachEvent(ctx, path, how, func(e *logline.Event) {
			if !e.Click {
				counts[string(e.Target)]++
			}
		})
		if err != nil {
			return nil, err
		}
	}
	if len(counts) == 0 {
		return nil, errors.New("there are no requests in these logs, so nothing to describe")
	}
	return counts, nil
}

// shownUntaken is how many of the targets that no pattern takes are shown.
const shownUntaken = 10

func (o *options) printSiteCheck(site *analysis.Site, requests map[string]int64) error {
	patterns := site.Patterns()
	taken := make([]int64, len(patterns))
	var untaken []string
	var total, static, none int64
	for target, count := range requests {
		total += count
		switch page := site.Match(target); {
		case page >= 0:
			taken[page] += count
		case site.Place(target).Static:
			static += count
		default:
			none += count
			untaken = append(untaken, target)
		}
	}
	table := &report.Table{Columns: []report.Column{
		{Name: "pattern"}, {Name: "requests", Right: true}, {Name: "share", Unit: "%", Right: true, Decimals: 1},
	}}
	add := func(name string, count int64) {
		table.Rows = append(table.Rows, []report.Cell{name, count, 100 * float64(count) / float64(total)})
	}
	for page, pattern := range patterns {
		add(pattern, taken[page])
	}
	add("(static)", static)
	add("(none)", none)
	if err := table.Text(o.std.out, terminalWidth(o.std.out)); err != nil {
		return err
	}
	slices.SortFunc(untaken, func(a, b string) int {
		return cmp.Or(cmp.Compare(requests[b], requests[a]), strings.Compare(a, b))
	})
	if len(untaken) > 0 {
		fmt.Fprintln(o.std.out, "\nNo pattern takes these, the most frequent first:")
	}
	for _, target := range untaken[:min(len(untaken), shownUntaken)] {
		fmt.Fprintf(o.std.out, "%8s  %s\n", humanize.Comma(requests[target]), clean.Text(target))
	}
	return nil
}
