package server

import (
	"context"
	"encoding/json"

	"spoor/analysis/web"
	"spoor/store/model"
)

// foundEmbedded is what was found, and what it follows from.
type foundEmbedded struct {
	model.Embedded
	Extent Extent   `json:"extent"` // of the events
	Run    string   `json:"run"`    // under which what was counted is kept; empty: it is not
	Own    []string `json:"own"`    // the hosts that counted as the site's own
}

// Embedded is what the log says that pages ask for by themselves; nothing where the site description says it.
func (s *Case) Embedded(ctx context.Context) ([]web.Embedded, error) {
	site, err := s.Site(ctx)
	if err != nil || !site.FindsEmbedded() {
		return nil, err
	}
	now := &foundEmbedded{}
	if now.Extent, err = s.Extent(ctx); err != nil {
		return nil, err
	}
	if now.Embedded, err = s.embeddedBasis(ctx); err != nil {
		return nil, err
	}
	last, err := s.lastEmbedded(ctx)
	if err != nil {
		return nil, err
	}
	if last.Version != now.Version || last.From != now.From {
		last = &foundEmbedded{}
	}
	if last.Version != 0 && sameEvents(&last.Extent, &now.Extent) {
		return last.Found, nil
	}
	e := &embeddedSearch{Case: s, site: site, last: last, now: now}
	if err := e.find(ctx); err != nil {
		return nil, err
	}
	s.mutex.Lock()
	s.embedded = now
	s.mutex.Unlock()
	text, err := json.Marshal(now)
	if err != nil {
		return nil, err
	}
	_ = s.SetSetting(ctx, model.SettingEmbedded+s.Shape(),
		string(text)) // whoever may only read finds it anew each time
	return now.Found, nil
}

// embeddedBasis is what the answer follows from besides the events.
func (s *Case) embeddedBasis(ctx context.Context) (e model.Embedded, err error) {
	for _, name := range []string{model.SettingSite, model.SettingTakenBack} {
		value, err := s.Setting(ctx, name)
		if err != nil {
			return e, err
		}
		e.From += name + "=" + model.Brief(value) + " "
	}
	e.Version = model.DerivationVersion
	return e, nil
}

// lastEmbedded is what was found last, by whomever.
func (s *Case) lastEmbedded(ctx context.Context) (*foundEmbedded, error) {
	s.mutex.Lock()
	last := s.embedded
	s.mutex.Unlock()
	if last != nil {
		return last, nil
	}
	last = &foundEmbedded{}
	text, err := s.Setting(ctx, model.SettingEmbedded+s.Shape())
	if err != nil || text == "" {
		return last, err
	}
	if json.Unmarshal([]byte(text), last) != nil {
		last = &foundEmbedded{} // it is found anew
	}
	return last, nil
}

// templates are those of what is embedded.
func (s *Case) templates(ctx context.Context, site *web.Site) (map[string]bool, error) {
	if !site.FindsEmbedded() {
		return nil, nil
	}
	found, err := s.Embedded(ctx)
	templates := map[string]bool{}
	for _, e := range found {
		templates[e.Template] = true
	}
	return templates, err
}

// RequestCounts are how often each URL was asked for.
func (s *Case) RequestCounts(ctx context.Context) (map[string]int64, error) {
	counts := map[string]int64{}
	err := s.Events(ctx, model.Selection{Short: true}, func(b *Block) error {
		for row := range b.Rows {
			if b.Click[row] == int64(model.NoClick) {
				counts[string(b.Target.At(row))]++
			}
		}
		return nil
	})
	return counts, err
}
