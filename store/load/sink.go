package load

import (
	"context"

	"spoor/analysis/web"
	"spoor/store"
	"spoor/store/model"
)

// Sink is what a load needs of the case that it loads into.
type Sink interface {
	Known
	CheckWritable() error
	LockForLoading() (release func() error, err error)
	OwnFiles() store.OwnFiles

	NewIntake(ctx context.Context) (*store.Intake, error)
	CheckSpace(run *store.Run) error
	AppendRun(ctx context.Context, run *store.Run) error
	AppendTail(ctx context.Context, run *store.Run) error
	FlushTail(ctx context.Context) error

	IsMeasured(ctx context.Context) (bool, error)
	Derive(ctx context.Context, progress model.Progress) error
	Embedded(ctx context.Context) ([]web.Embedded, error)
}

// apart is a sink that keeps runs of one source each, cut where the lines of the source say, whatever is loaded with
// it.
type apart interface{ RunsApart() bool }

// Known is what a case knows of the logs that it was loaded from.
type Known interface {
	Sources(ctx context.Context) ([]store.Source, error)
	MarkBefore(ctx context.Context, source int, line int64) (store.Mark, error)
}
