package analysis

// LoginOutcome says of a request to the login page whether it was a login, and how it ended: refused (401 or 403) it failed; a
// form that was sent and is shown again (200) failed, too; where it leads on to another page (3xx, but not 304) it succeeded.
// To ask for the form is no login; sent says that the request was another one, see MaySendLogin.
func LoginOutcome(sent bool, status int) Traits {
	switch {
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

func missingLogins(m *Matrix, _ int) string {
	if !m.Background.Logins {
		return "no login in the site description"
	}
	return ""
}
