package store

import (
	"context"

	"spoor/analysis"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// MatrixWith measures the users as the MeasureOptions of a rule set ask for it, by what they did in a part of
// the case's time: from the From of the window to its To, both included; the zero Window is all of it. What the case
// keeps is read and not measured again; of the rest only what the case keeps anyway is kept, so that tracks can be
// read. progress is told from another goroutine.
func (c *Case) MatrixWith(ctx context.Context, how analysis.MeasureOptions, window analysis.Window,
	progress model.Progress) (*analysis.Matrix, error) {
	if own := how.Own; len(own.List()) > 0 {
		return c.matrixWithOwn(ctx, how, window, progress)
	}
	usual, err := isUsual(ctx, c.db(), how, window)
	if err != nil {
		return nil, err
	}
	if usual {
		matrix, err := c.keptMatrix(ctx, progress)
		if err == nil {
			matrix.Measuring = how
		}
		return matrix, err
	}
	if err := c.deriveIfStale(ctx); err != nil {
		return nil, err
	}
	var matrix *analysis.Matrix
	err = c.snapshot(ctx, func(db sqlite.Querier) (err error) {
		if window, err = windowOr(ctx, db, window); err != nil {
			return err
		}
		matrix, err = c.measureAgain(ctx, db, how, window, progress)
		return err
	})
	return matrix, err
}

// windowOr is a window, or all of the case's time where it is the zero one.
func windowOr(ctx context.Context, db sqlite.Querier, window analysis.Window) (analysis.Window, error) {
	if window == (analysis.Window{}) {
		return caseWindow(ctx, db)
	}
	return window, nil
}

// isUsual reports whether these options measure what the case keeps: all of its time, with sessions that end as the
// case says.
func isUsual(ctx context.Context, db sqlite.Querier, how analysis.MeasureOptions,
	window analysis.Window) (bool, error) {
	timeout, err := sessionTimeout(ctx, db)
	return window == (analysis.Window{}) && how.Of(timeout) == analysis.DefaultMeasureOptions().Of(timeout), err
}

// deriveIfStale brings what the case keeps up to date.
func (c *Case) deriveIfStale(ctx context.Context) error {
	measured, err := c.IsMeasured(ctx)
	if err == nil && !measured && !c.readOnly {
		err = c.Derive(ctx, nil)
	}
	return err
}
