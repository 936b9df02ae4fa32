package store

import (
	"context"

	"spoor/analysis"
	"spoor/store/logline"
)

// Record is an event with its texts, as an engine that is not the case file tells it. Its bytes stay as they are until the next one.
type Record struct {
	User                 []byte
	Time                 int64 // UTC milliseconds
	Action, Target, Menu []byte
	Click                uint8 // 0: a request of a URL; 1: a click event; 2: one that names the item in Target
	Kind, Outcome        []byte
	Address, Agent       []byte
	Referrer             []byte // empty: none
	Status, Source, Line int64
	Bytes                int64 // -1: not known
}

// NewRecord is the record of an event of a log, with its texts as a case keeps them.
func NewRecord(source int, line int64, e *logline.Event) Record {
	r := Record{
		User: storable(e.Key), Time: e.Time, Action: storable(e.Action), Target: storable(e.Target), Menu: storable(e.Menu),
		Address: storable(e.Client), Agent: storable(e.Agent), Referrer: storable(e.Referrer),
		Status: int64(e.Status), Source: int64(source), Line: line, Bytes: e.Bytes, Click: uint8(clickOf(e)),
	}
	if e.Kind != logline.UnknownKind {
		r.Kind = []byte(e.Kind.String())
	}
	if e.Outcome != logline.UnknownOutcome {
		r.Outcome = []byte(e.Outcome.String())
	}
	if r.Click == uint8(noClick) {
		r.Menu = nil
	}
	return r
}

// Selection says which events are asked for: all, unless something in it says otherwise.
type Selection struct {
	User      string          // of one user
	Buckets   [2]int          // of the users in the buckets from the first to before the second; both 0: of all
	Users     []string        // of these users
	Window    analysis.Window // in this time, both ends included; the zero Window is all of it
	Until     int64           // that had come in by then, UTC milliseconds; 0: all
	Unordered bool            // in any order
}

// Buckets is how many buckets an engine puts users into.
const Buckets = 1024

// Extent is what an engine has of events, in short.
type Extent struct {
	Events      int64
	First, Last int64 // UTC milliseconds
	Inserted    int64 // when the last came in, UTC milliseconds
	Withdrawn   int64 // events that were taken back
	Users       int64 // about so many
	Referrers   bool  // any event has one
	Logins      bool  // formats say of some events that they are logins, and how they ended
}

// FactKind says of what facts are.
type FactKind string

// The kinds of facts.
const (
	Profiles  FactKind = "profile"
	Catalogue FactKind = "catalogue"
)

// KeptUnit is a part of what is kept of a measuring.
type KeptUnit struct {
	Unit int
	Kind string
	Body []byte
}

// Engine is a database that keeps the events of a case, and whatever is known beside them, and tells them in order. What they mean is
// none of its business.
type Engine interface {
	Path() string
	Setting(ctx context.Context, name string) (string, error)
	SetSetting(ctx context.Context, name, value string) error
	// SetOnce is SetSetting; of several who do it after the same, only the first does.
	SetOnce(ctx context.Context, name, value, after string) error
	Facts(ctx context.Context, kind FactKind) ([]Facts, error)                  // all, by key and field
	FactsOf(ctx context.Context, kind FactKind, keys []string) ([]Facts, error) // those of the keys
	Sources(ctx context.Context) ([]Source, error)

	Extent(ctx context.Context) (Extent, error)
	Users(ctx context.Context, which Selection) (keys []string, err error) // in byte order
	// Touched are the users of what has come in since an extent. It is not ok if more has changed than that.
	Touched(ctx context.Context, since Extent) (keys []string, ok bool, err error)
	// Records tells the events of each user together, by time, source and line.
	Records(ctx context.Context, which Selection, do func(*Record) error) error
	// Requests and Referrers tell each distinct one once, in any order.
	Requests(ctx context.Context, do func(*Record) error) error
	Referrers(ctx context.Context, do func(url []byte) error) error

	// Keep keeps units of a run, each in the place of what was kept of it. Kept tells those of a kind.
	Keep(ctx context.Context, run string, units []KeptUnit) error
	Kept(ctx context.Context, run, kind string, do func(unit int, body []byte) error) error
}
