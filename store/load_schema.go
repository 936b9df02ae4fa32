package store

// loadSchema is what later versions of the load need.
const loadSchema = `
ALTER TABLE source ADD COLUMN encoding TEXT NOT NULL DEFAULT ''; -- empty: UTF-8, or what the first bytes say

-- unfinished are the last lines of sources, where no line feed ends them: they may be only the beginnings of lines
CREATE TABLE unfinished (
	source INTEGER PRIMARY KEY REFERENCES source,
	text   BLOB NOT NULL,
	run    INTEGER REFERENCES run, -- which is of its event alone; NULL: it is none
	before TEXT NOT NULL           -- the source as it was before this line, as JSON
) STRICT;
`
