package store

import (
	"context"
	"time"

	"spoor/analysis"
	"spoor/store/sqlite"
)

// knowledge is everything that metrics are measured with besides the events.
type knowledge struct {
	pages    *pages
	content  *analysis.Knowledge
	profiles profiles
}

// profiles are those of users, by number of the user.
type profiles map[int]analysis.Profile

func readKnowledge(ctx context.Context, db sqlite.Querier, userKeys []string) (*knowledge, error) {
	site, err := caseSite(ctx, db)
	if err != nil {
		return nil, err
	}
	k := &knowledge{}
	if k.pages, err = placeRequests(ctx, db, site); err != nil {
		return nil, err
	}
	catalogue, err := readFacts(ctx, db, catalogueTable)
	if err != nil {
		return nil, err
	}
	k.content, err = analysis.NewKnowledge(site, catalogueEntries(catalogue), func(item string) (int32, bool) {
		id := k.pages.items.find([]byte(item))
		return id, id != 0
	})
	if err != nil {
		return nil, err
	}
	k.content.Devices, k.content.Sequences = k.pages.devices, k.pages.sequences
	k.content.Paths, k.content.Logins = k.pages.paths, k.pages.logins
	if err := db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM referrer)").Scan(&k.content.Referrers); err != nil {
		return nil, sqlite.Explain(err)
	}
	people, err := readFacts(ctx, db, profileTable)
	if err != nil {
		return nil, err
	}
	k.profiles = newProfiles(people, userKeys, site.Requirements)
	return k, nil
}

// profile is what is known of a user, who came with these events.
func (k *knowledge) profile(user int, key string, events []analysis.Event) analysis.Profile {
	profile := k.profiles[user]
	profile.Address = isAddress(key, k.pages.names[k.pages.addresses[events[0].Client]])
	return profile
}

// The fields with a meaning of their own.
const (
	fieldRequires = "requires" // of an entry of the catalogue: items that should be looked at before
	fieldJoined   = "joined"   // of a profile: a date
)

// catalogueEntries are the catalogue as the analysis wants it.
func catalogueEntries(catalogue []Facts) []analysis.Entry {
	list := make([]analysis.Entry, 0, len(catalogue))
	for _, facts := range catalogue {
		list = append(list, analysis.Entry{Item: facts.Key, Fields: facts.Fields, Requires: analysis.SplitRequires(facts.Fields[fieldRequires])})
	}
	return list
}

func newProfiles(people []Facts, userKeys []string, requirements []analysis.Requirement) profiles {
	if len(people) == 0 {
		return nil
	}
	number := make(map[string]int, len(userKeys))
	for user, key := range userKeys {
		number[key] = user
	}
	p := profiles{}
	for _, facts := range people {
		if user, found := number[facts.Key]; found {
			p[user] = newProfile(facts, requirements)
		}
	}
	return p
}

// newProfile is a profile as the analysis wants it.
func newProfile(person Facts, requirements []analysis.Requirement) analysis.Profile {
	profile := analysis.Profile{Joined: joined(person.Fields[fieldJoined])}
	for _, requirement := range requirements {
		profile.Has = append(profile.Has, person.Fields[requirement.Profile])
	}
	return profile
}

// joined reads a date, or a time; 0 if it is neither.
func joined(text string) int64 {
	for _, layout := range []string{time.DateOnly, time.RFC3339, time.DateTime, "2006/01/02", "2006.01.02"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UnixMilli()
		}
	}
	return 0
}

// caseSite is the site description of the case.
func caseSite(ctx context.Context, db sqlite.Querier) (*analysis.Site, error) {
	text, err := setting(ctx, db, settingSite)
	if err != nil {
		return nil, err
	}
	return siteOf(text)
}

func siteOf(text string) (*analysis.Site, error) {
	if text == "" {
		return analysis.DefaultSite(), nil
	}
	return analysis.ParseSite("the site description of the case", []byte(text))
}

// SiteDescription is the site description of the case in TOML, empty if there is none.
func (c *Case) SiteDescription(ctx context.Context) (string, error) {
	return setting(ctx, c.db(), settingSite)
}

// SetSite changes the site description; name is said in errors. The events stay; what follows from them is derived anew when
// it is next asked for.
func (c *Case) SetSite(ctx context.Context, name string, description []byte) error {
	if _, err := analysis.ParseSite(name, description); err != nil {
		return err
	}
	return c.setSetting(ctx, c.writer, settingSite, string(description))
}
