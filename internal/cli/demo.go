package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"spoor/store/demo"
	"spoor/store/load"
)

func newDemo(o *options) *cobra.Command {
	site := demo.Default()
	var explore exploreOptions
	var dir string
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "look around in a made-up recruitment site, some of whose users misuse it",
		Long: `demo makes up a month of a recruitment site, loads its log like any other and opens the case. The data is made
up; its ordinary behaviour is calibrated to published averages of a real site.

--dir keeps everything: log, profiles, catalogue, site.toml, who misuses the site (truth.csv) and the case
spoor.db; and, in the directory next, the same for the two weeks that follow, with the case next.db.`,
		Args: arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if site.Users < 1 {
				return usageError{fmt.Errorf("--users %d: a site has at least one user", site.Users)}
			}
			if dir != "" {
				folder, db := filepath.Join(dir, "next"), filepath.Join(dir, "next.db")
				err := o.makeCase(cmd.Context(), site.Next(), folder, db)
				if err != nil {
					return err
				}
				return o.showDemo(cmd.Context(), site, &explore, dir)
			}
			temporary, err := os.MkdirTemp("", "spoor-demo-")
			if err != nil {
				return err
			}
			defer os.RemoveAll(temporary)
			explore.passing = true
			err = o.showDemo(cmd.Context(), site, &explore, temporary)
			fmt.Fprintln(o.std.err, "the demo is not kept; to keep its log, its truth and its case: spoor demo --dir DIRECTORY")
			return err
		},
	}
	explore.rules.flags(cmd)
	explore.screenFlags(cmd)
	cmd.Flags().StringVar(&dir, "dir", "", "keep everything in this directory")
	cmd.Flags().IntVar(&site.Users, "users", site.Users, "how many users the site has")
	cmd.Flags().Uint64Var(&site.Seed, "seed", site.Seed, "a different seed makes a different site")
	cmd.Flags().BoolVar(&site.Misuse, "misuse", site.Misuse, "--misuse=false makes a site of ordinary users only")
	return cmd
}

// showDemo makes up a site and opens it.
func (o *options) showDemo(ctx context.Context, site demo.Site, explore *exploreOptions, dir string) error {
	files, err := o.makeUp(site, dir)
	if err != nil {
		return err
	}
	o.db, o.looking = filepath.Join(dir, "spoor.db"), true
	explore.loading.zone, explore.describe = demoZone, describedBy(files)
	return o.withCaseFor(ctx, []string{files.Log},
		func(c openCase) error { return o.show(ctx, c, explore, []string{files.Log}) })
}

// makeCase makes up a site and loads it into a case.
func (o *options) makeCase(ctx context.Context, site demo.Site, dir, db string) error {
	files, err := o.makeUp(site, dir)
	if err != nil {
		return err
	}
	how, err := (&loadOptions{zone: demoZone}).resolve(o.std.in)
	if err != nil {
		return err
	}
	o.db = db
	describe := describedBy(files)
	return o.withCaseFor(ctx, []string{files.Log}, func(c openCase) error {
		if err := describe.apply(ctx, c, load.Encoding{}); err != nil {
			return err
		}
		return o.loadLogs(ctx, c, []string{files.Log}, how, "")
	})
}

// demoZone is where the site is made up to be.
const demoZone = "Asia/Seoul"

func (o *options) makeUp(site demo.Site, dir string) (demo.Files, error) {
	fmt.Fprintf(o.std.err, "making up %d days of a site with %s users\n", site.Days, humanize.Comma(int64(site.Users)))
	return site.Write(dir)
}

func describedBy(files demo.Files) describeOptions {
	return describeOptions{site: files.Pages, profiles: files.Profiles, catalogue: files.Catalogue}
}
