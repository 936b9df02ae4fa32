package cli

import (
	"context"
	"time"

	"spoor/analysis"
	"spoor/store"
	"spoor/store/clickhouse"
	"spoor/store/load"
	"spoor/store/model"
	"spoor/store/webhook"
	"spoor/tui/workspace"
)

// openCase is what the commands ask of a case that is open, wherever it is kept.
type openCase interface {
	workspace.Case
	load.Sink

	Info(ctx context.Context) (store.Info, error)
	Matrix(ctx context.Context) (*analysis.Matrix, error)
	Window(ctx context.Context) (analysis.Window, error)
	Coverage(ctx context.Context) (store.Coverage, error)
	Group(ctx context.Context, track *model.Track, users *analysis.Matrix, rules []analysis.RuleID) ([]*model.Group, error)
	AddressBursts(ctx context.Context) ([]model.AddressBurst, error)

	Zone(ctx context.Context) (*time.Location, error)
	SetZone(ctx context.Context, zone *time.Location) error
	SetTimeout(ctx context.Context, timeout time.Duration) error
	UserBy(ctx context.Context) (string, error)
	SetUserBy(ctx context.Context, by string) error
	SiteDescription(ctx context.Context) (string, error)
	SetSite(ctx context.Context, name string, description []byte) error
	ReplaceProfiles(ctx context.Context, profiles []model.Facts) error
	ReplaceCatalogue(ctx context.Context, entries []model.Facts) error

	LockForServing() (release func() error, err error)
	Tail(ctx context.Context) (webhook.Tail, error)

	Close() error
	CloseOrDiscard(ctx context.Context) error
}

// open opens the case that --db names.
func (o *options) open(ctx context.Context) (openCase, error) {
	if clickhouse.IsURL(o.db) {
		return o.openServer(ctx)
	}
	c, err := store.Open(ctx, o.db, o.reading()...)
	if err != nil {
		return nil, err
	}
	return fileCase{c}, nil
}

// openOrCreate opens the case that --db names, or makes it.
func (o *options) openOrCreate(ctx context.Context) (openCase, error) {
	if clickhouse.IsURL(o.db) {
		return o.openServer(ctx)
	}
	c, err := store.OpenOrCreate(ctx, o.db, o.making()...)
	if err != nil {
		return nil, err
	}
	return fileCase{c}, nil
}

// fileCase is a case that is a file.
type fileCase struct{ *store.Case }

// Watch is [store.Case.Watch].
func (c fileCase) Watch(ctx context.Context) (workspace.Watch, error) { return c.Case.Watch(ctx) }

// Tail is [store.Case.NewTail].
func (c fileCase) Tail(ctx context.Context) (webhook.Tail, error) { return c.NewTail(ctx) }

// Original is [load.Original].
func (c fileCase) Original(ctx context.Context, event model.Event) (load.Evidence, error) {
	return load.Original(ctx, c.Case, event)
}
