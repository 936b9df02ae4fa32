package endings

import (
	"bytes"

	"spoor/store/logline/spelling"
)

// results are the words of fields that say how something ended, plain. What may also be said of a thing, as that an
// order is open, is none of them; nor is a grade.
var results = map[string]Outcome{
	"success": Passed, "successful": Passed, "succeeded": Passed, "passed": Passed, "ok": Passed, "true": Passed,
	"yes": Passed, "allowed": Passed, "granted": Passed, "accessgranted": Passed,
	"failure": Failed, "failed": Failed, "unsuccessful": Failed, "error": Failed, "false": Failed, "no": Failed,
	"invalidpassword": Failed, "wrongpassword": Failed, "badpassword": Failed, "invalidcredentials": Failed,
	"denied": Refused, "refused": Refused, "rejected": Refused, "blocked": Refused, "forbidden": Refused,
	"unauthorized": Refused, "accessdenied": Refused, "locked": Refused, "accountlocked": Refused,
}

// Result is what the value of a field says that says how something ended.
func Result(said []byte) Outcome {
	var buffer [longest]byte
	if len(said) == 0 || len(said) > longest {
		return UnknownOutcome
	}
	return results[string(spelling.AppendPlain(buffer[:0], said))]
}

// longest is how long a name or a word can be that is known, in bytes.
const longest = 32

// doings are what logs call logins and logouts, and what they write before and behind it.
var (
	logins  = []string{"login", "logon", "signin"}
	done    = []string{"loggedin", "loggedon", "signedin"}
	logouts = []string{"logout", "logoff", "signout", "loggedout", "loggedoff", "signedout"}
	befores = []string{"", "user", "user.", "auth.", "users."}
	tails   = map[string]Outcome{
		"": UnknownOutcome, "attempt": UnknownOutcome, "event": UnknownOutcome,
		"success": Passed, "succeeded": Passed, "successful": Passed, "ok": Passed,
		"failed": Failed, "failure": Failed, "fail": Failed, "error": Failed, "unsuccessful": Failed,
		"denied": Refused, "refused": Refused, "blocked": Refused,
	}
)

type action struct {
	kind    Kind
	outcome Outcome
}

// actions are the names of all of them, plain.
var actions = makeActions()

func makeActions() map[string]action {
	all := map[string]action{}
	for _, before := range befores {
		for _, login := range logins {
			for tail, outcome := range tails {
				for _, name := range []string{login + tail, login + "." + tail, tail + login} { // failed login
					all[before+name] = action{Login, outcome}
				}
			}
		}
		for _, login := range done {
			all[before+login] = action{Login, Passed}
		}
		for _, logout := range logouts {
			all[before+logout] = action{Logout, UnknownOutcome}
		}
	}
	return all
}

// OfAction is what the name of an action says by itself: login, login_failed, user.logout.
func OfAction(name []byte) (Kind, Outcome) {
	if n := len(name); n < len("login") || n > longest || // as most
		bytes.IndexByte(name, 'g') < 0 && bytes.IndexByte(name, 'G') < 0 {
		return UnknownKind, UnknownOutcome
	}
	var buffer [longest]byte
	a := actions[string(spelling.AppendPlain(buffer[:0], name))]
	return a.kind, a.outcome
}
