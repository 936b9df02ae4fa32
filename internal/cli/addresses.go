package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"spoor/internal/engine"
	"spoor/internal/report"
	"spoor/store/model"
)

func newAddresses(o *options) *cobra.Command {
	var rules ruleOptions
	var format formatOptions
	var limit int
	var all bool
	cmd := &cobra.Command{
		Use:   "addresses [ADDRESS]",
		Short: "list shared addresses that sent too much at once; or all addresses, or the users of one",
		Long: `addresses lists those addresses with several users from which one request came again and again (more than 20
at once, one leaking out every 3 s) or many distinct paths were answered 4xx (more than 10 at once, one
leaking out every 10 s). What bursts from an address that one user has alone is a hit of the rule burst. With
--all it lists every address with its users, and with an ADDRESS the users of that one.`,
		Example: `  spoor addresses
  spoor addresses --all --limit 20
  spoor addresses 10.0.0.1`,
		Args: arguments(0, 1, "at most one address"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if all && len(args) > 0 {
				return usageError{errors.New("--all lists all addresses; give it or one address, not both")}
			}
			if !all && len(args) == 0 {
				return o.withCase(cmd.Context(), func(c openCase) error { return o.printBursts(cmd.Context(), c, limit, format) })
			}
			return o.withJudgement(cmd.Context(), &rules, func(c openCase, j *judgement) error {
				table, err := j.addresses(cmd.Context(), c, args)
				if err != nil {
					return err
				}
				table.Rows = first(table.Rows, limit)
				return format.list(o.std.out, table)
			})
		},
	}
	rules.flags(cmd)
	rules.windowFlags(cmd)
	format.flags(cmd)
	limitFlag(cmd, &limit)
	cmd.Flags().BoolVar(&all, "all", false, "list every address, and how many of its users are flagged")
	return cmd
}

func (o *options) printBursts(ctx context.Context, c openCase, limit int, format formatOptions) error {
	bursts, err := c.AddressBursts(ctx)
	if err != nil {
		return err
	}
	zone, err := c.Zone(ctx)
	if err != nil {
		return err
	}
	return format.list(o.std.out, report.Bursts(first(bursts, limit), zone))
}

// addresses lists all addresses, or the users of one.
func (j *judgement) addresses(ctx context.Context, c openCase, one []string) (*report.Table, error) {
	pivots, err := c.Pivots(ctx, j.Matrix.Window, j.Matrix.Timeout, nil)
	if err != nil {
		return nil, err
	}
	addresses := pivots.Addresses
	if len(one) == 0 {
		visitors := j.CountVisitors(len(addresses), func(i int) []model.Visit { return addresses[i].Visits })
		return report.Addresses(addresses, visitors, engine.ByUsers(visitors), j.zone), nil
	}
	at := slices.IndexFunc(addresses, func(a model.Address) bool { return a.Name == one[0] })
	if at < 0 {
		return nil, fmt.Errorf("%s: no event came from there; spoor addresses --all lists the addresses", one[0])
	}
	return j.visitorTable("event", addresses[at].Name, addresses[at].Visits), nil
}
