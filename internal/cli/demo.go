package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"spoor/store"
	"spoor/store/demo"
)

func newDemo(o *options) *cobra.Command {
	site := demo.Default()
	var explore exploreOptions
	var dir string
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "look around in a made-up recruitment site, some of whose users misuse it",
		Long: `demo makes up the access log of a recruitment site, loads it like any other log and opens the case. Who misuses the site
is written down in truth.csv beside the log. The data is made up; its ordinary behaviour is calibrated to published averages.`,
		Args: arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if site.Users < 1 {
				return usageError{fmt.Errorf("--users %d: a site has at least one user", site.Users)}
			}
			if dir != "" {
				return o.demo(cmd.Context(), site, &explore, dir)
			}
			temporary, err := os.MkdirTemp("", "spoor-demo-")
			if err != nil {
				return err
			}
			defer os.RemoveAll(temporary)
			err = o.demo(cmd.Context(), site, &explore, temporary)
			fmt.Fprintln(o.std.err, "the demo is not kept; to keep its log, its truth and its case: spoor demo --dir DIRECTORY")
			return err
		},
	}
	explore.rules.flags(cmd)
	explore.screenFlags(cmd)
	cmd.Flags().StringVar(&dir, "dir", "", "keep the log, the truth and the case in this directory")
	cmd.Flags().IntVar(&site.Users, "users", site.Users, "how many users the site has")
	cmd.Flags().Uint64Var(&site.Seed, "seed", site.Seed, "another seed makes another site")
	return cmd
}

func (o *options) demo(ctx context.Context, site demo.Site, explore *exploreOptions, dir string) error {
	fmt.Fprintf(o.std.err, "making up a site with %s users\n", humanize.Comma(int64(site.Users)))
	files, err := site.Write(dir)
	if err != nil {
		return err
	}
	o.db = filepath.Join(dir, "spoor.db")
	explore.loading.zone = "Asia/Seoul"
	explore.describe = describeOptions{site: files.Pages, profiles: files.Profiles, catalogue: files.Catalogue}
	return o.withCaseFor(ctx, []string{files.Log}, func(c *store.Case) error { return o.show(ctx, c, explore, []string{files.Log}) })
}
