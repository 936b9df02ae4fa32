package analysis

import (
	"maps"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var guessed = map[string]int64{
	"/": 50, "/jobs?menu=law&page=2": 20, "/jobs/1001?menu=law": 30, "/jobs/1002": 10, "/jobs/1003/": 1,
	"/jobs/1001/detail": 9, "/jobs/1002/detail?x#y": 1, "/apply/1001": 3, "/apply/1002": 1, "/company/9": 5,
	"/img/logo.png": 99, "/view.php?page=3&tid=17": 2, "/view.php?tid=18&sid=1": 2, "/view.php?tid=19&sid=1": 2, "/User/Login.php": 4, "/login": 2, "/logout": 1,
	"/about/team": 1, "/about/us": 1, "/about/jobs/": 1, "/help/contact": 7,
	"/doc/1b4e28ba-2fa1-11d2-883f-0016d3cca427": 1, "/doc/deadbeef01": 1, "/doc/defacedd": 1,
	"/it's/7": 1, "/it's/8": 1, "/\x1b[31m/7": 1, "*": 1, "http://x/7": 1, "/jobs/1'; DROP": 1,
}

func TestGuessSite(t *testing.T) {
	text := GuessSite(maps.All(guessed))
	s, err := ParseSite("guess", []byte(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	for target, want := range map[string]Page{
		"/jobs/7?menu=law":       {Item: "7", Named: true, Menu: "jobs", Level: LevelSummary},
		"/jobs/7/":               {Item: "7", Named: true, Menu: "jobs", Level: LevelSummary},
		"/jobs/7/detail":         {Item: "7", Named: true, Menu: "jobs", Level: LevelDetail},
		"/jobs/7/apply":          {},
		"/apply/7":               {Item: "apply/7", Named: true, Menu: "apply"}, // not the job 7
		"/company/9":             {},                                            // one company is one page
		"/view.php?page=2&tid=7": {Item: "7", Named: true, Menu: "view"},
		"/view.php?tid=7#x":      {Item: "7", Named: true, Menu: "view"},
		"/viewXphp?tid=7":        {},
		"/view.php?stid=7":       {},
		"/about/us":              {Item: "about/us", Named: true, Menu: "about"},
		"/help/contact":          {},
		"/doc/0123456789abcdef":  {Item: "doc/0123456789abcdef", Named: true, Menu: "doc"},
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
	if !strings.Contains(text, "match = '^/jobs/(?P<item>\\d+)/detail/?(?:[?#]|$)'\nmenu  = 'jobs'\nlevel = \"detail\"\n") {
		t.Errorf("no details in\n%s", text)
	}
}

func TestGuessNothing(t *testing.T) {
	text := GuessSite(maps.All(map[string]int64{"/": 3, "/about/us": 1, "/about/you": 1, "/about/me": 1}))
	s := mustParseSite(t, text)
	if got, want := s.Place("/about/us"), DefaultSite().Place("/about/us"); got != want {
		t.Errorf("%+v, want %+v\n%s", got, want, text)
	}
}

func TestGuessParses(t *testing.T) {
	pieces := []string{"/", "/", "jobs", "7", "42", "1b4e28ba9", "?", "&", "id=", "page=", "detail", "'", "\"", "\n", "[", "]", "{n}", "\\", "é", "\xff", "(", "+", ".", "login", "#"}
	rapid.Check(t, func(t *rapid.T) {
		targets := map[string]int64{}
		for range rapid.IntRange(0, 60).Draw(t, "targets") {
			targets["/"+strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 8).Draw(t, "target"), "")]++
		}
		text := GuessSite(maps.All(targets))
		if _, err := ParseSite("guess", []byte(text)); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		for range 3 {
			if again := GuessSite(maps.All(targets)); again != text {
				t.Fatalf("guessed\n%s\nand then\n%s", text, again)
			}
		}
	})
}
