package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"spoor/store/server"
)

func newMeasure(o *options) *cobra.Command {
	var part string
	var anew bool
	cmd := &cobra.Command{
		Use:   "measure",
		Short: "measure all users now, and keep the metrics",
		Long: `measure brings the metrics of all users up to date and keeps them in the case, so that screens and lists open
without reading the events. Whatever needs metrics does so by itself; run it after large loads.

On a server, --part 3/10 measures the third of ten parts of the users, so that ten machines can do it side by side. All
parts measure as of when the first of them began. A part that is measured again takes its own place, and the last one
puts all together.

--anew measures everybody again, though nothing seems to have changed: as after rows were rewritten on the server.`,
		Args: arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.withCase(cmd.Context(), func(c openCase) error {
				if anew {
					if err := forget(cmd.Context(), c); err != nil {
						return err
					}
				}
				return o.measure(cmd.Context(), c, part)
			})
		},
	}
	cmd.Flags().BoolVar(&anew, "anew", false, "measure everybody, also where nothing seems to have changed")
	cmd.Flags().StringVar(&part, "part", "", "only this part of the users, as in 3/10 (a case on a server)")
	return cmd
}

// forget has everybody be measured anew. What a case file keeps follows from its events, so there it is measured here.
func forget(ctx context.Context, c openCase) error {
	if server, ok := c.(serverCase); ok {
		return server.Forget(ctx)
	}
	return c.Derive(ctx, nil)
}

func (o *options) measure(ctx context.Context, c openCase, part string) error {
	if part == "" {
		users, err := c.Matrix(ctx)
		if err == nil {
			_, err = fmt.Fprintf(o.std.out, "%s measured\n", plural(users.Len(), "user"))
		}
		return err
	}
	server, ok := c.(serverCase)
	if !ok {
		return usageError{errors.New("--part is for a case on a server; a case file is measured by one process")}
	}
	number, of, err := parsePart(part)
	if err != nil {
		return usageError{err}
	}
	missing, err := server.MeasurePart(ctx, number, of, nil)
	switch {
	case err != nil:
		return err
	case missing > 0:
		_, err = fmt.Fprintf(o.std.out, "measured part %d of %d; %s missing\n", number, of, humanize.Comma(int64(missing)))
	default:
		_, err = fmt.Fprintf(o.std.out, "all %d parts are measured\n", of)
	}
	return err
}

// parsePart reads a part, as in 3/10.
func parsePart(text string) (number, of int, err error) {
	var rest string
	n, _ := fmt.Sscanf(text+" ", "%d/%d%s", &number, &of, &rest)
	if n != 2 || number < 1 || number > of || of > server.MostParts {
		return 0, 0, fmt.Errorf("--part %s: write the part and how many there are, at most %d, as in 3/10",
			text, server.MostParts)
	}
	return number, of, nil
}
