// Package endings has the words for how events end and for what kind of action they are, and knows those that logs have
// for them where no format says it. It is pure.
package endings

import "slices"

// Outcome is how it ended what an event is about. What a status means is for others to tell.
type Outcome uint8

// The outcomes.
const (
	UnknownOutcome Outcome = iota
	Passed
	Failed  // somebody was let try, as with a wrong password
	Refused // nobody was let try, as with an account that is locked or a right that is missing
)

// OutcomeWords are the words for the outcomes, by number.
var OutcomeWords = [...]string{UnknownOutcome: "unknown", Passed: "passed", Failed: "failed", Refused: "refused"}

// String is the word for the outcome, the one that format files use.
func (o Outcome) String() string { return wordOf(OutcomeWords[:], int(o)) }

// Kind is what an action is.
type Kind uint8

// The kinds of actions.
const (
	UnknownKind Kind = iota // nothing says it
	View
	Login
	Logout
	Purchase
	Other // none of these
)

// KindWords are the words for the kinds, by number.
var KindWords = [...]string{
	UnknownKind: "unknown", View: "view", Login: "login", Logout: "logout", Purchase: "purchase", Other: "other",
}

// String is the word for the kind, the one that format files use.
func (k Kind) String() string { return wordOf(KindWords[:], int(k)) }

// OutcomeNamed is the outcome of a word; unknown for any other text.
func OutcomeNamed(word string) Outcome { return Outcome(max(slices.Index(OutcomeWords[:], word), 0)) }

// KindNamed is the kind of a word; unknown for any other text.
func KindNamed(word string) Kind { return Kind(max(slices.Index(KindWords[:], word), 0)) }

func wordOf(words []string, i int) string {
	if i < len(words) {
		return words[i]
	}
	return words[0]
}
