package store

import (
	"spoor/store/logline"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// outcomeSchema keeps what a format says of an event beside what it is.
const outcomeSchema = `
ALTER TABLE request ADD COLUMN kind TEXT;    -- view, login, logout, purchase or other, where the format says what it is
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

// createRequest makes a table of requests as it is with those columns.
const createRequest = `CREATE TABLE request (id INTEGER PRIMARY KEY, action TEXT NOT NULL, target TEXT NOT NULL,
	click INTEGER NOT NULL, menu TEXT, kind TEXT, outcome TEXT) STRICT`

// putEnding writes the columns kind and outcome.
func putEnding(e model.Ending, to sqlite.Values) {
	for _, text := range []string{e.Kind.String(), e.Outcome.String()} {
		if text == logline.UnknownKind.String() {
			to.Null()
		} else {
			to.Text(text)
		}
	}
}
