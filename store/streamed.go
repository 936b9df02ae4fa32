package store

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"time"

	"spoor/analysis"
)

// Streamed is a case whose events an [Engine] keeps: they are streamed, user by user, through the same analysis that reads a case
// file. It is safe for concurrent use.
type Streamed struct {
	Engine

	mutex    sync.Mutex
	users    *dictionary[string] // numbers of users
	embedded *streamedEmbedded   // what was found last
	measured *streamedMatrix     // what was measured last
	keeping  sync.Mutex
	kept     keptStreamed
}

// NewStreamed returns the case that an engine keeps.
func NewStreamed(e Engine) *Streamed { return &Streamed{Engine: e, users: newDictionary[string]()} }

// Number is the number of a user, which it gets if it has none. It is good as long as the case is open.
func (s *Streamed) Number(key string) int32 {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if id := s.users.find([]byte(key)); id != 0 {
		return id
	}
	return s.users.add([]byte(key), key)
}

// Key is the key of a user by number.
func (s *Streamed) Key(user int32) (string, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if user < 1 || int(user) > len(s.users.added) {
		return "", fmt.Errorf("there is no user %d", user)
	}
	return s.users.added[user-1], nil
}

// key is the key of a user who has been numbered.
func (s *Streamed) key(user int32) string {
	key, _ := s.Key(user)
	return key
}

// Watermark is how far the case has come by now.
func (s *Streamed) Watermark(ctx context.Context) (Watermark, error) {
	extent, err := s.Extent(ctx)
	if err != nil {
		return Watermark{}, err
	}
	settings, err := s.settings(ctx)
	return Watermark{Last: extent.Inserted, Events: extent.Events, settings: settings}, err
}

// settings names what metrics depend on besides the events.
func (s *Streamed) settings(ctx context.Context) (text string, err error) {
	for _, name := range []string{settingTimeout, settingSite, profileTable.setting, catalogueTable.setting, settingTakenBack} {
		value, err := s.Setting(ctx, name)
		if err != nil {
			return "", err
		}
		text += fmt.Sprintf(" %s=%s", name, brief(value))
	}
	return text, nil
}

// Window is the time between the first and the last event of the case.
func (s *Streamed) Window(ctx context.Context) (analysis.Window, error) {
	extent, err := s.Extent(ctx)
	return analysis.Window{From: extent.First, To: extent.Last}, err
}

func (s *Streamed) site(ctx context.Context) (*analysis.Site, error) {
	text, err := s.Setting(ctx, settingSite)
	if err != nil {
		return nil, err
	}
	return siteOf(text)
}

func (s *Streamed) timeout(ctx context.Context) (time.Duration, error) {
	text, err := s.Setting(ctx, settingTimeout)
	if err != nil {
		return 0, err
	}
	return timeoutOf(text)
}

// Zone is the time zone that the case is shown in.
func (s *Streamed) Zone(ctx context.Context) (*time.Location, error) {
	name, err := s.Setting(ctx, settingZone)
	if err != nil {
		return nil, err
	}
	return zoneOf(name), nil
}

// SetZone changes the time zone that the case is shown in.
func (s *Streamed) SetZone(ctx context.Context, zone *time.Location) error {
	return s.SetSetting(ctx, settingZone, zone.String())
}

// UserBy is how the case tells users apart; empty where nothing has been loaded.
func (s *Streamed) UserBy(ctx context.Context) (string, error) { return s.Setting(ctx, settingUserBy) }

// SetUserBy says how the case tells users apart. What is loaded already stays as it is.
func (s *Streamed) SetUserBy(ctx context.Context, by string) error {
	return s.SetSetting(ctx, settingUserBy, by)
}

// SiteDescription is the site description of the case in TOML, empty if there is none.
func (s *Streamed) SiteDescription(ctx context.Context) (string, error) {
	return s.Setting(ctx, settingSite)
}

// SetSite changes the site description; name is said in errors.
func (s *Streamed) SetSite(ctx context.Context, name string, description []byte) error {
	if _, err := analysis.ParseSite(name, description); err != nil {
		return err
	}
	return s.SetSetting(ctx, settingSite, string(description))
}

// SetTimeout changes the session timeout, in whole seconds.
func (s *Streamed) SetTimeout(ctx context.Context, timeout time.Duration) error {
	if err := checkTimeout(timeout); err != nil {
		return err
	}
	return s.SetSetting(ctx, settingTimeout, strconv.FormatInt(int64(timeout/time.Second), 10))
}

// Info counts what the case holds.
func (s *Streamed) Info(ctx context.Context) (Info, error) {
	sources, err := s.Sources(ctx)
	if err != nil {
		return Info{}, err
	}
	matrix, err := s.Matrix(ctx)
	if err != nil {
		return Info{}, err
	}
	info := newInfo(s.Path(), sources, matrix)
	extent, err := s.Extent(ctx)
	if outside := extent.Events - info.Events; outside > 0 { // written by others
		info.Events, info.Lines = info.Events+outside, info.Lines+outside
	}
	return info, err
}
