package analysis

import (
	"spoor/analysis/units"
	"spoor/analysis/web"
)

var loginAbuse = Rule{
	Name: "login-abuse", Title: "failed logins from one address in an hour", Unit: units.Accounts, Family: Identity,
	Kind: Threshold, HighOnly: true, Usual: 20,
	Least: 1, Observed: logins,
	More:     "more",
	evidence: evidenceIf(isFailedLogin),
	missing:  missingLogins,
}

const (
	abuseTime  = 60 * 60 * 1000 // milliseconds
	abuseShare = 0.8            // of the logins that fail
)

func isFailedLogin(_ *Measurer, event *web.Event) bool { return event.Traits.Has(web.LoginFailed) }
