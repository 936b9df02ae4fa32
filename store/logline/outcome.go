package logline

import "spoor/store/logline/endings"

// Outcome is how it ended what an event is about, and Kind what its action is.
type (
	Outcome = endings.Outcome
	Kind    = endings.Kind
)

// The outcomes and the kinds.
const (
	UnknownOutcome, Passed, Failed, Refused = endings.UnknownOutcome, endings.Passed, endings.Failed, endings.Refused

	UnknownKind, View, Login, Logout = endings.UnknownKind, endings.View, endings.Login, endings.Logout
	Purchase, Other                  = endings.Purchase, endings.Other
)

// OutcomeNamed is the outcome of a word; unknown for any other text.
func OutcomeNamed(word string) Outcome { return endings.OutcomeNamed(word) }

// KindNamed is the kind of a word; unknown for any other text.
func KindNamed(word string) Kind { return endings.KindNamed(word) }

// ending says of a click event how it ended and what it is, where no format does: what the name of its action says, or
// a field for just that. A status may be that of a thing, but not that of a login.
func (r *record) ending(e *Event) {
	e.Kind, e.Outcome = endings.OfAction(e.Action)
	for i := r.next(outcomeField, 0); i >= 0; i = r.next(outcomeField, i+1) {
		if outcome := endings.Result(r.word(r.places[outcomeField][i])); outcome != UnknownOutcome {
			e.Outcome = outcome
			return
		}
	}
	if e.Kind == Login && e.Outcome == UnknownOutcome {
		e.Outcome = endings.Result(r.told(statusField))
	}
}

// word is what a place says, true and false of JSON as words.
func (r *record) word(place int) []byte {
	if r.isBool(place) {
		return r.values[place]
	}
	return r.at(place)
}

func (r *record) isBool(place int) bool {
	raw := r.values[place]
	return r.json && len(raw) > 0 && (raw[0] == 't' || raw[0] == 'f')
}
