package store

import (
	"context"
	"crypto/sha256"
	"fmt"

	"spoor/store/logline"
	"spoor/store/sqlite"
)

// Delivery is what a sender hands over at a time. It is stored whole or not at all, and only once: one that comes again
// is recognised, whichever endpoint it comes to.
type Delivery struct {
	Endpoint string // the path of its source
	Format   string
	ID       string // by which the sender names it; empty: it is known by its content
	Digest   [sha256.Size]byte
	Entries  []Entry

	ZoneAssumed bool // some times named no zone
}

// Entry is one message of a delivery: an event, or a reject with its reason.
type Entry struct {
	ID     string // by which the sender names the event, in whatever delivery it comes; empty: it has no name
	Event  *logline.Event
	Reason string
	Text   []byte // of a reject
}

// Receipt says what became of a delivery.
type Receipt struct {
	Duplicate  bool // all of it has been stored before, and nothing is stored now
	Differs    bool // it has been stored before under this ID, but with other content
	Events     int
	Rejects    int
	Duplicates int // events that have been stored before, with another delivery
}

// deliverySchema makes deliveries known in the whole case, where they were known by endpoint before.
const deliverySchema = `
CREATE TABLE delivered ( -- what has been taken in, so that nothing is taken twice
	id     TEXT PRIMARY KEY, -- as its sender names it, sha256:… of its content, or event:… as an event of it is named
	digest BLOB NOT NULL     -- SHA-256 of the body
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO delivered SELECT id, digest FROM delivery;
DROP TABLE delivery;
ALTER TABLE delivered RENAME TO delivery;
`

// noteDelivery notes a name, if it is new.
const noteDelivery = "INSERT INTO delivery (id, digest) VALUES (?, ?) ON CONFLICT DO NOTHING"

// take takes one delivery, unless there has been the same before.
func (t *Tail) take(ctx context.Context, transaction *sqlite.Tx, source *Source, d *Delivery) (Receipt, error) {
	id := d.ID
	if id == "" {
		id = fmt.Sprintf("sha256:%x", d.Digest)
	}
	known, same, err := t.remember(ctx, transaction, id, d.Digest)
	if known || err != nil {
		return Receipt{Duplicate: known, Differs: known && !same}, err
	}
	var receipt Receipt
	for i := range d.Entries {
		if err := t.takeEntry(ctx, transaction, source, d, &d.Entries[i], &receipt); err != nil {
			return Receipt{}, err
		}
	}
	receipt.Duplicate = receipt.Duplicates > 0 && receipt.Events+receipt.Rejects == 0
	source.ZoneAssumed = source.ZoneAssumed || d.ZoneAssumed
	return receipt, nil
}

// takeEntry takes one message of a delivery. Only of events is it noted that they have been there: what was rejected
// may be mended and sent again.
func (t *Tail) takeEntry(
	ctx context.Context, transaction *sqlite.Tx, source *Source, d *Delivery, entry *Entry, receipt *Receipt,
) error {
	if entry.Event == nil {
		source.Lines++
		source.Rejects++
		receipt.Rejects++
		text := entry.Text
		if text == nil {
			text = []byte{}
		}
		t.rejects = append(t.rejects, Reject{Source: source.ID, Line: source.Lines, Reason: entry.Reason, Text: text})
		return nil
	}
	if entry.ID != "" {
		known, _, err := t.remember(ctx, transaction, "event:"+entry.ID, d.Digest)
		if err != nil {
			return err
		}
		if known {
			receipt.Duplicates++
			return nil
		}
	}
	source.Lines++
	t.add(source, entry.Event)
	receipt.Events++
	return nil
}

// remember notes the name of a delivery or of an event. known says that it has come before, same that it had the same
// content then.
func (t *Tail) remember(
	ctx context.Context, transaction *sqlite.Tx, id string, digest [sha256.Size]byte,
) (known, same bool, err error) {
	result, err := t.note.ExecContext(ctx, id, digest[:])
	if err != nil {
		return false, false, sqlite.Explain(err)
	}
	if added, err := result.RowsAffected(); err != nil || added == 1 {
		return false, false, err
	}
	err = transaction.QueryRowContext(ctx, "SELECT digest = ? FROM delivery WHERE id = ?", digest[:], id).Scan(&same)
	return true, same, sqlite.Explain(err)
}
