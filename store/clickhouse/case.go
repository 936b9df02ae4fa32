package clickhouse

import (
	"context"
	"fmt"
	"sync"

	"spoor/store"
	"spoor/store/model"
	"spoor/store/server"
)

// Case is a case that ClickHouse keeps. It is safe for concurrent use, by any number of processes.
type Case struct {
	*server.Case
	c      *client
	shards []*client // of the shards, where each can be reached; none: they are read through c

	recentState   recent[state]
	recentSources recent[[]store.Source]
	recent        recent[server.Extent]

	mutex       sync.Mutex
	extent      server.Extent
	extentKnown bool
	claims      map[int64]int64    // numbers of sources in the case, by those that a load gives them
	begun       map[int64]bool     // sources that the load has added to
	years       int                // that events are kept; 0: for ever, -1: not yet known
	marks       map[int]store.Mark // that were asked for last, by source
}

// engine is what the case asks of the server; see [server.Engine].
type engine struct{ *Case }

// Open opens the case at a place, whose tables must be there.
func Open(ctx context.Context, p *Place) (*Case, error) {
	place := *p
	k := &Case{c: newClient(&place), claims: map[int64]int64{}, begun: map[int64]bool{}, years: -1}
	k.Case = server.New(engine{k})
	_, err := k.c.count(ctx, "setting")
	if err == nil {
		if _, err = k.c.count(ctx, p.events); err != nil && p.columns != nil {
			err = fmt.Errorf("%w (%s is what the URL names as events=; a table of another database is named "+
				"DATABASE.TABLE)", err, p.events)
		}
	}
	if err == nil && p.columns != nil {
		place.kinds, err = k.c.columnKinds(ctx)
	}
	if err == nil {
		err = k.openShards(ctx)
	}
	if err != nil {
		return nil, err
	}
	return k, nil
}

// count is how many rows a table has.
func (c *client) count(ctx context.Context, table string) (n int64, err error) {
	err = c.rows(ctx, "SELECT toString(count()) FROM "+table, nil, 1, func(row []string) error {
		n = integer(row[0])
		return nil
	})
	return n, err
}

// Path is the URL by which the case is opened, without anything secret.
func (e engine) Path() string { return e.c.place.URL }

// Shape is empty for spoor's own table of events.
func (e engine) Shape() string {
	p := e.c.place
	if p.columns == nil {
		return ""
	}
	shape := p.table
	for _, own := range ownColumns {
		shape += " " + own + "=" + p.columns[own] + p.kinds[own]
	}
	return " " + model.Brief(shape)
}

// Close releases the connections.
func (k *Case) Close() error {
	k.c.http.CloseIdleConnections()
	return nil
}

// CloseOrDiscard is Close: nothing was made by opening it.
func (k *Case) CloseOrDiscard(context.Context) error { return k.Close() }

// CheckWritable is nil: verdicts can always be kept. A table of others refuses loads in [Case.AppendRun].
func (k *Case) CheckWritable() error { return nil }

// Watch tells whether anything was written to the case since it was last asked.
type Watch struct {
	of      *Case
	verdict int64
}

// Watch begins to watch the case.
func (k *Case) Watch() *Watch { return &Watch{of: k} }

// Watermark is how far the case has come.
func (w *Watch) Watermark(ctx context.Context) (store.Watermark, error) {
	at, err := w.of.Case.Watermark(ctx)
	if err != nil {
		return at, err
	}
	err = w.of.c.rows(ctx, "SELECT toString(max(id)) FROM verdict", nil, 1, func(row []string) error {
		w.verdict = integer(row[0])
		return nil
	})
	return at, err
}

// LastVerdict is the ID of the verdict that was given last, as of the last Watermark; 0 for none.
func (w *Watch) LastVerdict() int64 { return w.verdict }

// Close ends the watch.
func (w *Watch) Close() error { return nil }
