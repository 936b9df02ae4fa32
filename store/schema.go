package store

// applicationID marks a SQLite file as a case ("spor" in ASCII), so that no other program's database is ever touched.
const applicationID = 0x73706f72

// schemaVersion is kept in the file's user_version.
const schemaVersion = 7

// createEvent makes the table of events.
const createEvent = `CREATE TABLE event (
	user     INTEGER NOT NULL REFERENCES user,
	ts       INTEGER NOT NULL, -- UTC milliseconds
	request  INTEGER NOT NULL REFERENCES request,
	client   INTEGER NOT NULL REFERENCES client,
	referrer INTEGER REFERENCES referrer,
	status   INTEGER,
	bytes    INTEGER,
	source   INTEGER NOT NULL REFERENCES source,
	line     INTEGER NOT NULL
) STRICT`

// Tables of texts, in which each has a number.
const (
	createUser   = `CREATE TABLE user (id INTEGER PRIMARY KEY, key TEXT NOT NULL) STRICT`
	createAgent  = `CREATE TABLE agent (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT`
	createClient = `CREATE TABLE client (id INTEGER PRIMARY KEY, ip TEXT NOT NULL,
	agent INTEGER NOT NULL REFERENCES agent) STRICT`
	createReferrer = `CREATE TABLE referrer (id INTEGER PRIMARY KEY, url TEXT NOT NULL) STRICT`
)

// createUserRun makes the table that says where the events of a user lie.
const createUserRun = `CREATE TABLE user_run (
	run   INTEGER NOT NULL REFERENCES run,
	user  INTEGER NOT NULL REFERENCES user,
	first INTEGER NOT NULL,
	last  INTEGER NOT NULL,
	PRIMARY KEY (run, user)
) STRICT, WITHOUT ROWID`

// schema is everything but the derived tables, which derive.go makes anew from the list of rules.
//
// An event is integers only: a dictionary holds each text once. There is no index on event on purpose, since one costs
// more than the insert itself; user_run says where the events of a user lie instead.
const schema = `
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE source (
	id           INTEGER PRIMARY KEY,
	path         TEXT    NOT NULL,
	format       TEXT    NOT NULL,
	state        TEXT    NOT NULL CHECK (state IN ('loading', 'complete')),
	bytes        INTEGER NOT NULL, -- decompressed size when complete, else what has been read of it
	lines        INTEGER NOT NULL,
	events       INTEGER NOT NULL,
	rejects      INTEGER NOT NULL,
	blank        INTEGER NOT NULL,
	first_ts     INTEGER,          -- UTC milliseconds
	last_ts      INTEGER,
	zone_assumed INTEGER NOT NULL, -- 1: some times named no zone
	fingerprint  BLOB    NOT NULL, -- SHA-256 of the first bytes (at most 64 KiB)
	offset       INTEGER NOT NULL, -- where a stopped load goes on
	digest       BLOB    NOT NULL  -- state of the digest of everything before offset
) STRICT;

CREATE TABLE mark ( -- where every so many lines begin, to find a line again without reading all before it
	source INTEGER NOT NULL REFERENCES source,
	line   INTEGER NOT NULL,
	offset INTEGER NOT NULL,
	PRIMARY KEY (source, line)
) STRICT, WITHOUT ROWID;

` + createUser + ";\n" + createAgent + ";\n" + createClient + ";\n" + createReferrer + `;
CREATE TABLE request ( -- GET /jobs/7, or purchase 67890
	id     INTEGER PRIMARY KEY,
	action TEXT    NOT NULL,
	target TEXT    NOT NULL,
	-- 0: a request, target is a URL; 1: a click event; 2: a click event that names the item in target
	click  INTEGER NOT NULL,
	menu   TEXT              -- click events only
) STRICT;

` + createEvent + `;

CREATE TABLE run ( -- consecutive lines of a load, sorted by user and time; first and last are rowids of event
	id     INTEGER PRIMARY KEY,
	first  INTEGER NOT NULL,
	last   INTEGER NOT NULL
) STRICT;
` + createUserRun + `;

CREATE TABLE reject (
	source INTEGER NOT NULL REFERENCES source,
	line   INTEGER NOT NULL,
	offset INTEGER NOT NULL,
	reason TEXT    NOT NULL,
	text   BLOB    NOT NULL, -- the line as it stands in the source, at most 64 KiB of it
	PRIMARY KEY (source, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE profile ( -- what is known of users, whether they came or not
	user  TEXT NOT NULL,
	field TEXT NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY (user, field)
) STRICT, WITHOUT ROWID;
CREATE TABLE catalogue ( -- what is known of items, whether anybody looked at them or not
	item  TEXT NOT NULL,
	field TEXT NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY (item, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE verdict (
	id     INTEGER PRIMARY KEY,
	user   INTEGER NOT NULL REFERENCES user,
	label  TEXT    NOT NULL CHECK (label IN ('suspicious', 'benign', 'watch', 'none')),
	note   TEXT    NOT NULL,
	author TEXT    NOT NULL,
	at     INTEGER NOT NULL  -- UTC milliseconds
) STRICT;

CREATE VIEW v_reject AS
SELECT s.path AS source, j.line, j.reason, CAST(j.text AS TEXT) AS text FROM reject j JOIN source s ON s.id = j.source;
` + tailSchema + loadSchema + deliverySchema + remarkSchema + outcomeSchema + fieldsSchema
