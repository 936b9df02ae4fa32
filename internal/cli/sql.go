package cli

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"spoor/internal/report"
	"spoor/store"
	"spoor/tui"
)

func newSQL(o *options) *cobra.Command {
	var format formatOptions
	limits := store.UsualQueryLimits
	cmd := &cobra.Command{
		Use:   "sql QUERY",
		Short: "query the case in SQL, read-only",
		Long: `sql runs a query over the case and prints what it finds. It can do nothing but read. There are the views
v_event, v_user, v_session and v_reject, and every table of the case. The screens have the same behind |. A case on a
server is asked there.`,
		Example: `  spoor sql "select status, count(*) from v_event group by status"
  spoor sql --csv "select user, events from v_user order by events desc limit 20"`,
		Args: arguments(1, 1, "one query, in quotes"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if limits.Rows < 1 || limits.Time <= 0 {
				return usageError{errors.New("--limit and --within must be greater than 0")}
			}
			return o.withCase(cmd.Context(), func(c openCase) error {
				of, ok := c.(tui.Queryable)
				if !ok {
					return errors.New("this case can't be asked in SQL here; ask the server that keeps it")
				}
				result, err := of.Query(cmd.Context(), args[0], limits)
				if err != nil {
					tables, _ := of.QueryTables(cmd.Context()) // without them there is no hint
					return fmt.Errorf("%w%s", err, tui.QueryHint(err, args[0], tables))
				}
				switch {
				case result.Cut != "" && len(result.Rows) == limits.Rows:
					fmt.Fprintln(o.std.err, "these are "+result.Cut+"; --limit takes more")
				case result.Cut != "":
					fmt.Fprintln(o.std.err, "these are "+result.Cut+"; select fewer or shorter columns")
				}
				return format.list(o.std.out, report.Query(result))
			})
		},
	}
	format.flags(cmd)
	cmd.Flags().IntVar(&limits.Rows, "limit", limits.Rows, "print at most this many rows")
	cmd.Flags().DurationVar(&limits.Time, "within", time.Minute, "end the query after this long")
	return cmd
}
