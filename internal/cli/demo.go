package cli

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"spoor/internal/clean"
	"spoor/store"
	"spoor/store/demo"
)

func newDemo(o *options) *cobra.Command {
	site := demo.Default()
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
				return o.demo(cmd, site, dir)
			}
			temporary, err := os.MkdirTemp("", "spoor-demo-")
			if err != nil {
				return err
			}
			defer os.RemoveAll(temporary)
			return o.demo(cmd, site, temporary)
		},
	}
	cmd.Flags().StringVar(&dir, "dir", "", "keep the log, the truth and the case in this directory")
	cmd.Flags().IntVar(&site.Users, "users", site.Users, "how many users the site has")
	cmd.Flags().Uint64Var(&site.Seed, "seed", site.Seed, "another seed makes another site")
	return cmd
}

func (o *options) demo(cmd *cobra.Command, site demo.Site, dir string) error {
	fmt.Fprintf(o.std.err, "making up a site with %d users\n", site.Users)
	files, err := site.Write(dir)
	if err != nil {
		return err
	}
	o.db = filepath.Join(dir, "spoor.db")
	return o.withNewCase(cmd.Context(), func(c *store.Case) error {
		how, err := (&loadOptions{zone: "UTC"}).resolve(o.std.in)
		if err != nil {
			return err
		}
		if err := o.loadLogs(cmd.Context(), c, []string{files.Log}, how); err != nil {
			return err
		}
		fmt.Fprintf(o.std.err, "the truth is in %s\n", clean.Text(files.Truth))
		o.exploreOptions.rules.preset = "strict"
		return o.printReport(cmd.Context(), c)
	})
}
