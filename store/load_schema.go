package store

// loadSchema is what later versions of the load need.
const loadSchema = `
ALTER TABLE source ADD COLUMN encoding TEXT NOT NULL DEFAULT ''; -- empty: UTF-8, or what the first bytes say
`
