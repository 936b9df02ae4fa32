// Package server is the case that a database server keeps, or a cluster of them: an [Engine] tells the events in any
// order, and they are streamed, user by user, through the same model and analysis that read a case file.
package server

import (
	"context"
	"fmt"
	"maps"
	"strconv"
	"sync"
	"time"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store"
	"spoor/store/model"
)

// Case is a case whose events an [Engine] keeps: they are streamed, user by user, through the same analysis that reads
// a case file. It is safe for concurrent use.
type Case struct {
	Engine

	mutex    sync.Mutex
	users    *model.Dictionary[string] // numbers of users
	embedded *foundEmbedded            // what was found last
	measured *measuredMatrix           // what was measured last
	keeping  sync.Mutex
	kept     keptAllUsers
}

// New returns the case that an engine keeps.
func New(e Engine) *Case {
	return &Case{Engine: e, users: model.NewDictionary[string]()}
}

// number is the number of a user, which it gets if it has none. It is good as long as the case is open.
func (s *Case) number(key string) analysis.UserNumber {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return analysis.UserNumber(model.NumberIn(s.users, key))
}

// key is the key of a user who has been numbered.
func (s *Case) key(user analysis.UserNumber) string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.users.Added[user-1]
}

// Watermark is how far the case has come by now.
func (s *Case) Watermark(ctx context.Context) (store.Watermark, error) {
	extent, err := s.Extent(ctx)
	if err != nil {
		return store.Watermark{}, err
	}
	settings, err := s.settings(ctx)
	return store.Watermark{Last: extent.Inserted, Events: extent.Events, Settings: settings}, err
}

// settings names what metrics depend on besides the events.
func (s *Case) settings(ctx context.Context) (text string, err error) {
	for _, name := range []string{model.SettingTimeout, model.SettingSite, model.ProfileTable.Setting,
		model.CatalogueTable.Setting, model.SettingTakenBack} {
		value, err := s.Setting(ctx, name)
		if err != nil {
			return "", err
		}
		text += fmt.Sprintf(" %s=%s", name, model.Brief(value))
	}
	return text, nil
}

// Window is the time between the first and the last event of the case.
func (s *Case) Window(ctx context.Context) (analysis.Window, error) {
	extent, err := s.Extent(ctx)
	return analysis.Window{From: extent.First, To: extent.Last}, err
}

// Site is the site description as the analysis reads it.
func (s *Case) Site(ctx context.Context) (*web.Site, error) {
	text, err := s.Setting(ctx, model.SettingSite)
	if err != nil {
		return nil, err
	}
	return model.SiteOf(text)
}

func (s *Case) timeout(ctx context.Context) (time.Duration, error) {
	text, err := s.Setting(ctx, model.SettingTimeout)
	if err != nil {
		return 0, err
	}
	return model.TimeoutOf(text)
}

// Zone is the time zone that the case is shown in.
func (s *Case) Zone(ctx context.Context) (*time.Location, error) {
	name, err := s.Setting(ctx, model.SettingZone)
	if err != nil {
		return nil, err
	}
	return model.ZoneOf(name), nil
}

// SetZone changes the time zone that the case is shown in.
func (s *Case) SetZone(ctx context.Context, zone *time.Location) error {
	return s.SetSetting(ctx, model.SettingZone, zone.String())
}

// UserBy is how the case tells users apart; empty where nothing has been loaded.
func (s *Case) UserBy(ctx context.Context) (string, error) {
	return s.Setting(ctx, model.SettingUserBy)
}

// SetUserBy says how the case tells users apart. What is loaded already stays as it is.
func (s *Case) SetUserBy(ctx context.Context, by string) error {
	return s.SetSetting(ctx, model.SettingUserBy, by)
}

// SiteDescription is the site description of the case in TOML, empty if there is none.
func (s *Case) SiteDescription(ctx context.Context) (string, error) {
	return s.Setting(ctx, model.SettingSite)
}

// SetSite changes the site description; name is said in errors.
func (s *Case) SetSite(ctx context.Context, name string, description []byte) error {
	if _, err := web.ParseSite(name, description); err != nil {
		return err
	}
	return s.SetSetting(ctx, model.SettingSite, string(description))
}

// SetTimeout changes the session timeout, in whole seconds.
func (s *Case) SetTimeout(ctx context.Context, timeout time.Duration) error {
	if err := model.CheckTimeout(timeout); err != nil {
		return err
	}
	return s.SetSetting(ctx, model.SettingTimeout, strconv.FormatInt(int64(timeout/time.Second), 10))
}

// allFacts are all facts of a kind, by key.
func (s *Case) allFacts(ctx context.Context, kind model.FactKind) (all []model.Facts, err error) {
	err = s.Facts(ctx, kind, func(f model.Facts) {
		all = append(all, model.Facts{Key: f.Key, Fields: maps.Clone(f.Fields)})
	})
	return all, err
}

// Info counts what the case holds.
func (s *Case) Info(ctx context.Context) (store.Info, error) {
	sources, err := s.Sources(ctx)
	if err != nil {
		return store.Info{}, err
	}
	matrix, err := s.Matrix(ctx)
	if err != nil {
		return store.Info{}, err
	}
	info := store.NewInfo(s.Path(), sources, matrix)
	extent, err := s.Extent(ctx)
	if outside := extent.Events - info.Events; outside > 0 { // written by others
		info.Events, info.Lines = info.Events+outside, info.Lines+outside
	}
	return info, err
}
