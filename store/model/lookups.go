package model

import (
	"context"
	"time"

	"spoor/analysis/web"
)

// lookups tell what else a case knows that is needed to say more about a few of its events.
type lookups interface {
	Site(ctx context.Context) (*web.Site, error)
	Zone(ctx context.Context) (*time.Location, error)
	FactsIn(ctx context.Context, table FactTable) ([]Facts, error)
	FactsAbout(ctx context.Context, table FactTable, key string) (map[string]string, error)
	AnyReferrer(ctx context.Context) (bool, error)
	EachSource(ctx context.Context, do func(id int32, path string)) error
}
