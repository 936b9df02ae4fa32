package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"spoor/store/load"
	"spoor/store/model"
)

// describeOptions say what is known of a site, its users and its items: the names of files, and when a session ends.
type describeOptions struct {
	site, profiles, catalogue string
	session                   string
	mapping                   []string
}

func (d *describeOptions) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&d.site, "site", "", "site description, what the URLs mean: a site.toml")
	cmd.Flags().StringVar(&d.profiles, "profiles", "", "profiles of the users: CSV with a header, or JSON lines")
	cmd.Flags().StringVar(&d.catalogue, "catalogue", "", "catalogue of the items: CSV with a header, or JSON lines")
	cmd.Flags().StringVar(&d.session, "session-timeout", "",
		"end a session of this case after this long without an event, as in 15m; "+
			"a rule set and --timeout come first (default 30m, or the case's own)")
	cmd.Flags().StringArrayVar(&d.mapping, "map", nil,
		"a field of the profiles or the catalogue whose column has another name, as in education=edu_level; can be repeated")
}

// any reports whether anything is said.
func (d *describeOptions) any() bool {
	return d.site != "" || d.profiles != "" || d.catalogue != "" || d.session != ""
}

// apply puts what is said into the case, in the place of what the case had. The encoding is of those files that are not
// UTF-8.
func (d *describeOptions) apply(ctx context.Context, c openCase, encoding load.Encoding) error {
	mapping, err := load.ParseMapping(d.mapping)
	if err != nil {
		return usageError{fmt.Errorf("--map: %w", err)}
	}
	if d.session != "" {
		if err := setTimeout(ctx, c, d.session); err != nil {
			return err
		}
	}
	if d.site != "" {
		if err := setSite(ctx, c, d.site); err != nil {
			return err
		}
	}
	for _, file := range []struct {
		path    string
		keys    []string
		replace func(context.Context, []model.Facts) error
	}{
		{d.profiles, load.ProfileKeys, c.ReplaceProfiles},
		{d.catalogue, load.CatalogueKeys, c.ReplaceCatalogue},
	} {
		if file.path == "" {
			continue
		}
		facts, err := load.ReadFacts(ctx, file.path, file.keys, mapping, encoding)
		if err != nil {
			return err
		}
		if err := file.replace(ctx, facts); err != nil {
			return err
		}
	}
	return nil
}

// setTimeout changes the session timeout of a case.
func setTimeout(ctx context.Context, c openCase, text string) error {
	timeout, err := time.ParseDuration(text)
	if err != nil {
		return usageError{fmt.Errorf("--session-timeout %s: not a length of time; write one as in 15m or 1h30m", text)}
	}
	if timeout < time.Second || timeout%time.Second != 0 {
		return usageError{fmt.Errorf("--session-timeout %s: it takes a whole number of seconds, at least one, as in 15m",
			text)}
	}
	return c.SetTimeout(ctx, timeout)
}

// printKnown says how much of the case the profiles and the catalogue know.
func (o *options) printKnown(ctx context.Context, c openCase) error {
	known, err := c.Coverage(ctx)
	if err != nil {
		return err
	}
	if known.Profiles > 0 {
		fmt.Fprintf(o.std.err, "%s: %s of them never came, %s without one\n", plural(known.Profiles, "profile"),
			humanize.Comma(known.Profiles-known.ProfilesSeen), plural(known.Users-known.ProfilesSeen, "user"))
	}
	if known.Entries > 0 {
		fmt.Fprintf(o.std.err, "%s in the catalogue: %s of them nobody looked at, %s in none\n", entries(known.Entries),
			humanize.Comma(known.Entries-known.EntriesSeen), plural(known.Items-known.EntriesSeen, "item"))
	}
	return nil
}

func entries(n int64) string {
	if n == 1 {
		return "1 entry"
	}
	return humanize.Comma(n) + " entries"
}
