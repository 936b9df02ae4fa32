package web

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const jobSite = `
static = ["css", ".tar.gz"]
robots = ["^monitor", 'health\b']

[[page]]
match = '^/jobs/(?P<item>\d+)\?(?:menu=(?P<menu>[a-z]*))?'
menu  = "jobs"
level = "summary"
[[page]]
match = '^/jobs/(?P<item>\d+)/detail'
menu  = "jobs"
level = "detail"
[[page]]
match = '^/jobs'
menu  = "list"
[[page]]
match = '^/(?:a/(?P<item>[a-z]*)|b)$'

[login]
path = '^/login$'
[logout]
path = '^/logout'

[[require]]
profile = "education"
item    = "level"
order   = ["none", "bachelor"]
[[require]]
profile = "major"
item    = "major"
`

func mustParseSite(t testing.TB, text string) *Site {
	t.Helper()
	s, err := ParseSite("site.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestParsedPlace(t *testing.T) {
	s := mustParseSite(t, jobSite)
	for _, c := range []struct {
		target string
		match  int
		want   Page
	}{
		{"/jobs/7?menu=law&x=1", 0, Page{Item: "7", Named: true, Described: true, Menu: "law", Level: LevelSummary}},
		// the group is there and empty
		{"/jobs/7?menu=", 0, Page{Item: "7", Named: true, Described: true, Menu: "jobs", Level: LevelSummary}},
		// the group is not there
		{"/jobs/7?", 0, Page{Item: "7", Named: true, Described: true, Menu: "jobs", Level: LevelSummary}},
		{"/jobs/7/detail?menu=law", 1, Page{Item: "7", Named: true, Described: true, Menu: "jobs", Level: LevelDetail}},
		{"/jobs/7", 2, Page{Menu: "list", Described: true}},
		{"/jobs/7.css?a", 2, Page{Menu: "list", Described: true, Static: true}},
		{"/a/", 3, Page{Named: true, Described: true}}, // an item may be named by nothing
		{"/a/x", 3, Page{Item: "x", Named: true, Described: true}},
		{"/b", 3, Page{Described: true}},
		{"/about", -1, Page{}},
		{"/login", -1, Page{Login: true}},
		{"/login?next=/", -1, Page{}}, // patterns see path and query
		{"/logout?all", -1, Page{Logout: true}},
		{"/x.TAR.gz", -1, Page{Static: true}},
		{"/x.gz", -1, Page{}},
		{"/x.png", -1, Page{}}, // the endings are in place of the usual ones
	} {
		if got := s.Place(c.target); got != c.want || s.Match(c.target) != c.match {
			t.Errorf("%q is %+v by pattern %d, want %+v by %d", c.target, got, s.Match(c.target), c.want, c.match)
		}
	}
	if patterns := s.Patterns(); len(patterns) != 4 || patterns[2] != "^/jobs" {
		t.Errorf("patterns %q", patterns)
	}
}

func TestParsedRequirements(t *testing.T) {
	want := []Requirement{{Profile: "education", Item: "level", Order: []string{"none", "bachelor"}},
		{Profile: "major", Item: "major"}}
	if got := mustParseSite(t, jobSite).Requirements; !reflect.DeepEqual(got, want) {
		t.Errorf("requirements %+v", got)
	}
}

func TestParsedRobots(t *testing.T) {
	s := mustParseSite(t, jobSite)
	for agent, want := range map[string]bool{"Monitor/1": true, "the monitor": false, "HEALTH check": true,
		"healthy": false, "Googlebot/2.1": true} {
		if s.IsRobot(agent) != want {
			t.Errorf("IsRobot(%q) = %v", agent, !want)
		}
	}
}

func TestSiteWithoutPages(t *testing.T) {
	s := mustParseSite(t, "[logout]\npath = '/bye'")
	if got, want := s.Place("/jobs/7.png?x"),
		(Page{Item: "/jobs/7.png", Menu: "jobs", Named: true, Static: true}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if !s.Place("/x?back=/bye").Logout || s.Levels() || s.Match("/jobs/7") != -1 {
		t.Error("a site without pages")
	}
}

func TestParseSiteSaysWhatIsWrong(t *testing.T) {
	page := "\n[[page]]\nmatch = '^/a'\n"
	const require, login = "[[require]]\nprofile='a'\nitem='b'\n", "[login]\npath = '/x'\n"
	for text, want := range map[string]string{
		"[[page]]\nmatch = '^/a'\nmenus = 'x'":     "s.toml:3:1: page.menus: no such key; did you mean menu?",
		page + "[login]\npaths = '/x'":             "s.toml:5:1: login.paths: no such key; did you mean path?",
		"statics = []":                             "s.toml:1:1: statics: no such key; did you mean static?",
		page + page + "level = 'summry'":           `s.toml:7:1: level: "summry" is not a level; did you mean summary?`,
		page + "[[page]]\nmenu = 'x'\nmatch = '('": "s.toml:6:1: match: the pattern is wrong: missing closing ): `(`",
		page + "[[page]]\nmenu = 'x'":              "s.toml:4:3: page: no pattern to match",
		"[[page]]\nmatch = '(?P<itme>a)'":          "s.toml:2:1: match: no group is named itme; did you mean item?",
		"[login]\npath = '('":                      "s.toml:2:1: login.path: the pattern is wrong: missing closing ): `(`",
		"[login]\nsuccess = [200]":                 "s.toml:1:2: login: no path",
		login + "success = []": "s.toml:3:1: success: no status; " +
			"leave it out where a login that succeeds leads on to another page",
		login + "success = [200, 401]": "s.toml:3:1: success: 401 is not a successful status, 200 to 399",
		login + "success = [204, 204]": "s.toml:3:1: success: 204 comes twice",
		login + "success = 200":        "s.toml:3:11: ",
		login + "succes = [200]":       "s.toml:3:1: login.succes: no such key; did you mean success?",
		"\n[logout]":                   "s.toml:2:2: logout: no path",
		"static = ['css', '']":         "s.toml:1:1: static: an empty ending",
		"\nrobots = ['[']":             "s.toml:2:1: robots: the pattern is wrong: missing closing ]: `[`",
		"robots = ['']":                "s.toml:1:1: robots: an empty pattern finds everybody",

		"[[require]]\nitem = 'a'":       "s.toml:1:3: require: no field of the profile",
		"[[require]]\nprofile = 'a'":    "s.toml:1:3: require: no field of the catalogue",
		require + "order=['x','y','x']": `s.toml:4:1: order: "x" comes twice`,
		require + "order=['x']":         "s.toml:4:1: order: at least two values, in rising order",
		require + "order=[]":            "s.toml:4:1: order: at least two values, in rising order",
		strings.Repeat(require, 2): "s.toml:5:1: require: " +
			"a of the profile and b of the item are compared twice",
		require + "order='x'": "s.toml:4:7: ",

		"require = [{profile='a', item='b'}, {profile='a'}]": "s.toml:1:1: require: no field of the catalogue",
		"[[page]\nmatch='x'":                     "s.toml:1:7: ",
		strings.Repeat(require, 9):               "s.toml:25:3: require: at most 8 requirements",
		"login.path = '^/in$'\nlogin.paht = 'x'": "s.toml:2:1: login.paht: no such key; did you mean path?",
		"# é\n\n[[page]]\nmatch = '^/a'\nlevel = \"\"\"\ndetails\"\"\"": `s.toml:5:1: level: "details" is not a level; ` +
			`did you mean detail?`,
	} {
		if _, err := ParseSite("s.toml", []byte(text)); err == nil || !strings.HasPrefix(err.Error(), want) ||
			strings.HasSuffix(want, "?") && err.Error() != want {
			t.Errorf("%s\n%v\nwant %s", text, err, want)
		}
	}
}

// TestPlaceEqualsReferenceSite compares with the reference's Site.place, written from it.
func TestPlaceEqualsReferenceSite(t *testing.T) {
	s := mustParseSite(t, jobSite)
	menus, levels := []string{"jobs", "jobs", "list", ""}, []Level{LevelSummary, LevelDetail, 0, 0}
	pieces := []string{"/jobs", "/", "7", "42", "?", "menu=", "law", "/detail", "/a/", "x", "b", "#", "&", "é", ".css",
		"/logout"}
	rapid.Check(t, func(t *rapid.T) {
		target := strings.Join(rapid.SliceOf(rapid.SampledFrom(pieces)).Draw(t, "target"), "")
		var want Page
		for i := range s.pages {
			rx := s.pages[i].target
			groups := rx.FindStringSubmatch(target)
			if groups == nil {
				continue
			}
			want = Page{Menu: menus[i], Level: levels[i], Described: true}
			if k := rx.SubexpIndex("item"); k >= 0 {
				want.Item, want.Named = groups[k], i != 3 || strings.HasPrefix(target, "/a/")
			}
			if k := rx.SubexpIndex("menu"); k >= 0 && groups[k] != "" {
				want.Menu = groups[k]
			}
			break
		}
		want.Static = strings.HasSuffix(strings.Split(target, "?")[0], ".css")
		want.Logout = strings.HasPrefix(target, "/logout")
		if got := s.Place(target); got != want {
			t.Fatalf("%q is %+v, want %+v", target, got, want)
		}
	})
}

func FuzzParseSite(f *testing.F) {
	f.Add([]byte(jobSite))
	f.Add([]byte("require = [{}]"))
	f.Add([]byte("[[page]]\nmatch = '(?P<item>a)|(?P<item>b)'"))
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := ParseSite("s.toml", text)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n") {
				t.Errorf("%q: an error of several lines", err)
			}
			return
		}
		s.Place("/jobs/7?menu=x")
		if len(s.Patterns()) != len(s.pages) || len(s.Requirements) > MaxRequirements ||
			slices.ContainsFunc(s.Requirements, func(r Requirement) bool { return r.Item == "" }) {
			t.Errorf("%q makes %+v", text, s)
		}
	})
}
