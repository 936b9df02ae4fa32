package cli

import (
	"github.com/spf13/cobra"

	"spoor/internal/report"
	"spoor/store"
)

type addressRecord struct {
	Address string  `json:"address"`
	Users   int     `json:"users"`
	Events  int     `json:"events"`
	Kind    string  `json:"kind"`
	Level   float64 `json:"level"`
	At      string  `json:"at"`
}

func newAddresses(o *options) *cobra.Command {
	var format formatOptions
	var limit int
	cmd := &cobra.Command{
		Use:   "addresses",
		Short: "list the shared addresses from which there was too much at a time, whoever their users are",
		Long: `addresses lists those addresses with several users from which one request came again and again (more than 20 at once, one leaking out
every 3 s) or many distinct requests were answered 4xx (more than 10 at once, one leaking out every 10 s). What bursts from an address that
one user has alone is a hit of the rule burst.`,
		Args: arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.withCase(cmd.Context(), func(c *store.Case) error {
				bursts, err := c.AddressBursts(cmd.Context())
				if err != nil {
					return err
				}
				bursts = first(bursts, limit)
				if format.json {
					return report.WriteJSON(o.std.out, addressRecords(bursts))
				}
				return format.print(o.std.out, addressTable(bursts))
			})
		},
	}
	format.flags(cmd)
	limitFlag(cmd, &limit)
	return cmd
}

func addressRecords(bursts []store.AddressBurst) any {
	list := []addressRecord{}
	for _, b := range bursts {
		list = append(list, addressRecord{b.Address, b.Users, b.Events, b.Peak.Kind.String(), b.Peak.Level, instant(b.Peak.At)})
	}
	return struct {
		Schema int             `json:"schema"`
		List   []addressRecord `json:"list"`
	}{schemaVersion, list}
}

func addressTable(bursts []store.AddressBurst) *report.Table {
	table := &report.Table{Columns: []report.Column{
		{Name: "address"}, {Name: "users", Right: true}, {Name: "events", Right: true}, {Name: "level", Title: "at once", Right: true, Decimals: 1},
		{Name: "kind", Title: "of what"}, {Name: "at", Title: "when"},
	}}
	for _, b := range bursts {
		table.Rows = append(table.Rows, []report.Cell{b.Address, b.Users, b.Events, b.Peak.Level, b.Peak.Kind.String(), instant(b.Peak.At)})
	}
	return table
}
