package store

import (
	"context"
	"database/sql/driver"

	"spoor/analysis/web"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// placeRequests asks the site what each request of the case means. Where it reads the events for that, it may keep
// them; keep may be nil.
func placeRequests(ctx context.Context, db sqlite.Querier, site *web.Site, keep *keptEvents) (*model.Pages, error) {
	p := model.NewPages(site)
	if err := beginEmbedded(ctx, db, p); err != nil {
		return nil, err
	}
	take := func(v []driver.Value) error {
		click, ending := model.ClickKind(v[3].(int64)), model.ParseEnding(v[4].(string), v[5].(string))
		p.Place(v[0].(string), v[1].(string), v[2].(string), click, ending)
		return nil
	}
	err := batchNumbered(ctx, db, requestTable.columns, requestTable.name, take)
	if err != nil {
		return nil, err
	}
	p.EndPlacing()
	if p.Clients, err = readClients(ctx, db, site); err != nil || p.Finder == nil {
		return p, err
	}
	return p, findEmbedded(ctx, db, p, keep)
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

// pageRows are the rows of the tables behind those that there are of each, without the items whose names are long.
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
