package web

import "slices"

// LoginOutcome says of a request to the login page whether it was a login, and how it ended: refused (401 or 403) it
// failed; a form that was sent and is shown again (200) failed, too; where it leads on to another page (3xx, but not
// 304) it succeeded. Where the site description names the statuses of a success, these alone are one, and all other
// answers to what was sent failures, but for those of a server that failed itself (5xx). To ask for the form is no
// login; sent says that the request was another one, see MaySendLogin.
func (s *Site) LoginOutcome(sent bool, status int) Traits {
	switch {
	case sent && slices.Contains(s.loginPassed, status):
		return LoginPassed
	case sent && len(s.loginPassed) > 0 && status >= 200 && status < 500:
		return LoginFailed
	case status == 401 || status == 403 || sent && status == 200:
		return LoginFailed
	case sent && status >= 300 && status < 400 && status != 304:
		return LoginPassed
	default:
		return 0
	}
}

// MaySendLogin reports whether a request with this action can carry a password to the login page.
func MaySendLogin(action string) bool { return action != "GET" && action != "HEAD" }
