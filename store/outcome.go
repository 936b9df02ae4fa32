package store

import (
	"spoor/analysis"
	"spoor/store/logline"
	"spoor/store/sqlite"
)

// outcomeSchema keeps what a format says of an event beside what it is.
const outcomeSchema = `
ALTER TABLE request ADD COLUMN kind TEXT;    -- view, login, logout, purchase or other, where the format of the log says what the action is
ALTER TABLE request ADD COLUMN outcome TEXT; -- passed, failed or refused, where it says how that ended

DROP VIEW IF EXISTS v_event;
CREATE VIEW v_event AS
SELECT u.key AS user, strftime('%Y-%m-%dT%H:%M:%fZ', e.ts / 1000.0, 'unixepoch') AS time, r.action, r.target,
	e.status, e.bytes, c.ip, a.name AS agent, f.url AS referrer, s.path AS source, e.line, r.kind, r.outcome
FROM every_event e
JOIN user u ON u.id = e.user
JOIN request r ON r.id = e.request
JOIN client c ON c.id = e.client
JOIN agent a ON a.id = c.agent
JOIN source s ON s.id = e.source
LEFT JOIN referrer f ON f.id = e.referrer;
`

// ending is what a format says of an action: what it is, and how it ended.
type ending struct {
	kind    logline.Kind
	outcome logline.Outcome
}

// parseEnding reads the columns kind and outcome; an empty text is unknown.
func parseEnding(kind, outcome string) ending {
	return ending{logline.KindNamed(kind), logline.OutcomeNamed(outcome)}
}

// code is the ending in a byte of which the lowest two bits are free.
func (e ending) code() byte { return byte(e.kind)<<2 | byte(e.outcome)<<5 }

// put writes the columns kind and outcome.
func (e ending) put(to sqlite.Values) {
	for _, text := range []string{e.kind.String(), e.outcome.String()} {
		if text == logline.UnknownKind.String() {
			to.Null()
		} else {
			to.Text(text)
		}
	}
}

// texts are the columns kind and outcome; empty: unknown.
func (e ending) texts() (kind, outcome string) {
	if e.kind != logline.UnknownKind {
		kind = e.kind.String()
	}
	if e.outcome != logline.UnknownOutcome {
		outcome = e.outcome.String()
	}
	return kind, outcome
}

// isLogin reports whether it is a login of which is known how it ended.
func (e ending) isLogin() bool { return e.kind == logline.Login && e.outcome != logline.UnknownOutcome }

// applied is the page with what the format says: what was tried and did not pass is no view, nor is a login; a login that failed, or
// that nobody was let try, is a failed one.
func (e ending) applied(to page) page {
	passed := e.outcome != logline.Failed && e.outcome != logline.Refused
	switch e.kind {
	case logline.Login:
		to.shown = never
		switch {
		case !passed:
			to.traits |= analysis.LoginFailed
		case e.outcome == logline.Passed:
			to.traits |= analysis.LoginPassed
		}
		return to
	case logline.Logout:
		to.shown, to.traits = never, to.traits|analysis.Logout
	case logline.Other:
		to.shown = never
	case logline.Purchase:
		if passed {
			to.traits |= analysis.Purchase
		}
	}
	if !passed {
		to.shown = never
	}
	if e.outcome == logline.Refused {
		to.traits |= analysis.ClientErrors
	}
	return to
}
