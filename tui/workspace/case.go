package workspace

import (
	"context"
	"time"

	"spoor/analysis"
	"spoor/internal/engine"
	"spoor/store"
	"spoor/store/load"
	"spoor/store/model"
)

// Case is what the screens ask a case for: a *store.Case whose events can be traced back to their lines.
type Case interface {
	engine.Case
	Path() string
	MeasureOwn(ctx context.Context, users *analysis.Matrix, own analysis.OwnRules,
		progress model.Progress) (*analysis.Matrix, error)
	UsersWith(ctx context.Context, window analysis.Window, conditions []string,
		progress model.Progress) (users []model.UserSet, err error)
	Watch(ctx context.Context) (Watch, error)
	Track(ctx context.Context, user string) (*model.Track, error)
	Evidence(ctx context.Context, track *model.Track, users *analysis.Matrix, rules []analysis.RuleID) ([][]int, error)
	Original(ctx context.Context, event model.Event) (load.Evidence, error)
	Rejects(ctx context.Context, reason string, limit int) ([]store.Reject, error)
	RejectsOf(ctx context.Context, source, limit int) ([]store.Reject, error)
	RejectCounts(ctx context.Context) ([]store.ReasonCount, error)
	Verdicts(ctx context.Context) (map[string]store.Verdict, error)
	AddVerdict(ctx context.Context, verdict, seen store.Verdict) (int64, error)
	// AddVerdicts adds several; the ID of each that is not written is 0, and the error is that of the first.
	AddVerdicts(ctx context.Context, given, seen []store.Verdict) (ids []int64, err error)
	CheckWritable() error
	About(ctx context.Context, user string, items []string) (store.About, error)
	Pivots(ctx context.Context, window analysis.Window, timeout time.Duration,
		progress model.Progress) (*model.Pivots, error)
	Timeline(ctx context.Context, timeout time.Duration, progress model.Progress) (*model.Timeline, error)
	Overview(ctx context.Context, window analysis.Window, zone *time.Location,
		progress model.Progress) (*model.Overview, error)
}

// Watch tells cheaply how far a case has come: a *store.Watch.
type Watch interface {
	Watermark(ctx context.Context) (store.Watermark, error)
	LastVerdict() int64
	Close() error
}

// AheadReader is a case that can be read, and its users measured as they are, before somebody measures them with
// sessions that end otherwise, as that takes longer than what is measured anew then.
type AheadReader interface {
	ReadAhead(ctx context.Context, how analysis.MeasureOptions, window analysis.Window) error
}

// Keeper is a case in which views and bookmarks are kept.
type Keeper interface {
	// Keep keeps a text under a name; an empty one takes it away.
	Keep(ctx context.Context, name, text string) error
	Kept(ctx context.Context) (map[string]string, error)
}
