package analysis

import (
	"slices"

	"spoor/analysis/units"
	"spoor/analysis/web"
)

var logins = units.NewNoun("login", "logins")

var loginGuessing = Rule{
	Name: "login-guessing", Title: "failed logins before a success", Unit: units.Failures, Family: Identity,
	Kind: Threshold, HighOnly: true, Usual: 5, Beyond: true,
	Least: 1, Observed: logins, Over: logins,
	More:     "more",
	measure:  measureLoginGuessing,
	evidence: loginGuessingEvidence,
	missing:  missingLogins,
}

// guessingTime is how long before a success a failure belongs to it, in milliseconds.
const guessingTime = 30 * 60 * 1000

// measureLoginGuessing is the largest number of failed logins in the 30 minutes up to one that succeeded, and since the
// one that succeeded before: somebody who does not know the password tried until it was found.
func measureLoginGuessing(m *Measurer) Value {
	_, most, logins := m.guesses()
	return Value{float64(most), int32(logins)}
}

// guesses finds the success with most failures before it, the first of equals (−1: none), and counts the logins. A
// failure in the second of the success counts if it comes before it in the log.
func (m *Measurer) guesses() (success, most, logins int) {
	success = -1
	m.intervals = m.intervals[:0] // the times of the failures since the last success
	for i := range m.events {
		event := &m.events[i]
		switch {
		case event.Traits.Has(web.LoginFailed):
			logins++
			m.intervals = append(m.intervals, event.Time)
		case event.Traits.Has(web.LoginPassed):
			logins++
			since, _ := slices.BinarySearch(m.intervals, event.Time-guessingTime)
			if failures := len(m.intervals) - since; failures > most {
				success, most = i, failures
			}
			m.intervals = m.intervals[:0]
		}
	}
	return success, most, logins
}

// loginGuessingEvidence finds the success with most failures before it, and those.
func loginGuessingEvidence(m *Measurer, _ *Profile, add func(event int)) {
	success, _, _ := m.guesses()
	if success < 0 {
		return
	}
	add(success)
	earliest := m.events[success].Time - guessingTime
	for i := success - 1; i >= 0 && !m.events[i].Traits.Has(web.LoginPassed) && m.events[i].Time >= earliest; i-- {
		if m.events[i].Traits.Has(web.LoginFailed) {
			add(i)
		}
	}
}

func missingLogins(m *Matrix, _ int) string {
	if !m.Background.Logins {
		return "no login in the site description or the log"
	}
	return ""
}
