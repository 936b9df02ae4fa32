package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"spoor/analysis"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// Suspicious is the verdict that keeps a user out of the baseline.
const Suspicious = "suspicious"

// NoVerdict takes an earlier verdict back, and is the label of a user of whom nobody has said anything.
const NoVerdict = "none"

// Labels are what a person can say of a user.
var Labels = []string{Suspicious, "benign", "watch", NoVerdict}

// CheckLabel refuses what is none of the labels.
func CheckLabel(label string) error {
	if !slices.Contains(Labels, label) {
		return fmt.Errorf("%q is not a verdict; use one of: %s", label, strings.Join(Labels, ", "))
	}
	return nil
}

// Verdict is what a person said of a user. A later one takes the place of an earlier, but none is ever deleted.
type Verdict struct {
	ID     int64  // rises with each that is given; 0 before it is
	User   string // key
	Label  string // one of Labels
	Note   string
	Author string
	At     int64 // UTC milliseconds
}

// VerdictChangedError is a verdict that was not written, because somebody else has given another one meanwhile.
type VerdictChangedError struct {
	Now Verdict // that stands; the label is NoVerdict where it was taken back
}

func (e *VerdictChangedError) Error() string {
	by := e.Now.Author
	if by == "" {
		by = "somebody"
	}
	return by + " has said " + e.Now.Label + " meanwhile"
}

// AddVerdict writes a verdict down and returns its ID, if the verdict that stands is still seen, the one that the
// caller knows of (ID 0: none). Otherwise it returns a [*VerdictChangedError].
func (c *Case) AddVerdict(ctx context.Context, v, seen Verdict) (int64, error) {
	if err := CheckLabel(v.Label); err != nil {
		return 0, err
	}
	if err := c.checkPresence(); err != nil {
		return 0, err
	}
	user, err := userNumber(ctx, c.db(), v.User)
	if err != nil {
		return 0, err
	}
	end := sqlite.Waits(ctx)
	result, err := c.writer.ExecContext(ctx, insertVerdict,
		user, v.Label, model.Text([]byte(v.Note)), model.Text([]byte(v.Author)), v.At, seen.ID, user)
	end()
	if err != nil {
		return 0, sqlite.Explain(err)
	}
	if written, err := result.RowsAffected(); err != nil || written > 0 {
		id, idErr := result.LastInsertId()
		return id, sqlite.Explain(errors.Join(err, idErr))
	}
	return 0, c.verdictChanged(ctx, v.User)
}

// AddVerdicts writes verdicts down, all in one step, each if the verdict that stands on its user is still the one that
// was seen, and returns their IDs: 0 for each that was not written, and then the [*VerdictChangedError] of the first.
// On any other error none is.
func (c *Case) AddVerdicts(ctx context.Context, given, seen []Verdict) (ids []int64, err error) {
	if err := c.checkPresence(); err != nil {
		return nil, err
	}
	keys := make([]string, len(given))
	for i, v := range given {
		keys[i] = v.User
	}
	users, err := userNumbers(ctx, c.db(), keys)
	if err != nil {
		return nil, err
	}
	transaction, err := sqlite.Begin(ctx, c.writer)
	if err != nil {
		return nil, sqlite.Explain(err)
	}
	defer transaction.Rollback()
	if ids, err = addVerdicts(ctx, transaction, users, given, seen); err != nil {
		return nil, err
	}
	if err := transaction.Commit(); err != nil {
		return nil, sqlite.Explain(err)
	}
	if i := slices.Index(ids, 0); i >= 0 {
		return ids, c.verdictChanged(ctx, given[i].User)
	}
	return ids, nil
}

