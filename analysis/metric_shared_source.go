package analysis

import (
	"math"

	"spoor/analysis/units"
	"spoor/analysis/web"
)

var addresses = units.NewNoun("address", "addresses")

var sharedSource = Rule{
	Name: "shared-source", Title: "shared source", Unit: units.Ratio, Family: Identity,
	Kind: Threshold, HighOnly: true, Usual: 1, Beyond: true,
	Least: 1, Observed: units.NewNoun("known address", "known addresses"),
	More:     "more",
	beside:   besideSource,
	evidence: evidenceIf(isElsewhere),
}

// What is usual: more makes the value of the rule more than 1.
const (
	usersOfAddress  = 5 // in a day (UTC)
	addressesOfUser = 9
)

// besideSource says what there was too much of: "with 12 users at one address in a day", or "from 14 addresses".
func besideSource(m *Matrix, row int) string {
	x, n := m.X[SharedSource][row], m.N[SharedSource][row]
	if x == float64(n)/addressesOfUser {
		return "from " + addresses.Amount(float64(n))
	}
	who := units.UserNoun
	if m.Stats[row].Address { // with an agent beside it, or it would be one
		who = units.NewNoun("agent", "agents")
	}
	return "with " + who.Amount(math.Round(x*usersOfAddress)) + " at one address in a day"
}

// isElsewhere reports whether an event is the first of a client. Events come in order.
func isElsewhere(m *Measurer, event *web.Event) bool {
	return event.Client != 0 && m.seen.Add(event.Client) == 1
}
