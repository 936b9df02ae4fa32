package store

import (
	"context"
	"database/sql"
	"fmt"

	"spoor/store/model"
	"spoor/store/sqlite"
)

// Watermark says how far a case has come: everything that comes in later raises it.
type Watermark struct {
	Run, Last int64 // the last run, and the last event in it
	Sequence  int64 // the last event that came in live
	Events    int64 // how many there are

	Settings string // what metrics depend on besides the events
}

// Watermark is how far the case has come by now. Whoever wants to know later what is new asks before reading, not
// after.
func (c *Case) Watermark(ctx context.Context) (Watermark, error) { return readWatermark(ctx, c.db()) }

// readWatermark looks only at the ends of tables, and adds up the sources.
func readWatermark(ctx context.Context, db sqlite.Querier) (Watermark, error) {
	var p Watermark
	err := db.QueryRowContext(ctx, `SELECT (SELECT coalesce(max(id), 0) FROM run),
		(SELECT coalesce(max(last), 0) FROM run),
		coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'tail'), 0),
		(SELECT coalesce(sum(events), 0) FROM source)`).Scan(&p.Run, &p.Last, &p.Sequence, &p.Events)
	if err != nil {
		return p, sqlite.Explain(err)
	}
	for _, name := range []string{
		model.SettingTimeout, model.SettingSite, model.ProfileTable.Setting, model.CatalogueTable.Setting,
		model.SettingTakenBack,
	} {
		value, err := setting(ctx, db, name)
		if err != nil {
			return p, err
		}
		p.Settings += fmt.Sprintf(" %s=%s", name, model.Brief(value))
	}
	return p, nil
}

// Watch tells cheaply whether anything was written to a case since it was last asked. It is used by one goroutine.
type Watch struct {
	of         *Case
	connection *sql.Conn
	version    int64
	at         Watermark
	verdict    int64
}

// Watch begins to watch the case. It must be closed before the case is.
func (c *Case) Watch(ctx context.Context) (*Watch, error) {
	connection, err := c.reader.Conn(ctx)
	if err != nil {
		return nil, sqlite.Explain(err)
	}
	return &Watch{of: c, connection: connection, version: -1}, nil
}

// Watermark is [Case.Watermark]. As long as nobody has written to the case it costs one look at the head of its file. A
// case whose file is gone is an error that wraps [ErrGone].
func (w *Watch) Watermark(ctx context.Context) (Watermark, error) {
	if err := w.of.checkPresence(); err != nil {
		return w.at, err
	}
	var version int64
	if err := w.connection.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version); err != nil {
		return w.at, sqlite.Explain(err)
	}
	if version == w.version {
		return w.at, nil
	}
	at, err := readWatermark(ctx, w.connection)
	if err != nil {
		return w.at, err
	}
	if err := w.connection.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) FROM verdict").Scan(&w.verdict); err != nil {
		return w.at, sqlite.Explain(err)
	}
	w.version, w.at = version, at
	return w.at, nil
}

// LastVerdict is the ID of the verdict that was given last, as of the last Watermark; 0 for none.
func (w *Watch) LastVerdict() int64 { return w.verdict }

// Close ends the watch.
func (w *Watch) Close() error { return w.connection.Close() }
