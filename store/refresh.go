package store

import (
	"context"
	"database/sql/driver"
	"math"
	"reflect"
	"slices"
	"strings"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// refreshLimit is how many stretches of events a refresh looks up one by one, before reading all events is faster.
const refreshLimit = 20_000

// Refresh brings metrics up to date that were derived when the case was at a position, or earlier. It measures the
// users who have done something since, and those whose halves or activity the new end of the window changes. Where new
// events tell addresses it measures everybody, since what happens at an address concerns all who were ever there.
//
// The result is what a derivation would give, by the MeasureOptions of the metrics before. It is not kept; only the
// pages of new requests are, so that tracks can be read.
func (c *Case) Refresh(ctx context.Context, before *analysis.Matrix,
	since Watermark) (*analysis.Matrix, Watermark, error) {
	if own := before.Measuring.Own; len(own.List()) > 0 {
		return c.refreshOwn(ctx, before, since)
	}
	c.derive.Lock()
	defer c.derive.Unlock()
	r := refresh{before: before}
	var matrix *analysis.Matrix
	err := c.snapshot(ctx, func(db sqlite.Querier) (err error) {
		if r.now, err = readWatermark(ctx, db); err != nil || r.now == since {
			matrix = before
			return err
		}
		if r.now.Settings == since.Settings {
			matrix, err = r.read(ctx, db, since)
		}
		if err != nil || matrix != nil {
			return err
		}
		window, err := caseWindow(ctx, db)
		if err != nil {
			return err
		}
		d, err := derive(ctx, db, before.Measuring, window, nil)
		if err == nil {
			r.pages, matrix = d.pages, d.users.matrix()
		}
		return err
	})
	if err == nil && r.pages != nil && !c.readOnly {
		err = c.savePages(ctx, r.pages, r.now)
	}
	if err != nil {
		return nil, since, err
	}
	return matrix, r.now, nil
}

// refresh is one refresh.
type refresh struct {
	before  *analysis.Matrix
	now     Watermark
	pages   *model.Pages
	keys    []string
	touched []bool // by user: to be measured
	unsure  bool   // somebody can't be measured without everybody
}

// read measures who must be measured. It gives no matrix where so many must that all might as well be.
func (r *refresh) read(ctx context.Context, db sqlite.Querier, since Watermark) (*analysis.Matrix, error) {
	timeout, err := sessionTimeout(ctx, db)
	if err != nil {
		return nil, err
	}
	window, err := caseWindow(ctx, db)
	if err != nil {
		return nil, err
	}
	if r.keys, err = userKeys(ctx, db); err != nil {
		return nil, err
	}
	if addressed, err := newAddresses(ctx, db, since); err != nil || addressed {
		return nil, err
	}
	if err := r.findTouched(ctx, db, since, window); err != nil {
		return nil, err
	}
	known, err := readKnowledge(ctx, db, r.keys, nil)
	if err != nil {
		return nil, err
	}
	events, err := newEventReader(ctx, db, known.Pages)
	if err != nil || !events.keepOnly(r.touched) {
		return nil, err
	}
	if !reflect.DeepEqual(known.Content.Capabilities(), r.before.Background) {
		return nil, nil
	}
	how := r.before.Measuring.Of(timeout)
	measurer := analysis.NewMeasurer(how, window, known.Content)
	sources := analysis.NewAddressIndex(how, known.Pages.Addresses, known.Pages.Paths)
	measures := map[analysis.UserNumber]analysis.Measures{}
	err = events.eachUser(ctx, func(user int, events []web.Event) {
		row := measurer.Measure(events, known.Profile(user, r.keys[user], events))
		sources.Add(analysis.UserNumber(user), events, &row)
		r.keepSources(r.keys[user], &row)
		measures[analysis.UserNumber(user)] = row
	}, nil)
	if err != nil || r.unsure {
		return nil, err
	}
	r.pages = known.Pages
	matrix := analysis.NewMatrix(len(r.keys))
	matrix.Window, matrix.Timeout, matrix.Measuring = window, how.Timeout, r.before.Measuring
	matrix.Background = known.Content.Capabilities()
	r.merge(matrix, measures)
	return matrix, nil
}

// newAddresses reports whether any event that came in since tells its address, or asks for a path, which may have been
// one user's alone.
func newAddresses(ctx context.Context, db sqlite.Querier, since Watermark) (found bool, err error) {
	err = db.QueryRowContext(ctx, `
		SELECT EXISTS (SELECT 1 FROM tail e JOIN client c ON c.id = e.client JOIN request r ON r.id = e.request
			WHERE e.sequence > ? AND (c.ip <> '' OR r.click = 0))
		OR EXISTS (SELECT 1 FROM event e JOIN client c ON c.id = e.client JOIN request r ON r.id = e.request
			WHERE e.rowid > ? AND (c.ip <> '' OR r.click = 0))`, since.Sequence, since.Last).Scan(&found)
	return found, sqlite.Explain(err)
}

// keepSources takes over what all users together tell of one of them. It still holds if nobody has come from an
// address since.
func (r *refresh) keepSources(key string, row *analysis.Measures) {
	before, was := r.before.Row(key)
	if !was {
		return
	}
	for rule := range analysis.RuleID(analysis.RuleCount) {
		if !rule.OfAllUsers() {
			continue
		}
		old, now := r.before.X[rule][before], &row.Values[rule].X
		switch {
		case math.IsNaN(*now):
		case math.IsNaN(old):
			r.unsure = true
		default:
			*now = old
		}
	}
}

// findTouched finds the users with new events and those that the window passes over.
func (r *refresh) findTouched(ctx context.Context, db sqlite.Querier, since Watermark, window analysis.Window) error {
	r.touched = make([]bool, len(r.keys))
	touch := func(v []driver.Value) error {
		user := v[0].(int64)
		if user < 1 || user >= int64(len(r.touched)) {
			return model.ErrAltered
		}
		r.touched[user] = true
		return nil
	}
	const ofTail = "FROM tail NOT INDEXED WHERE sequence > ?"
	if err := sqlite.Batch(ctx, db, []string{"user"}, ofTail, []any{since.Sequence}, touch); err != nil {
		return err
	}
	if err := sqlite.Batch(ctx, db, []string{"user"}, "FROM user_run WHERE run > ?", []any{since.Run}, touch); err != nil {
		return err
	}
	for row, user := range r.before.ID {
		if !r.before.Stays(row, window) {
			r.touched[user] = true
		}
	}
	return nil
}

// merge fills the matrix in the order of the keys, with the rows of before where nobody was measured.
func (r *refresh) merge(matrix *analysis.Matrix, measures map[analysis.UserNumber]analysis.Measures) {
	var added []analysis.UserNumber // users who were not there before
	for user := range measures {
		if _, was := r.before.Row(r.keys[user]); !was {
			added = append(added, user)
		}
	}
	slices.SortFunc(added, func(a, b analysis.UserNumber) int { return strings.Compare(r.keys[a], r.keys[b]) })
	add := func(user analysis.UserNumber) { matrix.Append(user, r.keys[user], measures[user]) }
	for row, user := range r.before.ID {
		for len(added) > 0 && r.keys[added[0]] < r.before.Key[row] {
			add(added[0])
			added = added[1:]
		}
		if r.touched[user] {
			add(user)
		} else {
			matrix.Append(user, r.before.Key[row], r.before.Measures(row))
		}
	}
	for _, user := range added {
		add(user)
	}
}

// keepOnly makes the reader read the events of these users alone. It refuses, with false, where that would take longer
// than to read all.
func (r *eventReader) keepOnly(users []bool) bool {
	wanted := 0
	for user := range r.counts {
		if users[user] {
			wanted++
		} else {
			r.counts[user] = 0
		}
	}
	r.sparse = true
	return wanted*(len(r.runs)+1) <= refreshLimit
}

// savePages keeps what the site description makes of requests that are new, unless somebody has meanwhile changed it.
// Where other requests than before are embedded, it keeps all pages anew.
func (c *Case) savePages(ctx context.Context, p *model.Pages, at Watermark) error {
	return sqlite.Change(ctx, c.writer, func(transaction *sqlite.Tx) error {
		now, err := readWatermark(ctx, transaction)
		if err != nil || now.Settings != at.Settings {
			return err
		}
		changed, err := c.keepEmbedded(ctx, transaction, p)
		if err != nil {
			return err
		}
		if changed {
			if _, err := transaction.ExecContext(ctx, pageSchema); err != nil {
				return sqlite.Explain(err)
			}
			if err := c.insert(ctx, transaction, pageRows(p, 0, 0, 0)...); err != nil {
				return err
			}
			return saveLongItems(ctx, transaction, p.Items, p.Site, 0)
		}
		var items, menus, requests int
		err = transaction.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM item), (SELECT count(*) FROM menu),
			(SELECT count(*) FROM page)`).Scan(&items, &menus, &requests)
		if err != nil {
			return sqlite.Explain(err)
		}
		if err := sqlite.InsertFew(ctx, transaction, pageRows(p, items, menus, requests)...); err != nil {
			return err
		}
		return saveLongItems(ctx, transaction, p.Items, p.Site, items)
	})
}
