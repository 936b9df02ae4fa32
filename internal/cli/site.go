package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"spoor/analysis/guess"
	"spoor/analysis/web"
	"spoor/internal/clean"
	"spoor/internal/report"
	"spoor/store"
	"spoor/store/load"
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
			return o.withCase(cmd.Context(), func(c openCase) error {
				if err := setSite(cmd.Context(), c, args[0]); err != nil {
					return err
				}
				_, err := c.Matrix(cmd.Context())
				return err
			})
		},
	}
}

func setSite(ctx context.Context, c openCase, path string) error {
	description, err := readSettings(path)
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
			return o.withCase(cmd.Context(), func(c openCase) error {
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
			description, err := readSettings(args[0])
			if err != nil {
				return err
			}
			site, err := web.ParseSite(args[0], description)
			if err != nil {
				return err
			}
			requests, err := o.readRequests(cmd.Context(), args[1:], &flags, description)
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
			requests, err := o.readRequests(cmd.Context(), args, &flags, nil)
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(o.std.out, guess.Site(maps.All(requests.count), requests.embedded))
			return err
		},
	}
	flags.flags(cmd)
	return cmd
}

// siteRequests are the requests of logs: how often each URL is asked for, and what the log tells that pages ask for by
// themselves.
type siteRequests struct {
	count    map[string]int64
	embedded []web.Embedded
}

// readRequests loads logs into a case of their own, which is removed again, since what is embedded is told from what
// users do.
func (o *options) readRequests(ctx context.Context, logs []string, flags *loadOptions,
	site []byte) (r siteRequests, err error) {
	how, err := flags.resolve(o.std.in)
	if err != nil {
		return r, err
	}
	dir, err := os.MkdirTemp("", "spoor-site-")
	if err != nil {
		return r, err
	}
	defer os.RemoveAll(dir)
	c, err := store.OpenOrCreate(ctx, filepath.Join(dir, "case.db"))
	if err != nil {
		return r, err
	}
	defer c.Close()
	if err := c.SetSite(ctx, "the site description", site); err != nil {
		return r, err
	}
	if _, err := load.Files(ctx, c, logs, how); err != nil {
		return r, err
	}
	if r.count, err = c.RequestCounts(ctx); err != nil {
		return r, err
	}
	if len(r.count) == 0 {
		return r, errors.New("there are no requests in these logs, so nothing to describe")
	}
	r.embedded, err = c.Embedded(ctx)
	return r, err
}

// shownUntaken is how many of the targets that no pattern takes are shown.
const shownUntaken = 10

func (o *options) printSiteCheck(site *web.Site, requests siteRequests) error {
	taken, untaken := countTaken(site, requests)
	var total int64
	for _, count := range taken {
		total += count
	}
	table := &report.Table{Columns: []report.Column{
		{Name: "pattern"}, {Name: "requests", Right: true}, {Name: "share", Unit: "%", Right: true, Decimals: 1},
	}}
	for i, name := range append(site.Patterns(), "(embedded)", "(static)", "(none)") {
		table.Rows = append(table.Rows, []report.Cell{name, taken[i], 100 * float64(taken[i]) / float64(total)})
	}
	if err := table.Text(o.std.out, terminalWidth(o.std.out)); err != nil {
		return err
	}
	if len(requests.embedded) > 0 {
		fmt.Fprintln(o.std.out, "\nThe log tells that pages ask for these by themselves, so that they count as static; "+
			"embedded = \"off\" takes them for pages:")
	}
	for _, embedded := range requests.embedded {
		fmt.Fprintln(o.std.out, clean.Text(embedded.String()))
	}
	if len(untaken) > 0 {
		fmt.Fprintln(o.std.out, "\nNo pattern takes these, the most frequent first:")
	}
	for _, target := range untaken[:min(len(untaken), shownUntaken)] {
		fmt.Fprintf(o.std.out, "%8s  %s\n", humanize.Comma(requests.count[target]), clean.Text(target))
	}
	return nil
}

// countTaken counts the requests that each pattern takes, then those that are embedded, static, and none of that. The
// last come one by one, the most frequent first.
func countTaken(site *web.Site, requests siteRequests) (taken []int64, untaken []string) {
	patterns := len(site.Patterns())
	taken = make([]int64, patterns+3)
	templates := map[string]bool{}
	for _, embedded := range requests.embedded {
		templates[embedded.Template] = true
	}
	for target, count := range requests.count {
		page, place := site.Match(target), site.Place(target)
		switch {
		case page >= 0:
			taken[page] += count
		case place.Embedded || !place.Static && templates[web.PathTemplate(target)]:
			taken[patterns] += count
		case place.Static:
			taken[patterns+1] += count
		default:
			taken[patterns+2] += count
			untaken = append(untaken, target)
		}
	}
	slices.SortFunc(untaken, func(a, b string) int {
		return cmp.Or(cmp.Compare(requests.count[b], requests.count[a]), strings.Compare(a, b))
	})
	return taken, untaken
}
