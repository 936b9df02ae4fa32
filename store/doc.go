// Package store keeps a case: one SQLite file with everything that is known of a log dump.
//
// Lines come in as rows, a run at a time ([Case.AppendRun]); [Case.Derive] streams the events of each user through the
// analysis and keeps the metrics; screens and reports read the case through [Case.Matrix], [Case.Track] and their like.
// Events, rejects and verdicts are only ever added.
//
// The tables and views are meant to be read by people too: `sqlite3 spoor.db` and v_event, v_user and v_session answer
// questions in plain words and ISO times.
package store
