package model

import (
	"context"
	"time"

	"spoor/analysis/web"
)

// lookups are what is asked of a case, beside its events, to say more of a few of them.
type lookups interface {
	Site(ctx context.Context) (*web.Site, error)
	Zone(ctx context.Context) (*time.Location, error)
	FactsIn(ctx context.Context, table FactTable) ([]Facts, error)
	FactsAbout(ctx context.Context, table FactTable, key string) (map[string]string, error)
	AnyReferrer(ctx context.Context) (bool, error)
	EachSource(ctx context.Context, do func(id int32, path string)) error
}
