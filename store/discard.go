package store

import (
	"context"
	"errors"
	"os"

	"spoor/store/model"
	"spoor/store/sqlite"
)

// CloseOrDiscard closes the case. If [OpenOrCreate] has made it here and nothing was taken in since, it is removed
// again, unless another process has opened it meanwhile.
func (c *Case) CloseOrDiscard(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	if !c.made || !c.holdsNothing(ctx) {
		return c.Close()
	}
	releaseLoad, err := c.LockForLoading()
	if err != nil {
		return c.Close() // somebody loads into it
	}
	releaseServe, err := c.LockForServing()
	if err != nil {
		return errors.Join(c.Close(), releaseLoad())
	}
	err = c.reader.Close()
	if sqlite.LockAlone(ctx, c.writer) && c.holdsNothing(ctx) {
		err = errors.Join(err, os.Remove(c.path))
	}
	return errors.Join(err, c.writer.Close(), releaseServe(), releaseLoad())
}

// holdsNothing reports whether the case has no source and no description. Settings may wait for the first log all the
// same.
func (c *Case) holdsNothing(ctx context.Context) (nothing bool) {
	err := c.writer.QueryRowContext(ctx, `SELECT NOT EXISTS (SELECT 1 FROM source)
		AND NOT EXISTS (SELECT 1 FROM profile) AND NOT EXISTS (SELECT 1 FROM catalogue)
		AND NOT EXISTS (SELECT 1 FROM setting WHERE key = ?)`, model.SettingSite).Scan(&nothing)
	return err == nil && nothing
}
