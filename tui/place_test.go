package tui

import (
	"fmt"
	"strings"
	"testing"

	"spoor/tui/term/termtest"
)

func TestPlaceRoundTrip(t *testing.T) {
	keys := append([]string{"kim", "a/b", "a b", "100%", "..", "sessions"}, termtest.Strange...)
	for _, key := range keys {
		for _, p := range []place{
			{screen: "users", user: key},
			{screen: "users", user: key, tab: "sessions"},
			{screen: "users", user: key, tab: "notes"},
			{screen: "users", user: key, tab: "sessions", session: 7},
			{screen: "users", user: key, tab: "sessions", session: 7, event: 120},
			{screen: "items", of: key},
			{screen: "addresses", of: key},
		} {
			got, err := parsePlace(p.String())
			if err != nil || got != p {
				t.Errorf("%v is written %s and read %v: %v", p, p, got, err)
			}
			if strings.ContainsAny(p.String(), "\x1b\r\n\x00 ") {
				t.Errorf("%q is not a word for a shell", p)
			}
		}
	}
	for _, screen := range []string{"users", "rules", "rejects", "items", "addresses"} {
		if p, err := parsePlace(screen); err != nil || p.String() != screen {
			t.Errorf("%s is read %v: %v", screen, p, err)
		}
	}
}

func TestPlacesThatAreNone(t *testing.T) {
	for _, link := range []string{"", "user/kim", "users/", "users/kim/session/0", "users/kim/session/x",
		"users/kim/session", "users/kim/session/1/event", "users/kim/session/1/event/0", "users/kim/session/1/event/x",
		"users/a/b/c/d", "rules/x", "users/%zz", "items/", "items/a/b", "addresses/%zz"} {
		if p, err := parsePlace(link); err == nil {
			t.Errorf("%q is %v", link, p)
		} else if !strings.Contains(err.Error(), "try users") {
			t.Errorf("%q: %v does not say what to try", link, err)
		}
	}
}

// TestFormsNameEveryPlace holds the list that an error shows, and reads every form of it.
func TestFormsNameEveryPlace(t *testing.T) {
	_, err := parsePlace("nowhere")
	const want = `no place "nowhere"; try users, users/KEY, ` +
		"users/KEY/{why,sessions,items,addresses,hours,peers,notes}, users/KEY/session/N, users/KEY/session/N/event/N, " +
		"rules, rejects, audit, compare, " +
		"overview, segments, sources, sql, timeline, items, items/KEY, addresses, addresses/KEY"
	if err == nil || err.Error() != want {
		t.Errorf("%v", err)
	}
	for _, form := range placeForms() {
		link := strings.NewReplacer("KEY", "kim", "N", "7").Replace(form.pattern)
		if before, tabs, found := strings.Cut(link, "{"); found {
			link = before + strings.Split(strings.Trim(tabs, "}"), ",")[0]
		}
		if p, err := parsePlace(link); err != nil || p.String() != link {
			t.Errorf("%s: %s is read %v: %v", form.pattern, link, p, err)
		}
	}
}

func TestWhatIsWrongWithAPlace(t *testing.T) {
	for link, why := range map[string]string{
		"users/kim/session/0": ": N is a number from 1 on",
		"users/kim/session/x": ": N is a number from 1 on",
		"users/":              ": KEY is empty or not escaped as in a URL",
		"users//notes":        ": KEY is empty or not escaped as in a URL",
		"items/%zz":           ": KEY is empty or not escaped as in a URL",
		"users/kim/session":   "",
		"users/kim/wy":        "",
	} {
		want := fmt.Sprintf("no place %q%s; try users", link, why)
		if _, err := parsePlace(link); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v", link, err)
		}
	}
}

func FuzzPlace(f *testing.F) {
	f.Add("users/kim/session/7")
	f.Add("users/%2F/sessions")
	f.Fuzz(func(t *testing.T, link string) {
		p, err := parsePlace(link)
		if err != nil {
			return
		}
		if again, err := parsePlace(p.String()); err != nil || again != p {
			t.Errorf("%q is %v, which is written %s and read %v: %v", link, p, p, again, err)
		}
	})
}

func TestDeepLinks(t *testing.T) {
	for link, crumb := range map[string]string{
		"users/scraper":                   "scraper",
		"users/scraper/sessions":          "scraper",
		"users/scraper/hours":             "scraper",
		"users/scraper/session/2":         "session 2 of 4",
		"users/scraper/session/2/event/3": "session 2 of 4",
		"rules":                           "Rules",
		"rejects":                         "Rejects",
		"segments":                        "Segments",
		"compare":                         "Compare",
		"audit":                           "Audit",
		"timeline":                        "Timeline",
		"sources":                         "Sources",
		"items":                           "Items",
		"items/7":                         "7",
		"addresses":                       "Addresses",
		"addresses/10.1.2.7":              "10.1.2.7",
	} {
		a, u := unstarted(t, newFakeCase())
		at, err := parsePlace(link)
		if err != nil {
			t.Fatal(err)
		}
		u.visit = &at
		drain(a, a.Init())
		if got := a.top().Caption(); got.Crumb != crumb || got.Link != link {
			t.Errorf("%s leads to %q, %s", link, got.Crumb, got.Link)
		}
	}
	for link, note := range map[string]string{
		"users/nobody":                      "no user nobody in this case",
		"users/scraper/session/99":          "this user has only 4 sessions",
		"users/scraper/session/1/event/999": "this session has only 80 events",
		"items/none":                        "no item none in this case",
	} {
		a, u := unstarted(t, newFakeCase())
		at, _ := parsePlace(link)
		u.visit = &at
		drain(a, a.Init())
		if a.note != note {
			t.Errorf("%s: %q", link, a.note)
		}
	}
}
