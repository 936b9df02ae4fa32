package store

import (
	"context"
	"encoding/json"

	"spoor/store/model"
	"spoor/store/sqlite"
)

// Unfinished is the last record of a source where it has not ended: a line without line feed, or lines behind a quote
// that is not closed yet. Each of its lines is an event, a reject or blank as every line is, but the source's Offset
// stands before it: when the source goes on, the whole record takes its place ([Run.Finished]).
type Unfinished struct {
	Text   []byte // of a line that is too long only the beginning
	Before Source // the source as it was before this line
}

// unfinishedColumns are those of a row of the table unfinished beside the source's own.
const unfinishedColumns = "coalesce(u.text, x''), coalesce(u.before, '')"

// parseUnfinished is nil where before is empty.
func parseUnfinished(text []byte, before string) (*Unfinished, error) {
	if before == "" {
		return nil, nil
	}
	u := &Unfinished{Text: text}
	return u, json.Unmarshal([]byte(before), &u.Before)
}

// saveUnfinished keeps the unfinished line of a source that has one.
func (s *Source) saveUnfinished(ctx context.Context, transaction *sqlite.Tx) error {
	before, err := json.Marshal(s.Unfinished.Before)
	if err != nil {
		return err
	}
	text := append([]byte{}, s.Unfinished.Text...)
	_, err = transaction.ExecContext(ctx, `INSERT INTO unfinished (source, text, before) VALUES (?, ?, ?)
		ON CONFLICT (source) DO UPDATE SET text = excluded.text, before = excluded.before`, s.ID, text, string(before))
	return sqlite.Explain(err)
}

// writeUnfinished gives the unfinished events of each source a run of their own, so that they can be taken back without
// moving any other.
func (r *Run) writeUnfinished(ctx context.Context, transaction *sqlite.Tx) error {
	for rest := r.unfinished; len(rest) > 0; {
		source, count := rest[0].source, 1
		for count < len(rest) && rest[count].source == source {
			count++
		}
		own := Run{rows: rest[:count]}
		if err := own.write(ctx, transaction, sqlite.InsertFew); err != nil {
			return err
		}
		const name = "UPDATE unfinished SET run = (SELECT max(id) FROM run) WHERE source = ?"
		_, err := transaction.ExecContext(ctx, name, source)
		if err != nil {
			return sqlite.Explain(err)
		}
		rest = rest[count:]
	}
	return nil
}

// takeBack removes the unfinished lines of the sources that go on. It is the only place where an event goes away: the
// same line, now whole, comes in the same transaction.
func (r *Run) takeBack(ctx context.Context, transaction *sqlite.Tx) error {
	for _, source := range r.Finished {
		for _, statement := range []string{
			`DELETE FROM event WHERE rowid
				BETWEEN (SELECT r.first FROM run r JOIN unfinished u ON u.run = r.id WHERE u.source = ?1)
				AND (SELECT r.last FROM run r JOIN unfinished u ON u.run = r.id WHERE u.source = ?1)`,
			"DELETE FROM user_run WHERE run = (SELECT run FROM unfinished WHERE source = ?)",
			"DELETE FROM run WHERE id = (SELECT run FROM unfinished WHERE source = ?)",
			`DELETE FROM reject WHERE source = ?1
				AND line > (SELECT json_extract(before, '$.Lines') FROM unfinished WHERE source = ?1)`,
			"DELETE FROM unfinished WHERE source = ?",
		} {
			if _, err := transaction.ExecContext(ctx, statement, source); err != nil {
				return sqlite.Explain(err)
			}
		}
	}
	if len(r.Finished) == 0 {
		return nil
	}
	_, err := transaction.ExecContext(ctx, `INSERT INTO setting (key, value) VALUES (?, 1)
		ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1`, model.SettingTakenBack)
	return sqlite.Explain(err)
}
