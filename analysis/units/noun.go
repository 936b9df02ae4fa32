package units

// Noun is a thing that is counted, in the singular and in the plural.
type Noun struct{ One, Many string }

// NewNoun is a noun by its singular and its plural.
func NewNoun(one, many string) Noun { return Noun{one, many} }

// What metrics count, and whom.
var (
	SessionNoun = NewNoun("session", "sessions")
	ViewNoun    = NewNoun("view", "views")

	UserNoun = NewNoun("user", "users")
)

// Count is a number of them for people: "1 user", "12 users".
func (n Noun) Count(x int) string { return n.Amount(float64(x)) }

// Amount is Count of a number that may be a fraction, such as a mean.
func (n Noun) Amount(x float64) string {
	if x == 1 {
		return "1 " + n.One
	}
	return Round(x) + " " + n.Many
}
