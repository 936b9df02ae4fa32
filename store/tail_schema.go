package store

// tailSchema holds what comes in live: events that have no run yet, and which deliveries there have been.
//
// every_event is the runs and the tail together. Its id is the load order: the tail is younger than every run, and
// stays so, since it becomes a run before anything else does.
const tailSchema = `
CREATE TABLE tail (
	sequence INTEGER PRIMARY KEY AUTOINCREMENT, -- rises for ever, also when the tail has become a run
	user     INTEGER NOT NULL REFERENCES user,
	ts       INTEGER NOT NULL, -- UTC milliseconds
	request  INTEGER NOT NULL REFERENCES request,
	client   INTEGER NOT NULL REFERENCES client,
	referrer INTEGER REFERENCES referrer,
	status   INTEGER,
	bytes    INTEGER,
	source   INTEGER NOT NULL REFERENCES source,
	line     INTEGER NOT NULL
) STRICT;
CREATE INDEX tail_user ON tail (user);

CREATE TABLE delivery ( -- what has been taken in, so that nothing is taken twice
	endpoint TEXT NOT NULL,
	id       TEXT NOT NULL,
	digest   BLOB NOT NULL, -- SHA-256 of the body
	PRIMARY KEY (endpoint, id)
) STRICT, WITHOUT ROWID;

CREATE VIEW every_event AS
SELECT rowid AS id, user, ts, request, client, referrer, status, bytes, source, line FROM event
UNION ALL
SELECT (SELECT coalesce(max(rowid), 0) FROM event) + sequence,
	user, ts, request, client, referrer, status, bytes, source, line FROM tail;

DROP VIEW IF EXISTS v_event;
CREATE VIEW v_event AS
SELECT u.key AS user, strftime('%Y-%m-%dT%H:%M:%fZ', e.ts / 1000.0, 'unixepoch') AS time, r.action, r.target,
	e.status, e.bytes, c.ip, a.name AS agent, f.url AS referrer, s.path AS source, e.line
FROM every_event e
JOIN user u ON u.id = e.user
JOIN request r ON r.id = e.request
JOIN client c ON c.id = e.client
JOIN agent a ON a.id = c.agent
JOIN source s ON s.id = e.source
LEFT JOIN referrer f ON f.id = e.referrer;
`
