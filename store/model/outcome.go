package model

import (
	"spoor/analysis/web"
	"spoor/store/logline"
)

// Ending is what a format says of an action: what it is, and how it ended.
type Ending struct {
	Kind    logline.Kind
	Outcome logline.Outcome
}

// ParseEnding reads the columns kind and outcome; an empty text is unknown.
func ParseEnding(kind, outcome string) Ending {
	return Ending{logline.KindNamed(kind), logline.OutcomeNamed(outcome)}
}

// code is the ending in a byte of which the lowest two bits are free.
func (e Ending) code() byte { return byte(e.Kind)<<2 | byte(e.Outcome)<<5 }

// Texts are the columns kind and outcome; empty: unknown.
func (e Ending) Texts() (kind, outcome string) {
	if e.Kind != logline.UnknownKind {
		kind = e.Kind.String()
	}
	if e.Outcome != logline.UnknownOutcome {
		outcome = e.Outcome.String()
	}
	return kind, outcome
}

// isLogin reports whether it is a login of which is known how it ended.
func (e Ending) isLogin() bool { return e.Kind == logline.Login && e.Outcome != logline.UnknownOutcome }

// Applied is the page with what the format says: what was tried and did not pass is no view, nor is a login; a login
// that failed, or that nobody was let try, is a failed one.
func (e Ending) Applied(to Page) Page {
	passed := e.Outcome != logline.Failed && e.Outcome != logline.Refused
	switch e.Kind {
	case logline.Login:
		to.Shown = never
		switch {
		case !passed:
			to.Traits |= web.LoginFailed
		case e.Outcome == logline.Passed:
			to.Traits |= web.LoginPassed
		}
		return to
	case logline.Logout:
		to.Shown, to.Traits = never, to.Traits|web.Logout
	case logline.Other:
		to.Shown = never
	case logline.Purchase:
		if passed {
			to.Traits |= web.Purchase
		}
	}
	if !passed {
		to.Shown = never
	}
	if e.Outcome == logline.Refused {
		to.Traits |= web.ClientErrors
	}
	return to
}
