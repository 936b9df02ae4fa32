package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"spoor/store/logline"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// writeTail writes everything of the run but its sources, with its events as the last of the tail.
func (r *Run) writeTail(ctx context.Context, transaction *sqlite.Tx) error {
	return sqlite.InsertFew(ctx, transaction, append(r.context(), r.tail())...)
}

// Tail takes in deliveries. It is safe for concurrent use, but whoever has many at a time hands them over together.
type Tail struct {
	store *Case

	mutex   sync.Mutex
	intake  *Intake // nil: to be read from the case
	sources map[string]*Source

	// Of the group that is being written:
	note    *sql.Stmt // notes what has been taken in
	touched map[*Source]bool
	rejects []Reject
}

// tailCache is how many KiB of the case are kept in memory for what is written. Deliveries need less than a load.
const tailCache = 16 << 10

// NewTail reads what is needed to take in deliveries.
func (c *Case) NewTail(ctx context.Context) (*Tail, error) {
	t := &Tail{store: c}
	if _, err := c.writer.ExecContext(ctx, fmt.Sprintf("PRAGMA cache_size = -%d", tailCache)); err != nil {
		return nil, sqlite.Explain(err)
	}
	return t, c.snapshot(ctx, func(db sqlite.Querier) error { return t.catchUp(ctx, db) })
}

// Append commits deliveries in one transaction: when it returns they are on disk, or, with an error, none of them is.
// It leaves room on the disk, as a load does.
func (t *Tail) Append(ctx context.Context, deliveries []Delivery) ([]Receipt, error) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	entries := 0
	for i := range deliveries {
		entries += len(deliveries[i].Entries)
	}
	if err := t.store.checkRoom(entries); err != nil {
		return nil, err
	}
	transaction, err := sqlite.Begin(ctx, t.store.writer)
	if err != nil {
		return nil, sqlite.Explain(err)
	}
	defer transaction.Rollback()
	// The transaction ends with the context. To watch it for each statement as well would cost a tenth of the time.
	receipts, err := t.append(context.WithoutCancel(ctx), transaction, deliveries)
	if err == nil {
		err = sqlite.Explain(transaction.Commit())
	}
	if err != nil {
		t.intake = nil // it has numbered texts that are not in the case
		return nil, err
	}
	return receipts, nil
}

// Checkpoint moves as much of the write-ahead log into the case file as it can without waiting for anybody. held is
// how many bytes of the log had to stay because somebody still reads the case as it was before them; see
// [sqlite.Checkpoint].
func (t *Tail) Checkpoint(ctx context.Context) (held int64, err error) {
	return sqlite.Checkpoint(ctx, t.store.writer)
}

// WAL is how many bytes the write-ahead log has: what is committed and not in the case file yet, and room for more of
// it.
func (t *Tail) WAL() int64 { return sqlite.WAL(t.store.path) }

func (t *Tail) append(ctx context.Context, transaction *sqlite.Tx, deliveries []Delivery) ([]Receipt, error) {
	if err := t.catchUp(ctx, transaction); err != nil {
		return nil, err
	}
	var err error
	if t.note, err = transaction.PrepareContext(ctx, noteDelivery); err != nil {
		return nil, sqlite.Explain(err)
	}
	defer t.note.Close()
	t.touched, t.rejects = map[*Source]bool{}, nil
	receipts := make([]Receipt, len(deliveries))
	var order []*Source
	for i := range deliveries {
		source, err := t.source(ctx, transaction, &deliveries[i])
		if err != nil {
			return nil, err
		}
		if receipts[i], err = t.take(ctx, transaction, source, &deliveries[i]); err != nil {
			return nil, err
		}
		if !t.touched[source] {
			t.touched[source] = true
			order = append(order, source)
		}
	}
	run := t.intake.Cut()
	run.Rejects = t.rejects
	for _, source := range order {
		run.Sources = append(run.Sources, *source)
	}
	return receipts, inOrder(ctx, transaction, run.toTail())
}

// lastNumbers asks for the last number that each dictionary has given.
const lastNumbers = `SELECT (SELECT coalesce(max(id), 0) FROM user), (SELECT coalesce(max(id), 0) FROM agent),
	(SELECT coalesce(max(id), 0) FROM referrer), (SELECT coalesce(max(id), 0) FROM client),
	(SELECT coalesce(max(id), 0) FROM request)`

// catchUp reads what other processes have added to the dictionaries.
func (t *Tail) catchUp(ctx context.Context, db sqlite.Querier) (err error) {
	if t.intake == nil {
		t.sources = map[string]*Source{}
		d := model.NewDictionaries()
		d.KeepDigests()
		t.intake = newIntake(d)
		return catchUp(ctx, db, d)
	}
	var users, agents, referrers, clients, requests int
	if err := db.QueryRowContext(ctx, lastNumbers).Scan(&users, &agents, &referrers, &clients, &requests); err != nil {
		return sqlite.Explain(err)
	}
	d := t.intake.dictionaries
	if users == d.Users.Count() && agents == d.Agents.Count() && referrers == d.Referrers.Count() &&
		clients == d.Clients.Count() && requests == d.Requests.Count() {
		return nil
	}
	return catchUp(ctx, db, d)
}

// source finds or makes the source of an endpoint.
func (t *Tail) source(ctx context.Context, transaction *sqlite.Tx, d *Delivery) (*Source, error) {
	if source := t.sources[d.Endpoint]; source != nil {
		return source, nil
	}
	s := &Source{Path: d.Endpoint, Format: d.Format, State: Complete, Fingerprint: []byte{}, Digest: []byte{}}
	err := transaction.QueryRowContext(ctx, `SELECT id, lines, events, rejects, blank,
			coalesce(first_ts, 0), coalesce(last_ts, 0), zone_assumed
		FROM source WHERE path = ? AND format = ? AND length(fingerprint) = 0`, d.Endpoint, d.Format).
		Scan(&s.ID, &s.Lines, &s.Events, &s.Rejects, &s.Blank, &s.First, &s.Last, &s.ZoneAssumed)
	if errors.Is(err, sql.ErrNoRows) {
		err = transaction.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) + 1 FROM source").Scan(&s.ID)
	}
	if err != nil {
		return nil, sqlite.Explain(err)
	}
	t.sources[d.Endpoint] = s
	return s, saveSources(ctx, transaction, *s)
}

func (t *Tail) add(source *Source, event *logline.Event) {
	if source.Events == 0 {
		source.First, source.Last = event.Time, event.Time
	}
	source.First, source.Last = min(source.First, event.Time), max(source.Last, event.Time)
	source.Events++
	t.intake.Add(source.ID, source.Lines, event)
}
