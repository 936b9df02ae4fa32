package server

import (
	"context"

	"spoor/store"
	"spoor/store/model"
)

// Buckets is how many buckets an engine puts users into.
const Buckets = 1024

// Extent sums up the events that an engine has.
type Extent struct {
	Events      int64
	First, Last int64 // UTC milliseconds
	Inserted    int64 // when the last came in, UTC milliseconds
	Withdrawn   int64 // events that were taken back
	Users       int64 // about so many: as of when there were Counted events
	Counted     int64
	Referrers   bool // any event has one
	Logins      bool // formats say of some events that they are logins, and how they ended
}

// Plus is an extent with what has come in after it.
func (e Extent) Plus(more *Extent) Extent {
	e.Events += more.Events
	e.First, e.Last = min(e.First, more.First), max(e.Last, more.Last)
	e.Inserted = max(e.Inserted, more.Inserted)
	e.Referrers, e.Logins = e.Referrers || more.Referrers, e.Logins || more.Logins
	return e
}

// KeptUnit is a part of what is kept of a measuring.
type KeptUnit struct {
	Unit int
	Kind string
	Body []byte
}

// Engine is a database that keeps the events of a case, and whatever is known beside them. What they mean is none of
// its business.
type Engine interface {
	Path() string
	// Shape names the table of events and what its columns are taken for, where these are not the usual ones: what
	// follows from the events is kept by it.
	Shape() string
	Setting(ctx context.Context, name string) (string, error)
	SetSetting(ctx context.Context, name, value string) error
	// SetOnce is SetSetting; of several who do it after the same, only the first does.
	SetOnce(ctx context.Context, name, value, after string) error
	// Facts tells all facts of a kind by key, FactsOf those of some keys. They are good until do returns.
	Facts(ctx context.Context, kind model.FactKind, do func(model.Facts)) error
	FactsOf(ctx context.Context, kind model.FactKind, keys []string, do func(model.Facts)) error
	Sources(ctx context.Context) ([]store.Source, error)

	Extent(ctx context.Context) (Extent, error)
	Users(ctx context.Context, which model.Selection) (keys []string, err error) // in byte order
	// Touched are the users whose events have come in since an extent. It is not ok if anything else has changed.
	Touched(ctx context.Context, since Extent) (keys []string, ok bool, err error)
	// Events tells events in any order.
	Events(ctx context.Context, which model.Selection, do func(*Block) error) error
	// Requests and Referrers tell each distinct one that has come in since an extent, once and in any order; the zero
	// Extent lies before everything.
	Requests(ctx context.Context, since Extent, do func(*model.Record) error) error
	Referrers(ctx context.Context, since Extent, do func(url []byte) error) error

	// Keep keeps units of a run, in place of what was kept of them before. Kept tells those of a kind.
	Keep(ctx context.Context, run string, units []KeptUnit) error
	Kept(ctx context.Context, run, kind string, do func(unit int, body []byte) error) error
}
