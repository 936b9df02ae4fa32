package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"time"

	"spoor/store/sqlite"
)

// The settings of a case.
const (
	settingTimeout   = "session_timeout_s"
	settingZone      = "time_zone"  // that times are shown in
	settingUserBy    = "user_by"    // how users are told apart, as --user-by says it
	settingSite      = "site"       // the site description, in TOML; none: the default
	settingDerived   = "derived"    // what the derived tables were made from
	settingTakenBack = "taken_back" // how many unfinished lines went on later

	settingBackground = "background" // of the derived metrics
	settingEmbedded   = "embedded"   // what pages ask for by themselves
)

// DefaultTimeout ends a session, as in most of web analytics.
const DefaultTimeout = 30 * time.Minute

// sessionTimeout is the case's session timeout.
func sessionTimeout(ctx context.Context, db sqlite.Querier) (time.Duration, error) {
	text, err := setting(ctx, db, settingTimeout)
	if err != nil {
		return 0, err
	}
	return timeoutOf(text)
}

func timeoutOf(text string) (time.Duration, error) {
	if text == "" {
		return DefaultTimeout, nil
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil || seconds <= 0 {
		return 0, fmt.Errorf("the session timeout %q of the case is not a number of seconds", text)
	}
	return time.Duration(seconds) * time.Second, nil
}

// SetTimeout changes the session timeout, in whole seconds. The metrics are derived anew when they are next asked for.
func (c *Case) SetTimeout(ctx context.Context, timeout time.Duration) error {
	if err := checkTimeout(timeout); err != nil {
		return err
	}
	return c.setSetting(ctx, c.writer, settingTimeout, strconv.FormatInt(int64(timeout/time.Second), 10))
}

func checkTimeout(timeout time.Duration) error {
	if timeout < time.Second || timeout%time.Second != 0 {
		return fmt.Errorf("session timeout %s: it must be a whole number of seconds, at least one; try 30m", timeout)
	}
	return nil
}

// Zone is the time zone that the case is shown in: UTC, unless it was loaded with another.
func (c *Case) Zone(ctx context.Context) (*time.Location, error) {
	return caseZone(ctx, c.db())
}

func caseZone(ctx context.Context, db sqlite.Querier) (*time.Location, error) {
	name, err := setting(ctx, db, settingZone)
	if err != nil {
		return nil, err
	}
	return zoneOf(name), nil
}

func zoneOf(name string) *time.Location {
	zone, err := time.LoadLocation(name) // UTC for an empty name
	if err != nil {
		return time.UTC // this machine does not know the zone that another one did
	}
	return zone
}

// SetZone changes the time zone that the case is shown in.
func (c *Case) SetZone(ctx context.Context, zone *time.Location) error {
	return c.setSetting(ctx, c.writer, settingZone, zone.String())
}

// UserBy is how the case tells users apart; empty where nothing has been loaded.
func (c *Case) UserBy(ctx context.Context) (string, error) {
	return setting(ctx, c.db(), settingUserBy)
}

// SetUserBy says how the case tells users apart. What is loaded already stays as it is.
func (c *Case) SetUserBy(ctx context.Context, by string) error {
	return c.setSetting(ctx, c.writer, settingUserBy, by)
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
	_, err := db.ExecContext(ctx, "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value)
	return sqlite.Explain(err)
}
