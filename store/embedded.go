package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"slices"
	"strings"

	"spoor/analysis"
	"spoor/store/sqlite"
)

// embedded is what the pages of the site ask for by themselves, as the case keeps it. It follows from the requests of URLs
// and from nothing else that comes in.
type embedded struct {
	Version int    `json:"version"` // of the derivation
	From    string `json:"from"`    // the settings it was found with
	Last    int64  `json:"last"`    // the events it was found in, as in a Watermark
	Live    int64  `json:"live"`

	Found []analysis.Embedded `json:"found"` // those with most requests first
}

// Embedded is what the log says that pages ask for by themselves; nothing where the site description says it.
func (c *Case) Embedded(ctx context.Context) (found []analysis.Embedded, err error) {
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
		p, err := placeRequests(ctx, db, site)
		if err == nil {
			found = p.embedded.Found
		}
		return err
	})
	return found, err
}

// readEmbedded reads what the case keeps. It is not current if requests have come in since, or anything it follows from has
// changed.
func readEmbedded(ctx context.Context, db sqlite.Querier) (e embedded, current bool, err error) {
	at, err := readWatermark(ctx, db)
	if err != nil {
		return e, false, err
	}
	now := embedded{Version: derivationVersion, From: brief(at.settings), Last: at.Last, Live: at.Sequence}
	text, err := setting(ctx, db, settingEmbedded)
	if err != nil || text == "" {
		return now, false, err
	}
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		return e, false, errAltered
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
	err = db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM tail e JOIN request r ON r.id = e.request WHERE e.sequence > ? AND r.click = 0)
		OR EXISTS (SELECT 1 FROM event e JOIN request r ON r.id = e.request WHERE e.rowid > ? AND r.click = 0)`, sequence, last).Scan(&found)
	return found, sqlite.Explain(err)
}

// beginEmbedded makes ready to place requests by what the case keeps, or else to find out.
func (p *pages) beginEmbedded(ctx context.Context, db sqlite.Querier) error {
	if !p.site.FindsEmbedded() {
		return nil
	}
	kept, current, err := readEmbedded(ctx, db)
	if err != nil {
		return err
	}
	p.embedded = kept
	if current {
		p.templates = map[string]bool{}
		for _, found := range kept.Found {
			p.templates[found.Template] = true
		}
		return nil
	}
	p.finder = analysis.NewEmbeddedFinder()
	return batchNumbered(ctx, db, []string{"url"}, "referrer", func(v []driver.Value) error {
		p.finder.Referrer(v[0].(string))
		return nil
	})
}

// mayEmbed places a request of a URL among those that may be embedded.
func (p *pages) mayEmbed(target string, place *analysis.Page) {
	known := place.Static || place.Described || place.Login || place.Logout
	switch {
	case p.finder != nil:
		p.finder.Request(target, known)
	case len(p.templates) > 0 && !known:
		p.key = analysis.AppendPathTemplate(p.key[:0], target)
		place.Static = p.templates[string(p.key)]
	}
}

// findEmbedded reads the events of all users to find out what is embedded, and has it count as static.
func (p *pages) findEmbedded(ctx context.Context, db sqlite.Querier) error {
	defer func() { p.finder = nil }()
	if !p.finder.Begin() {
		return nil
	}
	events, err := newEventReader(ctx, db, p)
	if err != nil {
		return err
	}
	if err := events.eachUser(ctx, func(_ int, events []analysis.Event) { p.finder.Add(events) }, nil); err != nil {
		return err
	}
	for request := range p.ofRequest {
		if page := &p.ofRequest[request]; p.finder.Embedded(request) {
			page.traits |= analysis.Static
			page.shown = never
		}
	}
	p.embedded.Found, err = p.finder.Find(func(request int) (target string, err error) {
		err = db.QueryRowContext(ctx, "SELECT target FROM request WHERE id = ?", request).Scan(&target)
		return target, sqlite.Explain(err)
	})
	return err
}

// keepEmbedded keeps what was found, and reports whether other requests are embedded than before.
func (c *Case) keepEmbedded(ctx context.Context, transaction *sql.Tx, p *pages) (changed bool, err error) {
	if !p.site.FindsEmbedded() {
		return false, nil
	}
	text, err := setting(ctx, transaction, settingEmbedded)
	if err != nil {
		return false, err
	}
	var before embedded
	if text != "" && json.Unmarshal([]byte(text), &before) != nil {
		return false, errAltered
	}
	now, err := json.Marshal(p.embedded)
	if err != nil || string(now) == text {
		return false, err
	}
	sameTemplate := func(a, b analysis.Embedded) bool { return a.Template == b.Template }
	changed = !slices.EqualFunc(byTemplate(before.Found), byTemplate(p.embedded.Found), sameTemplate)
	return changed, c.setSetting(ctx, transaction, settingEmbedded, string(now))
}

func byTemplate(found []analysis.Embedded) []analysis.Embedded {
	return slices.SortedFunc(slices.Values(found), func(a, b analysis.Embedded) int { return strings.Compare(a.Template, b.Template) })
}

// RequestCounts are how often each URL was asked for.
func (c *Case) RequestCounts(ctx context.Context) (map[string]int64, error) {
	counts := map[string]int64{}
	rest := "FROM (SELECT request, count(*) AS n FROM every_event GROUP BY request) e JOIN request r ON r.id = e.request WHERE r.click = 0"
	err := sqlite.Batch(ctx, c.reader, []string{"r.target", "e.n"}, rest, nil, func(v []driver.Value) error {
		counts[strings.Clone(v[0].(string))] += v[1].(int64)
		return nil
	})
	return counts, err
}
