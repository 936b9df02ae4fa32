package server

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"slices"

	"spoor/analysis"
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
	if err := s.findEmbedded(ctx, site, last, now); err != nil {
		return nil, err
	}
	s.mutex.Lock()
	s.embedded = now
	s.mutex.Unlock()
	text, err := json.Marshal(now)
	if err != nil {
		return nil, err
	}
	_ = s.SetSetting(ctx, model.SettingEmbedded, string(text)) // whoever may only read finds it anew each time
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
	text, err := s.Setting(ctx, model.SettingEmbedded)
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

// embeddedSearch is one search for what is embedded.
type embeddedSearch struct {
	*Case
	finder    *web.EmbeddedFinder
	numbers   *model.Numbering
	last, now *foundEmbedded
}

// findEmbedded reads all referrers, all requests, and then the events: those of the users who have done something
// since, where it can go on with what was counted last, or all.
func (s *Case) findEmbedded(ctx context.Context, site *web.Site, last, now *foundEmbedded) error {
	e := &embeddedSearch{Case: s, finder: web.NewEmbeddedFinder(), numbers: model.NewNumbering(site, nil), last: last, now: now}
	e.finder.ToBeKept()
	begun, err := e.begin(ctx)
	if err != nil || !begun {
		return err
	}
	own, canKeep := e.finder.Own()
	wentOn := false
	if canKeep && last.Run != "" && slices.Equal(own, last.Own) {
		if wentOn, err = e.goOn(ctx); err != nil {
			return err
		}
	}
	if !wentOn {
		if canKeep, err = e.countAll(ctx, canKeep); err != nil {
			return err
		}
	}
	now.Found, err = e.finder.Find(func(request int) (string, error) {
		return e.numbers.Dictionaries.Requests.Added[request-1].Target, nil
	})
	if err == nil && canKeep {
		run := rand.Text()
		unit := KeptUnit{0, unitEmbedded, e.finder.AppendCounts(nil)}
		if s.Keep(ctx, run, []KeptUnit{unit}) == nil { // whoever may only read counts all each time
			now.Run, now.Own = run, own
		}
	}
	return err
}

// begin tells the finder all referrers and requests. It is not ok where nothing can be embedded.
func (e *embeddedSearch) begin(ctx context.Context) (ok bool, err error) {
	n := e.numbers
	n.Pages.Finder = e.finder
	err = e.Referrers(ctx, func(url []byte) error {
		if before := n.Dictionaries.Referrers.Count(); int(n.Dictionaries.Referrer(url)) > before {
			e.finder.Referrer(n.Dictionaries.Referrers.Added[before])
		}
		return nil
	})
	if err != nil || n.Dictionaries.Referrers.Count() == 0 {
		return false, err
	}
	err = e.Requests(ctx, func(r *model.Record) error {
		n.NumberRecord(r)
		return nil
	})
	n.Frozen = true
	return e.finder.Begin(), err
}

// each reads the events of selections, user by user, and counts them.
func (e *embeddedSearch) each(ctx context.Context, which []model.Selection, do func(events []web.Event)) (read int64, err error) {
	err = eachUser(ctx, e.Engine, which, func() (*model.Numbering, error) { return e.numbers, nil },
		func(_ string, events []web.Event, _ []analysis.Detail) error {
			read += int64(len(events))
			do(events)
			return nil
		})
	return read, err
}

// countAll counts the requests of all users. They can be kept if they are those of the extent, and no others have come
// in meanwhile.
func (e *embeddedSearch) countAll(ctx context.Context, canKeep bool) (ok bool, err error) {
	read, err := e.each(ctx, batches(model.Selection{}, e.now.Extent.Events, 1), e.finder.Add)
	return canKeep && read == e.now.Extent.Events, err
}

// goOn takes the users back who have done something since, and adds them as they are now. It is not ok, and nothing has
// been counted, where that would take as long as counting all, or what there was is not what there had been.
func (e *embeddedSearch) goOn(ctx context.Context) (ok bool, err error) {
	touched, ok, err := e.Touched(ctx, e.last.Extent)
	if err != nil || !ok || int64(len(touched))*mostTouched > e.now.Extent.Users {
		return false, err
	}
	added, back, err := e.countTouched(ctx, touched)
	if err != nil {
		return false, err
	}
	kept := []byte(nil)
	err = e.Kept(ctx, e.last.Run, unitEmbedded, func(_ int, body []byte) error {
		kept = slices.Clone(body)
		return nil
	})
	if err != nil {
		return false, err
	}
	if len(kept) > 0 && e.last.Extent.Events+added-back == e.now.Extent.Events && e.finder.GoOn(kept) == nil {
		return true, nil
	}
	e.finder.Forget()
	return false, nil
}

// countTouched counts users as they are now, and takes them back as they were when what is kept was counted.
func (e *embeddedSearch) countTouched(ctx context.Context, touched []string) (added, back int64, err error) {
	var now, before []model.Selection
	for some := range slices.Chunk(touched, touchedAtOnce) {
		now = append(now, model.Selection{Users: some, Until: e.now.Extent.Inserted})
		before = append(before, model.Selection{Users: some, Until: e.last.Extent.Inserted})
	}
	if added, err = e.each(ctx, now, e.finder.Add); err != nil {
		return 0, 0, err
	}
	back, err = e.each(ctx, before, e.finder.TakeBack)
	return added, back, err
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
