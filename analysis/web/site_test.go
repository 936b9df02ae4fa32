package web

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestPlace(t *testing.T) {
	for target, want := range map[string]Page{
		"/":                    {Item: "/", Menu: "/"},
		"":                     {Item: "", Menu: "/"},
		"*":                    {Item: "*", Menu: "/"},
		"?a=/b":                {Item: "", Menu: "/"},
		"/jobs":                {Item: "/jobs", Menu: "jobs"},
		"/jobs/7?from=a.css#x": {Item: "/jobs/7", Menu: "jobs"},
		"/jobs#/x?y":           {Item: "/jobs", Menu: "jobs"},
		"//jobs":               {Item: "//jobs", Menu: ""},
		"http://host/jobs":     {Item: "http://host/jobs", Menu: ""},
		"jobs/7":               {Item: "jobs/7", Menu: "7"},
		"/a/logo.PNG?v=2":      {Item: "/a/logo.PNG", Menu: "a", Static: true},
		"/a/x.jpeg":            {Item: "/a/x.jpeg", Menu: "a", Static: true},
		"/a/x.jpgx":            {Item: "/a/x.jpgx", Menu: "a"},
		"/a/css":               {Item: "/a/css", Menu: "a"},
		"/x.css#y":             {Item: "/x.css", Menu: "x.css"}, // a browser does not send fragments
	} {
		want.Named = true
		if got := DefaultSite().Place(target); got != want {
			t.Errorf("%q is %+v, want %+v", target, got, want)
		}
	}
}

// The reference's own patterns.
var (
	staticPattern = regexp.MustCompile(`(?i)\.(css|js|mjs|map|ico|png|jpe?g|gif|svg|webp|avif|bmp|` +
		`woff2?|ttf|otf|eot|mp3|mp4|webm)$`)
	robotPattern = regexp.MustCompile(`(?i)bot\b|bot/|crawl|spider|slurp|curl/|wget|python-requests|feedfetcher|archiver`)
)

func TestPlaceEqualsReference(t *testing.T) {
	pieces := []string{"/", "/", "jobs", "a", ".", ".css", ".JS", ".woff2", ".jpeg", "jpg", "?", "#", "x=1", "é",
		"\xff"}
	rapid.Check(t, func(t *rapid.T) {
		target := strings.Join(rapid.SliceOf(rapid.SampledFrom(pieces)).Draw(t, "target"), "")
		path := strings.Split(strings.Split(target, "?")[0], "#")[0]
		menu := "/"
		if strings.Count(path, "/") > 0 && path != "/" {
			menu = strings.Split(path, "/")[1]
		}
		want := Page{Item: path, Menu: menu, Named: true,
			Static: staticPattern.MatchString(strings.Split(target, "?")[0])}
		if got := DefaultSite().Place(target); got != want {
			t.Fatalf("%q is %+v, want %+v", target, got, want)
		}
	})
}

func TestIsRobot(t *testing.T) {
	for agent, want := range map[string]bool{
		"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)": true,
		"bot":                       true,
		"AhrefsBot":                 true,
		"Baiduspider-render/2.0":    true,
		"curl/8.5.0":                true,
		"Python-Requests/2.31":      true,
		"Wget":                      true,
		"Mozilla/5.0 CUBOT_NOTE":    false,
		"botnik":                    false,
		"boté":                      false, // é is a letter, so no word ends before it
		"robot2":                    false,
		"a curled":                  false,
		"":                          false,
		"Mozilla/5.0 (X11; Linux …": false,
	} {
		if got := IsRobot(agent); got != want {
			t.Errorf("IsRobot(%q) = %v", agent, got)
		}
	}
}

func TestIsRobotEqualsReference(t *testing.T) {
	pieces := []string{"bot", "BOT", "Bot/", "craw", "l", "_", "2", "-", " ", ";", "spider", "slurp", "curl", "/",
		"Wget", "python-", "requests"}
	words := newRobotMarks("")
	rapid.Check(t, func(t *rapid.T) {
		agent := strings.Join(rapid.SliceOf(rapid.SampledFrom(pieces)).Draw(t, "agent"), "")
		if got, want := words.find(agent), robotPattern.MatchString(agent); got != want {
			t.Fatalf("%q is a robot by its words: %v", agent, got)
		}
	})
}

func TestIsViewStatus(t *testing.T) {
	for status, want := range map[int]bool{0: false, 199: false, 200: true, 206: true, 299: true, 301: false,
		304: true, 404: false} {
		if IsViewStatus(status) != want {
			t.Errorf("IsViewStatus(%d) = %v", status, !want)
		}
	}
}
