package analysis

import "slices"

// Noun is a thing that is counted, in the singular and in the plural.
type Noun struct{ One, Many string }

// What metrics count, and whom.
var (
	sessions = Noun{"session", "sessions"}
	views    = Noun{"view", "views"}

	userNoun    = Noun{"user", "users"}
	requestNoun = Noun{"request", "requests"}
)

// Count is a number of them for people: "1 user", "12 users".
func (n Noun) Count(x int) string { return n.count(float64(x)) }

func (n Noun) count(x float64) string {
	if x == 1 {
		return "1 " + n.One
	}
	return round(x) + " " + n.Many
}

// Noun is what a user is called: an address where the events had no account, else a user.
func (m *Matrix) Noun(row int) Noun {
	if m.Facts[row].Address {
		return addresses
	}
	return userNoun
}

// Nouns is what all users together are called: addresses if each of them is one, else users.
func (m *Matrix) Nouns() Noun {
	if m.Len() == 0 || slices.ContainsFunc(m.Facts, func(f Facts) bool { return !f.Address }) {
		return userNoun
	}
	return addresses
}
