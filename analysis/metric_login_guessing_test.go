package analysis

import (
	"testing"

	"spoor/analysis/web"
)

func TestLoginGuessing(t *testing.T) {
	six := times(6, 1000, "fails")
	checkMetric(t, LoginGuessing, []metricCase{
		{"six, then it succeeds", six + ", 7s passes", 6, 7},
		{"it never does", six, 0, 6},
		{"in the last second, before it", six + ", 5s passes", 6, 7},
		{"in the first second, after it", "0s passes, " + six, 0, 7},
		{"30 minutes", six + ", 1800s passes", 6, 7},
		{"the first is too old", six + ", 1801s passes", 5, 7},
		{"since the success before", six + ", 7s passes, 8s fails, 9s passes", 6, 9},
		{"the most counts", "0s fails, 1s passes, " + shift(t, "10s", six) + ", 20s passes", 6, 9},
		{"other things in between", "0s fails, 1s view a1, 2s fails, 3s other, 4s passes", 2, 3},
		{"no logins", times(9, 0, "view a%d"), none, 0},
		{"one event", "0s passes", none, 1},
	})
}

func TestLoginOutcome(t *testing.T) {
	for _, c := range []struct {
		action string
		status int
		want   web.Traits
	}{
		{"POST", 200, web.LoginFailed}, {"POST", 302, web.LoginPassed}, {"POST", 303, web.LoginPassed},
		{"POST", 304, 0}, {"POST", 500, 0}, {"POST", 0, 0},
		{"POST", 204, 0}, {"POST", 400, 0}, {"GET", 200, 0}, {"GET", 302, 0}, {"HEAD", 200, 0},
		{"GET", 401, web.LoginFailed}, {"POST", 403, web.LoginFailed},
	} {
		if got := web.DefaultSite().LoginOutcome(web.MaySendLogin(c.action), c.status); got != c.want {
			t.Errorf("%s %d is %b, want %b", c.action, c.status, got, c.want)
		}
	}
}

// TestLoginOutcomeOfAnAPI: what succeeds is told by its status, and every other answer to what was sent is a failure.
func TestLoginOutcomeOfAnAPI(t *testing.T) {
	site := mustParseSite(t, "[login]\npath = '^/api/login$'\nsuccess = [200, 204]")
	for _, c := range []struct {
		action string
		status int
		want   web.Traits
	}{
		{"POST", 200, web.LoginPassed}, {"POST", 204, web.LoginPassed}, {"PUT", 200, web.LoginPassed},
		{"POST", 201, web.LoginFailed}, {"POST", 302, web.LoginFailed},
		{"POST", 400, web.LoginFailed}, {"POST", 401, web.LoginFailed}, {"POST", 422, web.LoginFailed},
		{"POST", 429, web.LoginFailed}, {"POST", 500, 0}, {"POST", 0, 0},
		{"GET", 200, 0}, {"GET", 401, web.LoginFailed}, {"HEAD", 204, 0},
	} {
		if got := site.LoginOutcome(web.MaySendLogin(c.action), c.status); got != c.want {
			t.Errorf("%s %d is %b, want %b", c.action, c.status, got, c.want)
		}
	}
}
