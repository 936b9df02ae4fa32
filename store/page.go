package store

import (
	"context"

	"golang.org/x/sync/errgroup"

	"spoor/analysis/web"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// placeRequests asks the site what each request of the case means, and what there is to know of its clients, side by
// side. Where it reads the events for that, it may keep them; keep may be nil, for whoever does not read them.
func placeRequests(ctx context.Context, db sqlite.Querier, site *web.Site, keep *keptEvents) (*model.Pages, error) {
	p := model.NewPages(site)
	if err := beginEmbedded(ctx, db, p); err != nil {
		return nil, err
	}
	var events *eventReader
	reader := &sharedReader{db: db}
	group, running := errgroup.WithContext(ctx)
	group.Go(func() error { return reader.requests(running, p) })
	group.Go(func() error { return reader.sequences(running, p) })
	group.Go(func() (err error) {
		p.Clients, err = reader.clients(running, site)
		return err
	})
	if p.Finder != nil || keep != nil {
		group.Go(func() (err error) {
			events, err = reader.events(running, p)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	p.EndPlacing()
	keep.count(events)
	if p.Finder == nil {
		return p, nil
	}
	return p, findEmbedded(ctx, db, p, events, keep)
}

// requests places all requests, behind the referrers if it is to be found out what is embedded.
func (r *sharedReader) requests(ctx context.Context, p *model.Pages) error {
	if err := r.referrers(ctx, p.Finder); err != nil {
		return err
	}
	return r.each(ctx, requestTable.name, requestTable.columns, 0, func(v numberedRow) error {
		click, ending := model.ClickKind(v[3].Int()), model.ParseEnding(v[4].Text(), v[5].Text())
		p.PlaceOnly(v[0].Text(), v[1].Text(), v[2].Text(), click, ending)
		return nil
	})
}

// sequences numbers what all requests count up.
func (r *sharedReader) sequences(ctx context.Context, p *model.Pages) error {
	queue := model.SequenceQueue{Pages: p}
	defer queue.End()
	return r.each(ctx, requestTable.name, []string{"target", "click"}, 0, func(v numberedRow) error {
		queue.Add(v[0].Text(), model.ClickKind(v[1].Int()))
		return nil
	})
}

const (
	createItem = `CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT`
	createMenu = `CREATE TABLE menu (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT`
	createPage = `CREATE TABLE page ( -- what the site description makes of a request
	request INTEGER PRIMARY KEY REFERENCES request,
	item    INTEGER REFERENCES item,
	menu    INTEGER REFERENCES menu,
	level   TEXT    NOT NULL,
	static  INTEGER NOT NULL, -- 1: loaded by the browser, not by the user
	logout  INTEGER NOT NULL, -- 1: ends the session
	shown   INTEGER NOT NULL, -- 0: never a view, 1: a view when answered 2xx or 304, 2: always a view
	login   INTEGER NOT NULL, -- 1: asks for the login page, 2: may carry a password
	alone   INTEGER NOT NULL  -- 1: one user alone had asked for its path when the metrics were derived
) STRICT`

	pageSchema = "DROP TABLE IF EXISTS page; DROP TABLE IF EXISTS item; DROP TABLE IF EXISTS menu;\n" +
		createItem + ";\n" + createMenu + ";\n" + createPage + ";\n"
)

// pageRows are the new rows of the tables, behind so many old ones of each, without the items whose names are long.
func pageRows(p *model.Pages, items, menus, requests int) []sqlite.Rows {
	pages := sqlite.Rows{
		Into:  "page (request, item, menu, level, static, logout, shown, login, alone)",
		Like:  createPage,
		Key:   from(1),
		Count: len(p.OfRequest) - 1,
		Put: func(i int, to sqlite.Values) {
			page := &p.OfRequest[i+1]
			unless(page.Item == web.None, int64(page.Item), to)
			unless(page.Menu == web.None, int64(page.Menu), to)
			to.Text(model.LevelNames[page.Level])
			to.Integer(flag(page.Traits.Has(web.Static)))
			to.Integer(flag(page.Traits.Has(web.Logout)))
			to.Integer(int64(page.Shown))
			to.Integer(int64(page.Login))
			to.Integer(flag(page.Alone))
		},
	}
	return []sqlite.Rows{
		itemRows(p.Items, items),
		plainTexts("menu (id, name)", createMenu, 1, p.Menus.Added).After(menus),
		pages.After(requests),
	}
}
