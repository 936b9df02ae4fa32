package logline

import "slices"

// Outcome is how it ended what an event is about. It is known only where a format says so; what a status means is for
// others to tell.
type Outcome uint8

// The outcomes.
const (
	UnknownOutcome Outcome = iota
	Passed
	Failed  // somebody was let try, as with a wrong password
	Refused // nobody was let try, as with an account that is locked or a right that is missing
)

var outcomeWords = [...]string{UnknownOutcome: "unknown", Passed: "passed", Failed: "failed", Refused: "refused"}

// String is the word for the outcome, the one that format files use.
func (o Outcome) String() string { return wordOf(outcomeWords[:], int(o)) }

// Kind is what an action is, as a format says it.
type Kind uint8

// The kinds of actions.
const (
	UnknownKind Kind = iota // the format does not say
	View
	Login
	Logout
	Purchase
	Other // none of these
)

var kindWords = [...]string{
	UnknownKind: "unknown", View: "view", Login: "login", Logout: "logout", Purchase: "purchase", Other: "other",
}

// String is the word for the kind, the one that format files use.
func (k Kind) String() string { return wordOf(kindWords[:], int(k)) }

// OutcomeNamed is the outcome of a word; unknown for any other text.
func OutcomeNamed(word string) Outcome { return Outcome(max(slices.Index(outcomeWords[:], word), 0)) }

// KindNamed is the kind of a word; unknown for any other text.
func KindNamed(word string) Kind { return Kind(max(slices.Index(kindWords[:], word), 0)) }

func wordOf(words []string, i int) string {
	if i < len(words) {
		return words[i]
	}
	return words[0]
}
