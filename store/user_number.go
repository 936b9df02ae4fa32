package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	"spoor/analysis"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// userNumber is the number that a user has in the file. There is no index on keys, since each load would pay for it:
// user_metric is in their order. Whoever is not in there has come since, and so is among the last that were numbered.
func userNumber(ctx context.Context, db sqlite.Querier, key string) (user analysis.UserNumber, err error) {
	derived, err := setting(ctx, db, model.SettingDerived)
	if err != nil {
		return 0, err
	}
	err = sql.ErrNoRows
	if derived != "" { // else there is no such table yet
		err = db.QueryRowContext(ctx, measuredUser, key).Scan(&user)
	}
	if errors.Is(err, sql.ErrNoRows) {
		err = db.QueryRowContext(ctx, "SELECT id FROM user WHERE key = ? ORDER BY id DESC LIMIT 1", key).Scan(&user)
	}
	if errors.Is(err, sql.ErrNoRows) {
		err = noSuchUser(ctx, db, key)
	}
	return user, sqlite.Explain(err)
}

// measuredUser halves the rows of user_metric, which are counted from 1, until one is left.
const measuredUser = `WITH RECURSIVE part (low, high) AS (
	SELECT 1, max(rowid) FROM user_metric
	UNION ALL
	SELECT iif(u.key < ?1, (low + high) / 2 + 1, low), iif(u.key < ?1, high, (low + high) / 2)
	FROM part CROSS JOIN user_metric m ON m.rowid = (low + high) / 2 CROSS JOIN user u ON u.id = m.user
	WHERE low < high
)
SELECT u.id FROM part CROSS JOIN user_metric m ON m.rowid = low CROSS JOIN user u ON u.id = m.user
WHERE low = high AND u.key = ?1`

// noSuchUser is the error that there is no such user, or that a number is missing among those of all users.
func noSuchUser(ctx context.Context, db sqlite.Querier, key string) error {
	err := eachNumbered(ctx, db, "user", []string{"key"}, func(numberedRow) error { return nil })
	if err == nil {
		err = fmt.Errorf("there is no user %q", key)
	}
	return err
}

// fewUsers is how many are looked up one by one at most. Beyond that looking at all keys is faster.
const fewUsers = 1000

// userNumbers are the numbers of users, by their keys.
func userNumbers(ctx context.Context, db sqlite.Querier, keys []string) (numbers map[string]analysis.UserNumber,
	err error) {
	numbers = make(map[string]analysis.UserNumber, len(keys))
	if len(keys) > fewUsers {
		const from = "FROM user WHERE key IN (SELECT value FROM json_each(?))"
		err = sqlite.Batch(ctx, db, []string{"id", "key"}, from, []any{asJSON(keys)}, func(v []driver.Value) error {
			numbers[strings.Clone(v[1].(string))] = analysis.UserNumber(v[0].(int64))
			return nil
		})
	}
	for _, key := range keys {
		if numbers[key] == 0 && err == nil {
			numbers[key], err = userNumber(ctx, db, key)
		}
	}
	return numbers, err
}
