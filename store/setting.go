package store

import (
	"context"
	"database/sql"
	"strconv"
	"time"

	"spoor/store/model"
	"spoor/store/sqlite"
)

// sessionTimeout is the case's session timeout.
func sessionTimeout(ctx context.Context, db sqlite.Querier) (time.Duration, error) {
	text, err := setting(ctx, db, model.SettingTimeout)
	if err != nil {
		return 0, err
	}
	return model.TimeoutOf(text)
}

// SetTimeout changes the session timeout, in whole seconds. The metrics are derived anew when they are next asked for.
func (c *Case) SetTimeout(ctx context.Context, timeout time.Duration) error {
	if err := model.CheckTimeout(timeout); err != nil {
		return err
	}
	return c.setSetting(ctx, c.writer, model.SettingTimeout, strconv.FormatInt(int64(timeout/time.Second), 10))
}

// Zone is the time zone that the case is shown in: UTC, unless it was loaded with another.
func (c *Case) Zone(ctx context.Context) (*time.Location, error) {
	return caseZone(ctx, c.db())
}

func caseZone(ctx context.Context, db sqlite.Querier) (*time.Location, error) {
	name, err := setting(ctx, db, model.SettingZone)
	if err != nil {
		return nil, err
	}
	return model.ZoneOf(name), nil
}

// SetZone changes the time zone that the case is shown in.
func (c *Case) SetZone(ctx context.Context, zone *time.Location) error {
	return c.setSetting(ctx, c.writer, model.SettingZone, zone.String())
}

// UserBy is how the case tells users apart; empty where nothing has been loaded.
func (c *Case) UserBy(ctx context.Context) (string, error) {
	return setting(ctx, c.db(), model.SettingUserBy)
}

// SetUserBy says how the case tells users apart. What is loaded already stays as it is.
func (c *Case) SetUserBy(ctx context.Context, by string) error {
	return c.setSetting(ctx, c.writer, model.SettingUserBy, by)
}

// setting is empty where nothing has been set.
func setting(ctx context.Context, db sqlite.Querier, key string) (string, error) {
	var value string
	err := db.QueryRowContext(ctx, "SELECT value FROM setting WHERE key = ?", key).Scan(&value)
	if err == sql.ErrNoRows {
		return "", nil
	}
	return value, sqlite.Explain(err)
}

type executor interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

func (c *Case) setSetting(ctx context.Context, db executor, key, value string) error {
	_, err := db.ExecContext(ctx, `INSERT INTO setting (key, value) VALUES (?, ?)
		ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, value)
	return sqlite.Explain(err)
}
