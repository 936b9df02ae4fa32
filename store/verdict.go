package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"spoor/store/sqlite"
)

// Suspicious is the verdict that keeps a user out of the baseline.
const Suspicious = "suspicious"

// Labels are what a person can say of a user; "none" takes an earlier verdict back.
var Labels = []string{Suspicious, "benign", "watch", "none"}

// Verdict is what a person said of a user. A later one takes the place of an earlier, but none is ever deleted.
type Verdict struct {
	User   int32
	Label  string // one of Labels
	Note   string
	Author string
	At     int64 // UTC milliseconds
}

// AddVerdict writes a verdict down.
func (c *Case) AddVerdict(ctx context.Context, v Verdict) error {
	if !slices.Contains(Labels, v.Label) {
		return fmt.Errorf("%q is not a verdict; use one of: %s", v.Label, strings.Join(Labels, ", "))
	}
	_, err := c.writer.ExecContext(ctx, "INSERT INTO verdict (user, label, note, author, at) VALUES (?, ?, ?, ?, ?)",
		v.User, v.Label, Text([]byte(v.Note)), Text([]byte(v.Author)), v.At)
	return sqlite.Explain(err)
}

// Verdicts are the verdicts that stand, by user. Whoever has none, or "none", is not among them.
func (c *Case) Verdicts(ctx context.Context) (map[int32]Verdict, error) {
	all, err := c.readVerdicts(ctx, "")
	if err != nil {
		return nil, err
	}
	verdicts := map[int32]Verdict{}
	for _, v := range all {
		if v.Label == "none" {
			delete(verdicts, v.User)
		} else {
			verdicts[v.User] = v
		}
	}
	return verdicts, nil
}

// readVerdicts reads the verdicts that a condition of SQL holds for, the oldest first.
func (c *Case) readVerdicts(ctx context.Context, where string, args ...any) ([]Verdict, error) {
	rows, err := c.reader.QueryContext(ctx, "SELECT id, user, label, note, author, at FROM verdict "+where+" ORDER BY id", args...)
	if err != nil {
		return nil, sqlite.Explain(err)
	}
	defer rows.Close()
	var all []Verdict
	var last int64
	for rows.Next() {
		var v Verdict
		before := last
		if err := rows.Scan(&last, &v.User, &v.Label, &v.Note, &v.Author, &v.At); err != nil {
			return nil, sqlite.ScanError(err)
		}
		if last <= before {
			return nil, sqlite.Damaged("verdict")
		}
		all = append(all, v)
	}
	return all, sqlite.Explain(rows.Err())
}
