package store

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"

	"spoor/analysis"
	"spoor/analysis/packed"
	"spoor/analysis/web"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// derivation is what follows from the events of a case.
type derivation struct {
	state  string // what it was made from
	pages  *model.Pages
	shared []analysis.AddressUser
	users  *measuredUsers
}

// Derive measures every user and keeps the metrics, with what the site description makes of each request. progress is
// told how many of the events have been measured; it may be nil.
func (c *Case) Derive(ctx context.Context, progress model.Progress) error {
	_, err := c.deriveAndKeep(ctx, progress)
	return err
}

func (c *Case) deriveAndKeep(ctx context.Context, progress model.Progress) (*derivation, error) {
	c.derive.Lock()
	defer c.derive.Unlock()
	var d *derivation
	err := c.snapshot(ctx, func(db sqlite.Querier) (err error) {
		window, err := caseWindow(ctx, db)
		if err != nil {
			return err
		}
		d, err = derive(ctx, db, analysis.DefaultMeasureOptions(), window, progress)
		return err
	})
	if err != nil || c.readOnly { // they are derived anew each time
		return d, err
	}
	return d, c.saveDerived(ctx, d)
}

// Window is the time between the first and the last event of the case.
func (c *Case) Window(ctx context.Context) (analysis.Window, error) { return caseWindow(ctx, c.db()) }

func derive(ctx context.Context, db sqlite.Querier, how analysis.MeasureOptions, window analysis.Window,
	progress model.Progress) (*derivation, error) {
	timeout, err := sessionTimeout(ctx, db)
	if err != nil {
		return nil, err
	}
	r, err := read(ctx, db)
	if err != nil {
		return nil, err
	}
	return r.measure(ctx, how, how.Of(timeout), window, progress)
}

// measure measures all users: asked are the options as they were given, how those with the session timeout filled in.
func (r *reading) measure(ctx context.Context, asked, how analysis.MeasureOptions, window analysis.Window,
	progress model.Progress) (*derivation, error) {
	pages, background := r.known.Pages, r.known.Content.Capabilities()
	of := packed.NewUsers(len(r.events.counts), background)
	sources, err := r.eachUser(ctx, how, window, progress, of, func(index *analysis.AddressIndex) measureUser {
		measurer := analysis.NewMeasurer(how, window, r.known.Content)
		return func(user analysis.UserNumber, events []web.Event) analysis.Measures {
			row := measurer.Measure(events, r.known.Profile(int(user), r.keys[user], events))
			index.Add(user, events, &row)
			return row
		}
	})
	if err != nil {
		return nil, err
	}
	pages.MarkAlone(sources)
	users := inOrderOfKeys(of, r.keys, background)
	users.window, users.timeout, users.measuring = window, how.Timeout, asked
	return &derivation{r.state, pages, sources.Shared(), users}, nil
}

// measureUser measures a user by the events in the window, of which there is one at least.
type measureUser func(user analysis.UserNumber, events []web.Event) analysis.Measures

// eachUser has all users measured who have events in the window, several at a time, and what all of them together tell;
// worker makes what one goroutine measures by.
func (r *reading) eachUser(ctx context.Context, how analysis.MeasureOptions, window analysis.Window,
	progress model.Progress, into *packed.Users, worker func(*analysis.AddressIndex) measureUser) (
	*analysis.AddressIndex, error) {
	pages := r.known.Pages
	workers := make([]func(*userChunk) error, runtime.GOMAXPROCS(0))
	indexes := make([]*analysis.AddressIndex, len(workers))
	for i := range workers {
		indexes[i] = analysis.NewAddressIndex(how, pages.Addresses, pages.Paths)
		measure, packer := worker(indexes[i]), into.Packer()
		each := func(user int, events []web.Event) {
			if events = model.Within(window, events); len(events) > 0 {
				row := measure(analysis.UserNumber(user), events)
				packer.Set(analysis.UserNumber(user), &row)
			}
		}
		workers[i] = func(k *userChunk) error { k.each(each); return nil }
	}
	if err := r.events.shareChunks(ctx, workers, progress); err != nil {
		return nil, err
	}
	sources := indexes[0]
	for _, index := range indexes[1:] {
		sources.Merge(index, pages.Addresses)
	}
	sources.Finish(into.Raise)
	return sources, nil
}

// IsMeasured reports whether the metrics that the case keeps follow from the case as it is.
func (c *Case) IsMeasured(ctx context.Context) (bool, error) { return isDerived(ctx, c.db()) }

// derivedFrom names everything that the derived tables follow from, so that they are made anew when any of it changes.
func derivedFrom(ctx context.Context, db sqlite.Querier) (string, error) {
	at, err := readWatermark(ctx, db)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("version=%d events=%d sequence=%d metrics=%s%s",
		model.DerivationVersion, at.Last, at.Sequence, MeasureVersion(), at.Settings), nil
}

func (c *Case) saveDerived(ctx context.Context, d *derivation) error {
	background, err := json.Marshal(d.users.background)
	if err != nil {
		return err
	}
	columns := measureColumns(d.users.background)
	return sqlite.Change(ctx, c.writer, func(transaction *sqlite.Tx) error {
		schema := pageSchema + neighbourSchema + measureSchema(columns) + derivedViews(columns)
		if _, err := transaction.ExecContext(ctx, schema); err != nil {
			return sqlite.Explain(err)
		}
		rows := append(pageRows(d.pages, 0, 0, 0),
			neighbourRows(d.pages.Clients, d.shared), d.users.rows(columns))
		if err := c.insert(ctx, transaction, rows...); err != nil {
			return err
		}
		if err := saveLongItems(ctx, transaction, d.pages.Items, d.pages.Site, 0); err != nil {
			return err
		}
		if _, err := c.keepEmbedded(ctx, transaction, d.pages); err != nil {
			return err
		}
		if err := c.setSetting(ctx, transaction, model.SettingBackground, string(background)); err != nil {
			return err
		}
		return c.setSetting(ctx, transaction, model.SettingDerived, d.state)
	})
}

// caseWindow is the time between the first and the last event of the case.
func caseWindow(ctx context.Context, db sqlite.Querier) (analysis.Window, error) {
	var window analysis.Window
	const ends = "SELECT coalesce(min(first_ts), 0), coalesce(max(last_ts), 0) FROM source"
	err := db.QueryRowContext(ctx, ends).Scan(&window.From, &window.To)
	return window, sqlite.Explain(err)
}
