package store

import (
	"cmp"
	"context"

	"spoor/store/sqlite"
)

// KeptOfReject is how much of a rejected line is kept, in bytes.
const KeptOfReject = 64 << 10

// ReasonFuture is the reason for which what is dated after now is rejected, by whatever way it came.
const ReasonFuture = "bad timestamp: more than a day in the future"

// Reject is a line that did not become an event.
type Reject struct {
	Source int
	Path   string // of the source; not needed when a reject is stored
	Line   int64
	Offset int64 // of the line's first byte in the decompressed source
	Reason string
	Text   []byte // the line as it stands in the source, at most KeptOfReject of it
}

// ReasonCount says how many rejects have a reason.
type ReasonCount struct {
	Reason string
	Count  int64
}

// Rejects are the first rejects of the case in load order, at most limit of them (all, where limit is 0), and only
// those of the reason where it is not empty.
func (c *Case) Rejects(ctx context.Context, reason string, limit int) ([]Reject, error) {
	return c.readRejects(ctx, "?1 = '' OR j.reason = ?1", reason, limit)
}

// RejectsOf are the first rejects of a source, at most limit of them (all, where limit is 0).
func (c *Case) RejectsOf(ctx context.Context, source, limit int) ([]Reject, error) {
	return c.readRejects(ctx, "j.source = ?1", source, limit)
}

func (c *Case) readRejects(ctx context.Context, which string, of any, limit int) ([]Reject, error) {
	if limit == 0 {
		limit = -1 // which SQLite takes for none
	}
	query := `SELECT j.source, s.path, j.line, j.offset, j.reason, j.text FROM reject j JOIN source s ON s.id = j.source
		WHERE ` + which + ` ORDER BY j.source, j.line LIMIT ?2` // #nosec G202 -- of constants
	rows, err := c.reader.QueryContext(ctx, query, of, limit)
	if err != nil {
		return nil, sqlite.Explain(err)
	}
	defer rows.Close()
	var rejects []Reject
	for rows.Next() {
		var r Reject
		if err := rows.Scan(&r.Source, &r.Path, &r.Line, &r.Offset, &r.Reason, &r.Text); err != nil {
			return nil, sqlite.ScanError(err)
		}
		if n := len(rejects); n > 0 {
			last := &rejects[n-1]
			if cmp.Or(cmp.Compare(last.Source, r.Source), cmp.Compare(last.Line, r.Line)) >= 0 {
				return nil, sqlite.Damaged("reject")
			}
		}
		rejects = append(rejects, r)
	}
	return rejects, sqlite.Explain(rows.Err())
}

// RejectCounts are the reasons that occur, the most frequent first.
func (c *Case) RejectCounts(ctx context.Context) ([]ReasonCount, error) {
	const query = "SELECT reason, count(*) FROM reject GROUP BY reason ORDER BY count(*) DESC, reason"
	rows, err := c.reader.QueryContext(ctx, query)
	if err != nil {
		return nil, sqlite.Explain(err)
	}
	defer rows.Close()
	var counts []ReasonCount
	for rows.Next() {
		var r ReasonCount
		if err := rows.Scan(&r.Reason, &r.Count); err != nil {
			return nil, sqlite.ScanError(err)
		}
		counts = append(counts, r)
	}
	return counts, sqlite.Explain(rows.Err())
}
