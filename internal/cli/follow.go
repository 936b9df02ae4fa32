package cli

import (
	"context"
	"errors"
	"fmt"
	"os/signal"
	"syscall"

	"spoor/internal/clean"
	"spoor/store/load"
)

// followLogs loads logs and what comes to them, until it is interrupted.
func (o *options) followLogs(ctx context.Context, c openCase, paths []string, how load.Options) error {
	if err := errors.Join(keepZone(ctx, c, &how), o.keepUserBy(ctx, c, &how.UserBy)); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM)
	defer stop()
	fmt.Fprintln(o.std.err, "following; ctrl+c ends it")
	summary, err := load.Follow(ctx, c, paths, how, func(failure error) {
		fmt.Fprintln(o.std.err, "spoor: "+clean.Text(failure.Error()))
	})
	if err == nil || summary.Lines > 0 {
		o.summarize(summary)
	}
	return err
}
