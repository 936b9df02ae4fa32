package model

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"spoor/analysis/web"
)

// The settings of a case.
const (
	SettingTimeout   = "session_timeout_s"
	SettingZone      = "time_zone"  // that times are shown in
	SettingUserBy    = "user_by"    // how users are told apart, as --user-by says it
	SettingSite      = "site"       // the site description, in TOML; none: the default
	SettingDerived   = "derived"    // what the derived tables were made from
	SettingTakenBack = "taken_back" // how many unfinished lines went on later

	SettingBackground = "background" // of the derived metrics
	SettingEmbedded   = "embedded"   // what pages ask for by themselves
)

// DefaultTimeout ends a session, as in most of web analytics.
const DefaultTimeout = 30 * time.Minute

// TimeoutOf reads the setting of the session timeout; none is [DefaultTimeout].
func TimeoutOf(text string) (time.Duration, error) {
	if text == "" {
		return DefaultTimeout, nil
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil || seconds <= 0 {
		return 0, fmt.Errorf("the session timeout %q of the case is not a number of seconds", text)
	}
	return time.Duration(seconds) * time.Second, nil
}

// CheckTimeout refuses a session timeout that the setting can't hold: it is in whole seconds, one or more.
func CheckTimeout(timeout time.Duration) error {
	if timeout < time.Second || timeout%time.Second != 0 {
		return fmt.Errorf("session timeout %s: it must be a whole number of seconds, at least one; try 30m", timeout)
	}
	return nil
}

// ZoneOf is the time zone of a name; UTC where there is none, or this machine does not know it.
func ZoneOf(name string) *time.Location {
	zone, err := time.LoadLocation(name) // UTC for an empty name
	if err != nil {
		return time.UTC // this machine does not know the zone that another one did
	}
	return zone
}

// ErrAltered means that the tables of the case contradict each other.
var ErrAltered = errors.New("something else has written to the case; load the logs into a new one")

// SiteOf reads the site description of a case; the default one where there is none.
func SiteOf(text string) (*web.Site, error) {
	if text == "" {
		return web.DefaultSite(), nil
	}
	return web.ParseSite("the site description of the case", []byte(text))
}

// DerivationVersion goes up whenever the same events give other metrics, so that cases of before are measured anew.
const DerivationVersion = 10
