package analysis

import (
	"testing"

	"spoor/analysis/web"
)

// jobSite has pages in summary and in detail, menus, a login, and two things that profiles and items are compared by.
const jobSite = `
[[page]]
match = '^/jobs/(?P<item>\d+)$'
menu  = "jobs"
level = "summary"
[[page]]
match = '^/jobs/(?P<item>\d+)/detail'
menu  = "jobs"
level = "detail"

[login]
path = '^/login$'

[[require]]
profile = "education"
item    = "level"
order   = ["none", "bachelor"]
[[require]]
profile = "major"
item    = "major"
`

func mustParseSite(t testing.TB, text string) *web.Site {
	t.Helper()
	s, err := web.ParseSite("site.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}
