package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"spoor/store/logline"
	"spoor/store/sqlite"
)

// SourceState tells how far a source has been loaded.
type SourceState string

// The states of a source. One that is loading goes on where it stopped when it is loaded again.
const (
	Loading  SourceState = "loading"
	Complete SourceState = "complete"
)

// Source is a log file or a stream that events came from. Bytes and offsets count decompressed bytes.
type Source struct {
	ID          int
	Path        string // absolute; "-" for the standard input
	Format      string
	Encoding    string // empty: UTF-8, or what its first bytes say
	State       SourceState
	Bytes       int64
	Lines       int64 // = Events + Rejects + Blank
	Events      int64
	Rejects     int64
	Blank       int64
	First, Last int64 // UTC milliseconds of the earliest and the latest event; both 0 if there is none
	ZoneAssumed bool  // some times named no zone
	Fingerprint []byte
	Offset      int64
	Digest      []byte // state of the digest of everything before Offset, as a load takes it up again

	Remarks []Remark         // what the log says little of
	Fields  logline.FieldUse // what its fields are read as, where they have names

	Unfinished *Unfinished // the last line, if no line feed ends it; nil: there is none such
}

// fieldsSchema keeps what the fields of a log are read as.
const fieldsSchema = `
-- fields are the roles with their fields, and the fields that are not used, as JSON
ALTER TABLE source ADD COLUMN fields TEXT NOT NULL DEFAULT '{}';
`

// saveSources inserts sources, or replaces what is known of them.
func saveSources(ctx context.Context, transaction *sqlite.Tx, sources ...Source) error {
	save, err := transaction.PrepareContext(ctx, `
		INSERT INTO source (id, path, format, encoding, state, bytes, lines, events, rejects, blank,
			first_ts, last_ts, zone_assumed, fingerprint, offset, digest, remarks, fields)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET path = excluded.path, format = excluded.format, encoding = excluded.encoding,
			state = excluded.state, bytes = excluded.bytes, lines = excluded.lines, events = excluded.events,
			rejects = excluded.rejects, blank = excluded.blank, first_ts = excluded.first_ts, last_ts = excluded.last_ts,
			zone_assumed = excluded.zone_assumed, fingerprint = excluded.fingerprint, offset = excluded.offset,
			digest = excluded.digest, remarks = excluded.remarks, fields = excluded.fields`)
	if err != nil {
		return sqlite.Explain(err)
	}
	defer save.Close()
	finish, err := transaction.PrepareContext(ctx, "DELETE FROM unfinished WHERE source = ?")
	if err != nil {
		return sqlite.Explain(err)
	}
	defer finish.Close()
	for i := range sources {
		s := &sources[i]
		if err := s.save(ctx, save); err != nil {
			return err
		}
		if s.Unfinished != nil {
			err = s.saveUnfinished(ctx, transaction)
		} else {
			_, err = finish.ExecContext(ctx, s.ID)
		}
		if err != nil {
			return sqlite.Explain(err)
		}
	}
	return nil
}

// save gives a statement the columns of the source.
func (s *Source) save(ctx context.Context, statement *sql.Stmt) error {
	first, last := sql.NullInt64{Int64: s.First, Valid: s.Events > 0}, sql.NullInt64{Int64: s.Last, Valid: s.Events > 0}
	remarks, err := remarksText(s.Remarks)
	if err != nil {
		return err
	}
	fields, err := json.Marshal(s.Fields)
	if err != nil {
		return err
	}
	_, err = statement.ExecContext(ctx, s.ID, s.Path, s.Format, s.Encoding, string(s.State),
		s.Bytes, s.Lines, s.Events, s.Rejects, s.Blank, first, last, s.ZoneAssumed,
		s.Fingerprint, s.Offset, s.Digest, remarks, string(fields))
	return sqlite.Explain(err)
}

// Sources are all sources of the case in the order in which they were first loaded.
func (c *Case) Sources(ctx context.Context) ([]Source, error) {
	rows, err := c.reader.QueryContext(ctx, `SELECT id, path, format, encoding, state,
		bytes, lines, events, rejects, blank, coalesce(first_ts, 0), coalesce(last_ts, 0), zone_assumed,
		fingerprint, offset, digest, remarks, fields, `+unfinishedColumns+`
		FROM source LEFT JOIN unfinished u ON u.source = id ORDER BY id`)
	if err != nil {
		return nil, sqlite.Explain(err)
	}
	defer rows.Close()
	var sources []Source
	for rows.Next() {
		var s Source
		var text []byte
		var before, remarks, fields string
		err := rows.Scan(&s.ID, &s.Path, &s.Format, &s.Encoding, &s.State,
			&s.Bytes, &s.Lines, &s.Events, &s.Rejects, &s.Blank, &s.First, &s.Last, &s.ZoneAssumed,
			&s.Fingerprint, &s.Offset, &s.Digest, &remarks, &fields, &text, &before)
		if err != nil {
			return nil, sqlite.ScanError(err)
		}
		if s.Unfinished, err = parseUnfinished(text, before); err != nil {
			return nil, err
		}
		if s.Remarks, err = parseRemarks(remarks); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(fields), &s.Fields); err != nil {
			return nil, err
		}
		sources = append(sources, s)
	}
	return sources, sqlite.Explain(rows.Err())
}

// MarkBefore is the last mark at or before a line of a source: reading can begin there. Without one it is the source's
// begin.
func (c *Case) MarkBefore(ctx context.Context, source int, line int64) (Mark, error) {
	mark := Mark{Source: source, Line: 1}
	const query = "SELECT line, offset FROM mark WHERE source = ? AND line <= ? ORDER BY line DESC LIMIT 1"
	err := c.reader.QueryRowContext(ctx, query, source, line).Scan(&mark.Line, &mark.Offset)
	if err == sql.ErrNoRows {
		err = nil
	}
	return mark, sqlite.Explain(err)
}

// Received reports whether the source is no file but deliveries, which have no text but that of rejects.
func (s *Source) Received() bool { return len(s.Fingerprint) == 0 }
