package server

import (
	"context"
	"encoding/json"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store/model"
)

// foundEmbedded is what was found, and what it follows from.
type foundEmbedded struct {
	model.Embedded
	Events int64 `json:"events"`
}

// Embedded is what the log says that pages ask for by themselves; nothing where the site description says it.
func (s *Case) Embedded(ctx context.Context) ([]web.Embedded, error) {
	site, err := s.Site(ctx)
	if err != nil || !site.FindsEmbedded() {
		return nil, err
	}
	at, err := s.Watermark(ctx)
	if err != nil {
		return nil, err
	}
	now := foundEmbedded{model.Embedded{Version: model.DerivationVersion, From: model.Brief(at.Settings), Last: at.Last}, at.Events}
	same := func(e *foundEmbedded) bool {
		return e.Version == now.Version && e.From == now.From && e.Last == now.Last && e.Events == now.Events
	}
	s.mutex.Lock()
	last := s.embedded
	s.mutex.Unlock()
	if last == nil {
		text, err := s.Setting(ctx, model.SettingEmbedded)
		if err != nil {
			return nil, err
		}
		last = &foundEmbedded{}
		if text != "" && json.Unmarshal([]byte(text), last) != nil {
			last = &foundEmbedded{} // it is found anew
		}
	}
	if same(last) {
		return last.Found, nil
	}
	if now.Found, err = s.findEmbedded(ctx, site, at.Events); err != nil {
		return nil, err
	}
	s.mutex.Lock()
	s.embedded = &now
	s.mutex.Unlock()
	text, err := json.Marshal(now)
	if err != nil {
		return nil, err
	}
	_ = s.SetSetting(ctx, model.SettingEmbedded, string(text)) // whoever may only read finds it anew each time
	return now.Found, nil
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

// findEmbedded reads all referrers, all requests, and then the events.
func (s *Case) findEmbedded(ctx context.Context, site *web.Site, events int64) ([]web.Embedded, error) {
	n := model.NewNumbering(site, nil)
	finder := web.NewEmbeddedFinder()
	n.Pages.Finder = finder
	err := s.Referrers(ctx, func(url []byte) error {
		if before := n.Dictionaries.Referrers.Count(); int(n.Dictionaries.Referrer(url)) > before {
			finder.Referrer(n.Dictionaries.Referrers.Added[before])
		}
		return nil
	})
	if err != nil || n.Dictionaries.Referrers.Count() == 0 {
		return nil, err
	}
	err = s.Requests(ctx, func(r *model.Record) error {
		n.NumberRecord(r)
		return nil
	})
	if err != nil || !finder.Begin() {
		return nil, err
	}
	n.Frozen = true
	err = eachUser(ctx, s.Engine, batches(model.Selection{}, events, 1), func() (*model.Numbering, error) { return n, nil },
		func(_ string, events []web.Event, _ []analysis.Detail) error {
			finder.Add(events)
			return nil
		})
	if err != nil {
		return nil, err
	}
	return finder.Find(func(request int) (string, error) { return n.Dictionaries.Requests.Added[request-1].Target, nil })
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