// addVerdicts is told the numbers of the users. It looks at the verdicts that stand once for all, since there is no
// index by user.
func addVerdicts(ctx context.Context, transaction *sqlite.Tx, users map[string]analysis.UserNumber,
	given, seen []Verdict) ([]int64, error) {
	const standing = "SELECT user, CASE label WHEN '" + NoVerdict + "' THEN 0 ELSE id END FROM verdict ORDER BY id"
	rows, err := transaction.QueryContext(ctx, standing)
	if err != nil {
		return nil, sqlite.Explain(err)
	}
	defer rows.Close()
	stands := map[analysis.UserNumber]int64{}
	for rows.Next() {
		var user analysis.UserNumber
		var id int64
		if err := rows.Scan(&user, &id); err != nil {
			return nil, sqlite.Explain(err)
		}
		stands[user] = id
	}
	if err := rows.Err(); err != nil {
		return nil, sqlite.Explain(err)
	}
	insert, err := transaction.PrepareContext(ctx,
		"INSERT INTO verdict (user, label, note, author, at) VALUES (?, ?, ?, ?, ?)")
	if err != nil {
		return nil, sqlite.Explain(err)
	}
	defer insert.Close()
	ids := make([]int64, len(given))
	for i, v := range given {
		if err := CheckLabel(v.Label); err != nil {
			return nil, err
		}
		if stands[users[v.User]] != seen[i].ID {
			continue
		}
		note, author := model.Text([]byte(v.Note)), model.Text([]byte(v.Author))
		result, err := insert.ExecContext(ctx, users[v.User], v.Label, note, author, v.At)
		if err != nil {
			return nil, sqlite.Explain(err)
		}
		if ids[i], err = result.LastInsertId(); err != nil {
			return nil, sqlite.Explain(err)
		}
	}
	return ids, nil
}

// insertVerdict inserts a verdict if that which stands is the one that was seen.
const insertVerdict = `INSERT INTO verdict (user, label, note, author, at) SELECT ?, ?, ?, ?, ? WHERE ? =
	coalesce((SELECT CASE label WHEN '` + NoVerdict + `' THEN 0 ELSE id END FROM verdict
		WHERE user = ? ORDER BY id DESC LIMIT 1), 0)`

// verdictChanged is the [*VerdictChangedError] with the verdict that stands on a user.
func (c *Case) verdictChanged(ctx context.Context, user string) error {
	history, err := c.verdictsOn(ctx, user)
	if err != nil {
		return err
	}
	return &VerdictChangedError{history[len(history)-1]}
}

// verdictsOn are all that were ever given on a user, the oldest first.
func (c *Case) verdictsOn(ctx context.Context, user string) ([]Verdict, error) {
	number, err := userNumber(ctx, c.db(), user)
	if err != nil {
		return nil, err
	}
	return c.readVerdicts(ctx, "WHERE v.user = ?", number)
}

// Verdicts are the verdicts that stand, by the key of the user. Whoever has none, or had it taken back, is not among
// them.
func (c *Case) Verdicts(ctx context.Context) (map[string]Verdict, error) {
	all, err := c.readVerdicts(ctx, "")
	if err != nil {
		return nil, err
	}
	return Standing(all), nil
}

// Standing picks out of verdicts, the oldest of which come first, those that stand, by the key of the user.
func Standing(all []Verdict) map[string]Verdict {
	verdicts := map[string]Verdict{}
	for _, v := range all {
		if v.Label == NoVerdict {
			delete(verdicts, v.User)
		} else {
			verdicts[v.User] = v
		}
	}
	return verdicts
}

// readVerdicts reads the verdicts that a condition of SQL holds for, the oldest first.
func (c *Case) readVerdicts(ctx context.Context, where string, args ...any) ([]Verdict, error) {
	query := "SELECT v.id, u.key, v.label, v.note, v.author, v.at FROM verdict v LEFT JOIN user u ON u.id = v.user " +
		where + " ORDER BY v.id" // #nosec G202 -- constants
	rows, err := c.reader.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, sqlite.Explain(err)
	}
	defer rows.Close()
	var all []Verdict
	var last int64
	for rows.Next() {
		var v Verdict
		before := last
		if err := rows.Scan(&v.ID, &v.User, &v.Label, &v.Note, &v.Author, &v.At); err != nil {
			return nil, sqlite.ScanError(err)
		}
		if last = v.ID; last <= before {
			return nil, sqlite.Damaged("verdict")
		}
		all = append(all, v)
	}
	return all, sqlite.Explain(rows.Err())
}
