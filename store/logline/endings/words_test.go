package endings

import "testing"

func TestOfAction(t *testing.T) {
	type said struct {
		kind    Kind
		outcome Outcome
	}
	for name, want := range map[string]said{
		"login": {Login, UnknownOutcome}, "Sign in": {Login, UnknownOutcome}, "user.login": {Login, UnknownOutcome},
		"LOGIN_FAILED": {Login, Failed}, "Failed login": {Login, Failed}, "user.login.failed": {Login, Failed},
		"loginSuccess": {Login, Passed}, "UserLoggedIn": {Login, Passed}, "login attempt": {Login, UnknownOutcome},
		"login_blocked": {Login, Refused},
		"logout":        {Logout, UnknownOutcome}, "user-signed-out": {Logout, UnknownOutcome},
		"view": {}, "blog": {}, "login page viewed": {}, "plugin": {}, "login_link_clicked": {}, "signing": {}, "": {},
	} {
		if kind, outcome := OfAction([]byte(name)); (said{kind, outcome}) != want {
			t.Errorf("%q: %v, %v", name, kind, outcome)
		}
	}
}

func TestResult(t *testing.T) {
	for word, want := range map[string]Outcome{
		"success": Passed, "SUCCEEDED": Passed, "true": Passed, "Access granted": Passed,
		"Failure": Failed, "false": Failed, "invalid_password": Failed, "denied": Refused, "Access Denied": Refused,
		"open": UnknownOutcome, "fail": UnknownOutcome, "200": UnknownOutcome, "0": UnknownOutcome, "": UnknownOutcome,
		"no such user was ever found in the directory": UnknownOutcome,
	} {
		if got := Result([]byte(word)); got != want {
			t.Errorf("%q: %v", word, got)
		}
	}
}
