package store

import (
	"context"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store/model"
	"spoor/store/sqlite"
)

func readKnowledge(ctx context.Context, db sqlite.Querier, userKeys []string,
	keep *keptEvents) (*model.Knowledge, error) {
	site, err := caseSite(ctx, db)
	if err != nil {
		return nil, err
	}
	k := &model.Knowledge{}
	if k.Pages, err = placeRequests(ctx, db, site, keep); err != nil {
		return nil, err
	}
	catalogue, err := readFacts(ctx, db, model.CatalogueTable)
	if err != nil {
		return nil, err
	}
	k.Content, err = analysis.NewKnowledge(site, model.CatalogueEntries(catalogue), func(item string) (int32, bool) {
		id := k.Pages.Items.Find([]byte(item))
		return id, id != 0
	})
	if err != nil {
		return nil, err
	}
	k.Content.Devices, k.Content.Sequences = k.Pages.Devices, k.Pages.Sequences
	k.Content.Paths, k.Content.Logins = k.Pages.Paths, k.Pages.Logins
	if err := db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM referrer)").Scan(&k.Content.Referrers); err != nil {
		return nil, sqlite.Explain(err)
	}
	people, err := readFacts(ctx, db, model.ProfileTable)
	if err != nil {
		return nil, err
	}
	k.Profiles = model.NewProfiles(people, userKeys, site.Requirements)
	return k, nil
}

// caseSite is the site description of the case.
func caseSite(ctx context.Context, db sqlite.Querier) (*web.Site, error) {
	text, err := setting(ctx, db, model.SettingSite)
	if err != nil {
		return nil, err
	}
	return model.SiteOf(text)
}

// SiteDescription is the site description of the case in TOML, empty if there is none.
func (c *Case) SiteDescription(ctx context.Context) (string, error) {
	return setting(ctx, c.db(), model.SettingSite)
}

// SetSite changes the site description; name is said in errors. The events stay; what follows from them is derived anew
// when it is next asked for.
func (c *Case) SetSite(ctx context.Context, name string, description []byte) error {
	if _, err := web.ParseSite(name, description); err != nil {
		return err
	}
	return c.setSetting(ctx, c.writer, model.SettingSite, string(description))
}
