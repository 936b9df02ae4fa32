package store

import (
	"context"
	"fmt"

	"spoor/internal/hugepage"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// userKeys are the keys of all users by number; the number 0 is none.
func userKeys(ctx context.Context, db sqlite.Querier) ([]string, error) {
	var users, last int64
	err := db.QueryRowContext(ctx, "SELECT count(*), coalesce(max(id), 0) FROM user").Scan(&users, &last)
	if err != nil {
		return nil, sqlite.Explain(err)
	}
	if users != last {
		return nil, fmt.Errorf("the last of %d users has the number %d: %w", users, last, model.ErrAltered)
	}
	keys, seen := make([]string, users+1), int64(0)
	var texts hugepage.Texts
	err = sqlite.EachText(ctx, db, "user", "key", func(number int64, key []byte) error {
		if number < 1 || number > users {
			return fmt.Errorf("one of %d users has the number %d: %w", users, number, model.ErrAltered)
		}
		keys[number] = texts.Keep(key)
		seen++
		return nil
	})
	if err == nil && seen != users {
		err = sqlite.Damaged("user")
	}
	return keys, err
}
