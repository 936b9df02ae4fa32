package server

import (
	"context"
	"crypto/rand"
	"slices"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store/model"
)

// embeddedSearch is one search for what is embedded: it counts the requests of all users, or goes on with what was
// counted last, by the users who have done something since.
type embeddedSearch struct {
	*Case
	site      *web.Site
	last, now *foundEmbedded
	finder    *web.EmbeddedFinder
	numbers   *model.Numbering
	touched   []string // users who have done something since the last one
}

func (e *embeddedSearch) find(ctx context.Context) error {
	goesOn, err := e.canGoOn(ctx)
	if err != nil {
		return err
	}
	begun, err := e.begin(ctx, goesOn)
	if err != nil || !begun {
		return err
	}
	own, canKeep := e.finder.Own()
	if goesOn = goesOn && canKeep && slices.Equal(own, e.last.Own); goesOn {
		if goesOn, err = e.goOn(ctx); err != nil {
			return err
		}
	}
	if !goesOn {
		if canKeep, err = e.countAll(ctx, canKeep); err != nil {
			return err
		}
	}
	requests := e.numbers.Dictionaries.Requests.Added
	e.now.Found, err = e.finder.Find(func(number int) (string, error) { return requests[number-1].Target, nil })
	if err == nil && canKeep {
		e.keep(ctx, own)
	}
	return err
}

// canGoOn finds who has done something since the last search. It is not ok where going on from that one would take
// as long as counting everything.
func (e *embeddedSearch) canGoOn(ctx context.Context) (ok bool, err error) {
	if e.last.Run == "" {
		return false, nil
	}
	e.touched, ok, err = e.Touched(ctx, e.last.Extent)
	return ok && int64(len(e.touched))*mostTouched <= e.now.Extent.Users, err
}

// begin tells the finder all referrers and requests: those that are kept and those that have come since, or all. It is
// not ok where nothing can be embedded.
func (e *embeddedSearch) begin(ctx context.Context, goesOn bool) (ok bool, err error) {
	e.finder, e.numbers = web.NewEmbeddedFinder(), model.NewNumbering(e.site, nil)
	e.finder.ToBeKept()
	e.numbers.Pages.Finder = e.finder
	var referrers [][]byte
	var requests []model.Record
	since := Extent{}
	if goesOn {
		if referrers, requests, ok, err = e.keptTexts(ctx); err != nil {
			return false, err
		}
		if ok {
			since = e.last.Extent
		}
	}
	for _, url := range referrers {
		e.addReferrer(url)
	}
	err = e.Referrers(ctx, since, func(url []byte) error {
		e.addReferrer(url)
		return nil
	})
	if err != nil || e.numbers.Dictionaries.Referrers.Count() == 0 {
		return false, err
	}
	for i := range requests {
		e.numbers.NumberRecord(&requests[i])
	}
	err = e.Requests(ctx, since, func(r *model.Record) error {
		e.numbers.NumberRecord(r)
		return nil
	})
	e.numbers.Frozen = true
	return e.finder.Begin(), err
}

func (e *embeddedSearch) addReferrer(url []byte) {
	d := e.numbers.Dictionaries
	if before := d.Referrers.Count(); int(d.Referrer(url)) > before {
		e.finder.Referrer(d.Referrers.Added[before])
	}
}

// each reads the events of selections, user by user, and counts them.
func (e *embeddedSearch) each(ctx context.Context, which []model.Selection, do func(events []web.Event)) (read int64,
	err error) {
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

// goOn takes back what was counted of the users who have done something since, and counts them as they are now. It is
// not ok, and nothing has been counted, where the events are not those that were there plus what has come in.
func (e *embeddedSearch) goOn(ctx context.Context) (ok bool, err error) {
	added, back, err := e.countTouched(ctx)
	if err != nil {
		return false, err
	}
	kept, err := e.keptUnit(ctx, unitEmbedded)
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
func (e *embeddedSearch) countTouched(ctx context.Context) (added, back int64, err error) {
	var now, before []model.Selection
	for some := range slices.Chunk(e.touched, touchedAtOnce) {
		now = append(now, model.Selection{Users: some, Until: e.now.Extent.Inserted})
		before = append(before, model.Selection{Users: some, Until: e.last.Extent.Inserted})
	}
	if added, err = e.each(ctx, now, e.finder.Add); err != nil {
		return 0, 0, err
	}
	back, err = e.each(ctx, before, e.finder.TakeBack)
	return added, back, err
}

// mostKeptTexts is how many bytes of referrers and requests are kept; where they are more, the engine is asked for all.
const mostKeptTexts = 16 << 20

// keep keeps what was counted, with the referrers and requests that there are. Whoever may only read counts all each
// time.
func (e *embeddedSearch) keep(ctx context.Context, own []string) {
	run, units := rand.Text(), []KeptUnit{{0, unitEmbedded, e.finder.AppendCounts(nil)}}
	if texts := e.appendTexts(nil); len(texts) <= mostKeptTexts {
		units = append(units, KeptUnit{0, unitTexts, texts})
	}
	if e.Keep(ctx, run, units) == nil {
		e.now.Run, e.now.Own = run, own
	}
}

func (e *embeddedSearch) keptUnit(ctx context.Context, kind string) (kept []byte, err error) {
	err = e.Kept(ctx, e.last.Run, kind, func(_ int, body []byte) error {
		kept = slices.Clone(body)
		return nil
	})
	return kept, err
}

func (e *embeddedSearch) appendTexts(to []byte) []byte {
	d := e.numbers.Dictionaries
	for _, url := range d.Referrers.Added {
		to = appendText(to, url)
	}
	to = appendText(to, "") // no referrer is empty
	for i := range d.Requests.Added {
		r := &d.Requests.Added[i]
		kind, outcome := r.Ending.Texts()
		for _, text := range []string{r.Action, r.Target, r.Menu, kind, outcome} {
			to = appendText(to, text)
		}
		to = append(to, byte(r.Click))
	}
	return to
}

// keptTexts are the referrers and requests that there were. It is not ok if they are not kept.
func (e *embeddedSearch) keptTexts(ctx context.Context) (referrers [][]byte, requests []model.Record, ok bool,
	err error) {
	kept, err := e.keptUnit(ctx, unitTexts)
	if err != nil || len(kept) == 0 {
		return nil, nil, false, err
	}
	r := keptReader{from: kept}
	for url := r.text(); len(url) > 0; url = r.text() {
		referrers = append(referrers, url)
	}
	for len(r.from) > 0 {
		record := model.Record{Action: r.text(), Target: r.text(), Menu: r.text(), Kind: r.text(), Outcome: r.text()}
		if click := r.bytes(1); len(click) == 1 {
			record.Click = click[0]
		}
		requests = append(requests, record)
	}
	if r.err != nil {
		return nil, nil, false, nil
	}
	return referrers, requests, true, nil
}
