package sqlite

import (
	"context"
	"database/sql"
	"time"

	codes "modernc.org/sqlite/lib"
)

// sayAfter is how long somebody waits for the lock of another process before it is said.
const sayAfter = 600 * time.Millisecond

// waitingKey is the key of what is called in a context.
type waitingKey struct{}

// WithWaiting returns a context that tells of waiting: say is called, from another goroutine and with what is waited
// for, when something has waited for a while.
func WithWaiting(ctx context.Context, say func(what string)) context.Context {
	return context.WithValue(ctx, waitingKey{}, say)
}

// WaitsFor says that something waits, unless end is called before so long.
func WaitsFor(ctx context.Context, after time.Duration, what string) (end func() bool) {
	if say, is := ctx.Value(waitingKey{}).(func(string)); is {
		return time.AfterFunc(after, func() { say(what) }).Stop
	}
	return func() bool { return false }
}

// Waits says that something waits for the lock that another process has on the file, unless end is called soon.
func Waits(ctx context.Context) (end func() bool) {
	return WaitsFor(ctx, sayAfter, "another program has the case locked; waiting for it…")
}

// Await waits until the file can be read. Where two open a file that is new, SQLite does not wait for the one that is
// giving the file its write-ahead log, so that is tried again.
func Await(ctx context.Context, db Querier) error {
	defer Waits(ctx)()
	const pause, longest = 10 * time.Millisecond, 2 * time.Second
	for began := time.Now(); ; time.Sleep(pause) {
		var tables int
		err := db.QueryRowContext(ctx, "SELECT count(*) FROM (SELECT 1 FROM sqlite_schema LIMIT 1)").Scan(&tables)
		if !hasCode(err, codes.SQLITE_BUSY) || time.Since(began) > longest {
			return Explain(err)
		}
	}
}

// Begin begins a transaction, and says so where it has to wait.
func Begin(ctx context.Context, writer *sql.DB) (*Tx, error) {
	defer Waits(ctx)()
	transaction, err := writer.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return &Tx{Tx: transaction}, nil
}
