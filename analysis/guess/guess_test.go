package guess

import (
	"maps"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"spoor/analysis/web"
)

var guessed = map[string]int64{
	"/": 50, "/jobs?menu=law&page=2": 20, "/jobs/1001?menu=law": 30, "/jobs/1002": 10, "/jobs/1003/": 1,
	"/jobs/1001/detail": 9, "/jobs/1002/detail?x#y": 1, "/apply/1001": 3, "/apply/1002": 1, "/company/9": 5,
	"/img/logo.png": 99, "/view.php?page=3&tid=17": 2, "/view.php?tid=18&sid=1": 2, "/view.php?tid=19&sid=1": 2,
	"/User/Login.php": 4, "/login": 2, "/logout": 1,
	"/about/team": 1, "/about/us": 1, "/about/jobs/": 1, "/help/contact": 7,
	"/doc/1b4e28ba-2fa1-11d2-883f-0016d3cca427": 1, "/doc/deadbeef01": 1, "/doc/defacedd": 1,
	"/it's/7": 1, "/it's/8": 1, "/\x1b[31m/7": 1, "*": 1, "http://x/7": 1, "/jobs/1'; DROP": 1,
}

func TestGuess(t *testing.T) {
	text := Site(maps.All(guessed), nil)
	s, err := web.ParseSite("guess", []byte(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	for target, want := range map[string]web.Page{
		"/jobs/7?menu=law": {Item: "7", Named: true, Described: true, Menu: "jobs", Level: web.LevelSummary},
		"/jobs/7/":         {Item: "7", Named: true, Described: true, Menu: "jobs", Level: web.LevelSummary},
		"/jobs/7/detail":   {Item: "7", Named: true, Described: true, Menu: "jobs", Level: web.LevelDetail},
		"/jobs/7/apply":    {},
		"/apply/7":         {Item: "apply/7", Named: true, Described: true, Menu: "apply"}, // not the job 7
		// one company is one page
		"/company/9":             {},
		"/view.php?page=2&tid=7": {Item: "7", Named: true, Described: true, Menu: "view"},
		"/view.php?tid=7#x":      {Item: "7", Named: true, Described: true, Menu: "view"},
		"/viewXphp?tid=7":        {},
		"/view.php?stid=7":       {},
		"/about/us":              {Item: "about/us", Named: true, Described: true, Menu: "about"},
		"/help/contact":          {},
		"/doc/0123456789abcdef":  {Item: "doc/0123456789abcdef", Named: true, Described: true, Menu: "doc"},
		"/User/Login.php?x":      {Login: true},
		"/login":                 {},
		"/logout":                {Logout: true},
		"/logout2":               {},
	} {
		if got := s.Place(target); got != want {
			t.Errorf("%s is %+v, want %+v", target, got, want)
		}
	}
	if !strings.Contains(text, "# 41 requests of 3 items, such as /jobs/1001\n[[page]]\n") {
		t.Errorf("no count of jobs in\n%s", text)
	}
	if !strings.Contains(text, "match = '^/jobs/(?P<item>\\d+)/detail/?(?:[?#]|$)'\n"+
		"menu  = 'jobs'\nlevel = \"detail\"\n") {
		t.Errorf("no details in\n%s", text)
	}
}

func TestGuessNothing(t *testing.T) {
	text := Site(maps.All(map[string]int64{"/": 3, "/about/us": 1, "/about/you": 1, "/about/me": 1}), nil)
	s, err := web.ParseSite("site.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := s.Place("/about/us"), web.DefaultSite().Place("/about/us"); got != want {
		t.Errorf("%+v, want %+v\n%s", got, want, text)
	}
}

func TestGuessParses(t *testing.T) {
	pieces := []string{"/", "/", "jobs", "7", "42", "1b4e28ba9", "?", "&", "id=", "page=", "detail", "'", "\"", "\n",
		"[", "]", "{n}", "\\", "é", "\xff", "(", "+", ".", "login", "#"}
	rapid.Check(t, func(t *rapid.T) {
		targets := map[string]int64{}
		for range rapid.IntRange(0, 60).Draw(t, "targets") {
			targets["/"+strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 8).Draw(t, "target"), "")]++
		}
		text := Site(maps.All(targets), nil)
		if _, err := web.ParseSite("guess", []byte(text)); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		for range 3 {
			if again := Site(maps.All(targets), nil); again != text {
				t.Fatalf("guessed\n%s\nand then\n%s", text, again)
			}
		}
	})
}

// TestGuessLeavesEmbeddedOut: a pattern of it would make pages of pictures again. Nothing in a path breaks the
// description.
func TestGuessLeavesEmbeddedOut(t *testing.T) {
	requests := map[string]int64{"/jobs/1": 9, "/jobs/2": 9, "/image/1?a": 30, "/image/2": 30, "/x\ny = 3": 25}
	text := Site(maps.All(requests), []web.Embedded{{Template: "/image/#", Requests: 60, Own: 59, Soon: 57, Users: 4},
		{Template: "/x\ny = #", Requests: 25, Own: 25, Soon: 25, Users: 1}})
	if _, err := web.ParseSite("guess", []byte(text)); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	for _, want := range []string{
		"\n#   /image/#: 60 requests by 4 users, 98.3 % from a page of the site, 95 % within 5 s of it\n",
		"\n#   /x\\ny = #: 25 requests by 1 user, ", "menu  = 'jobs'",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "menu  = 'image'") {
		t.Errorf("pictures are pages in\n%s", text)
	}
}
