package cli

import (
	"context"
	"fmt"

	"spoor/internal/clean"
	"spoor/store"
	"spoor/store/logline"
)

// keepUserBy makes a case tell users apart in one way, the one that was asked for when its first events came, since one
// person would be several users otherwise. Where nothing is asked for that way is taken, and said.
func (o *options) keepUserBy(ctx context.Context, c openCase, by *logline.UserBy) error {
	sources, err := c.Sources(ctx)
	if err != nil {
		return err
	}
	kept, err := userByOf(ctx, c, sources)
	asked := by.String()
	switch {
	case err != nil || asked == kept:
		return err
	case len(sources) == 0:
		return c.SetUserBy(ctx, asked)
	case !by.IsZero():
		return fmt.Errorf("%s tells users apart by %s; with %s as well, one person could count twice: "+
			"use --user-by %[2]s, or load into another case with --db", c.Path(), kept, asked)
	}
	fmt.Fprintf(o.std.err, "users are told apart by %s, as in all of the case\n", clean.Text(kept))
	*by, err = logline.ParseUserBy(kept)
	return err
}

// userByOf is how the case tells users apart. One that does not say so is older than this setting, and does as its
// first log did.
func userByOf(ctx context.Context, c openCase, sources []store.Source) (string, error) {
	kept, err := c.UserBy(ctx)
	if kept != "" || err != nil {
		return kept, err
	}
	for _, source := range sources {
		if format, err := logline.Named(source.Format); err == nil && !source.Received() {
			return format.UserBy().String(), nil
		}
	}
	return logline.UserBy{}.String(), nil
}
