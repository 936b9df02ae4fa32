package store

import (
	"context"
	"encoding/json"

	"spoor/analysis"
)

// streamedEmbedded is what was found, and what it follows from.
type streamedEmbedded struct {
	embedded
	Events int64 `json:"events"`
}

// Embedded is what the log says that pages ask for by themselves; nothing where the site description says it.
func (s *Streamed) Embedded(ctx context.Context) ([]analysis.Embedded, error) {
	site, err := s.site(ctx)
	if err != nil || !site.FindsEmbedded() {
		return nil, err
	}
	at, err := s.Watermark(ctx)
	if err != nil {
		return nil, err
	}
	now := streamedEmbedded{embedded{Version: derivationVersion, From: brief(at.settings), Last: at.Last}, at.Events}
	same := func(e *streamedEmbedded) bool {
		return e.Version == now.Version && e.From == now.From && e.Last == now.Last && e.Events == now.Events
	}
	s.mutex.Lock()
	last := s.embedded
	s.mutex.Unlock()
	if last == nil {
		text, err := s.Setting(ctx, settingEmbedded)
		if err != nil {
			return nil, err
		}
		last = &streamedEmbedded{}
		if text != "" && json.Unmarshal([]byte(text), last) != nil {
			last = &streamedEmbedded{} // it is found anew
		}
	}
	if same(last) {
		return last.Found, nil
	}
	if now.Found, err = s.findEmbedded(ctx, site); err != nil {
		return nil, err
	}
	s.mutex.Lock()
	s.embedded = &now
	s.mutex.Unlock()
	text, err := json.Marshal(now)
	if err != nil {
		return nil, err
	}
	_ = s.SetSetting(ctx, settingEmbedded, string(text)) // whoever may only read finds it anew each time
	return now.Found, nil
}

// templates are those of what is embedded.
func (s *Streamed) templates(ctx context.Context, site *analysis.Site) (map[string]bool, error) {
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
func (s *Streamed) findEmbedded(ctx context.Context, site *analysis.Site) ([]analysis.Embedded, error) {
	n := newNumbering(site, nil)
	finder := analysis.NewEmbeddedFinder()
	n.pages.finder = finder
	err := s.Referrers(ctx, func(url []byte) error {
		if before := n.d.referrers.count(); int(n.d.referrer(url)) > before {
			finder.Referrer(n.d.referrers.added[before])
		}
		return nil
	})
	if err != nil || n.d.referrers.count() == 0 {
		return nil, err
	}
	err = s.Requests(ctx, func(r *Record) error {
		how, click := parseEnding(string(r.Kind), string(r.Outcome)), clickKind(min(r.Click, uint8(itemClick)))
		if request := n.d.request(r.Action, r.Target, r.Menu, click, how); int(request) == len(n.pages.ofRequest) {
			n.addRequest(request)
		}
		return nil
	})
	if err != nil || !finder.Begin() {
		return nil, err
	}
	n.frozen = true
	err = eachStreamed(ctx, s.Engine, Selection{}, func() (*numbering, error) { return n, nil },
		func(_ string, events []analysis.Event, _ []analysis.Detail) error {
			finder.Add(events)
			return nil
		})
	if err != nil {
		return nil, err
	}
	return finder.Find(func(request int) (string, error) { return n.d.requests.added[request-1].target, nil })
}

// RequestCounts are how often each URL was asked for.
func (s *Streamed) RequestCounts(ctx context.Context) (map[string]int64, error) {
	counts := map[string]int64{}
	err := s.Records(ctx, Selection{Unordered: true}, func(r *Record) error {
		if clickKind(r.Click) == noClick {
			counts[string(r.Target)]++
		}
		return nil
	})
	return counts, err
}
