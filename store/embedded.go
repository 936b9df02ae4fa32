package store

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"slices"
	"strings"

	"spoor/analysis/web"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// Embedded is what the log says that pages ask for by themselves; nothing where the site description says it.
func (c *Case) Embedded(ctx context.Context) (found []web.Embedded, err error) {
	err = c.snapshot(ctx, func(db sqlite.Querier) error {
		site, err := caseSite(ctx, db)
		if err != nil || !site.FindsEmbedded() {
			return err
		}
		kept, current, err := readEmbedded(ctx, db)
		if err != nil || current {
			found = kept.Found
			return err
		}
		p, err := placeRequests(ctx, db, site, nil)
		if err == nil {
			found = p.Embedded.Found
		}
		return err
	})
	return found, err
}

// readEmbedded reads what the case keeps. It is not current if requests have come in since, or anything it follows from
// has changed.
func readEmbedded(ctx context.Context, db sqlite.Querier) (e model.Embedded, current bool, err error) {
	at, err := readWatermark(ctx, db)
	if err != nil {
		return e, false, err
	}
	now := model.Embedded{
		Version: model.DerivationVersion, From: model.Brief(at.Settings), Last: at.Last, Live: at.Sequence,
	}
	text, err := setting(ctx, db, model.SettingEmbedded)
	if err != nil || text == "" {
		return now, false, err
	}
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		return e, false, model.ErrAltered
	}
	if e.Version != now.Version || e.From != now.From {
		return now, false, nil
	}
	newer, err := newRequests(ctx, db, e.Last, e.Live)
	if newer || err != nil {
		return now, false, err
	}
	return e, true, nil
}

// newRequests reports whether any event that came in since asks for a URL.
func newRequests(ctx context.Context, db sqlite.Querier, last, sequence int64) (found bool, err error) {
	err = db.QueryRowContext(ctx, `
		SELECT EXISTS (SELECT 1 FROM tail e JOIN request r ON r.id = e.request WHERE e.sequence > ? AND r.click = 0)
		OR EXISTS (SELECT 1 FROM event e JOIN request r ON r.id = e.request WHERE e.rowid > ? AND r.click = 0)`,
		sequence, last).Scan(&found)
	return found, sqlite.Explain(err)
}

// beginEmbedded prepares for placing requests: what is embedded is what the case keeps of it, or else is to be found
// out.
func beginEmbedded(ctx context.Context, db sqlite.Querier, p *model.Pages) error {
	if !p.Site.FindsEmbedded() {
		return nil
	}
	kept, current, err := readEmbedded(ctx, db)
	if err != nil {
		return err
	}
	p.Embedded = kept
	if current {
		p.Templates = map[string]bool{}
		for _, found := range kept.Found {
			p.Templates[found.Template] = true
		}
		return nil
	}
	p.Finder = web.NewEmbeddedFinder()
	return nil
}

// referrers tells a finder all referrers, unless there is none.
func (r *sharedReader) referrers(ctx context.Context, finder *web.EmbeddedFinder) error {
	if finder == nil {
		return nil
	}
	return r.each(ctx, "referrer", []string{"url"}, 0, func(v numberedRow) error {
		finder.Referrer(v[0].Text())
		return nil
	})
}

// findEmbedded reads the events of all users to find out what is embedded, and has it count as static.
func findEmbedded(ctx context.Context, db sqlite.Querier, p *model.Pages, events *eventReader,
	keep *keptEvents) error {
	defer func() { p.Finder = nil }()
	if !p.Finder.Begin() {
		return nil
	}
	keep.begin(events)
	err := events.eachChunk(ctx, func(k *userChunk) error {
		k.each(func(_ int, events []web.Event) { p.Finder.Add(events) })
		keep.add(k)
		return nil
	}, nil)
	if err != nil {
		return err
	}
	keep.embed(p.Finder.Embedded)
	for request := range p.OfRequest {
		if p.Finder.Embedded(request) {
			p.Embed(request)
		}
	}
	p.Embedded.Found, err = p.Finder.Find(func(request int) (target string, err error) {
		err = db.QueryRowContext(ctx, "SELECT target FROM request WHERE id = ?", request).Scan(&target)
		return target, sqlite.Explain(err)
	})
	return err
}

// keepEmbedded keeps what was found, and reports whether other requests are embedded than before.
func (c *Case) keepEmbedded(ctx context.Context, transaction *sqlite.Tx, p *model.Pages) (changed bool, err error) {
	if !p.Site.FindsEmbedded() {
		return false, nil
	}
	text, err := setting(ctx, transaction, model.SettingEmbedded)
	if err != nil {
		return false, err
	}
	var before model.Embedded
	if text != "" && json.Unmarshal([]byte(text), &before) != nil {
		return false, model.ErrAltered
	}
	now, err := json.Marshal(p.Embedded)
	if err != nil || string(now) == text {
		return false, err
	}
	same := func(a, b web.Embedded) bool { return a.Template == b.Template }
	changed = !slices.EqualFunc(model.SortedByTemplate(before.Found), model.SortedByTemplate(p.Embedded.Found), same)
	return changed, c.setSetting(ctx, transaction, model.SettingEmbedded, string(now))
}

// RequestCounts are how often each URL was asked for.
func (c *Case) RequestCounts(ctx context.Context) (map[string]int64, error) {
	counts := map[string]int64{}
	const rest = `FROM (SELECT request, count(*) AS n FROM every_event GROUP BY request) e
		JOIN request r ON r.id = e.request WHERE r.click = 0`
	err := sqlite.Batch(ctx, c.reader, []string{"r.target", "e.n"}, rest, nil, func(v []driver.Value) error {
		counts[strings.Clone(v[0].(string))] += v[1].(int64)
		return nil
	})
	return counts, err
}
