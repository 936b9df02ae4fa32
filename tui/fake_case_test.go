package tui

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"spoor/analysis"
	"spoor/analysis/predicate"
	"spoor/analysis/web"
	"spoor/store"
	"spoor/store/load"
	"spoor/store/model"
)

// fakeCase is a made-up case in memory: a few hundred people, a robot, a scraper and a dawdler, some with names that
// are hard to show.
type fakeCase struct {
	path   string
	tracks []*model.Track // in the order of the keys
	lost   error          // what reading anything ends in
	many   *analysis.Matrix
	said   []store.Verdict // as they were given
	kept   map[string]string
	asked  []string // the conditions that users were looked for by
}

var caseStart = time.Date(2003, 3, 1, 0, 0, 0, 0, time.UTC)

// habits are how a made-up user behaves.
type habits struct {
	sessions, views int
	reading         func(r *rand.Rand) time.Duration
	menus           int
	agent           string
}

const browser = "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)"

func ordinary(r *rand.Rand) habits {
	return habits{1 + r.IntN(3), 3 + r.IntN(7), func(r *rand.Rand) time.Duration {
		return time.Duration(10+r.IntN(60)) * time.Second
	}, 1 + r.IntN(3), browser}
}

func steady(d time.Duration) func(*rand.Rand) time.Duration {
	return func(*rand.Rand) time.Duration { return d }
}

func newFakeCase(strange ...string) *fakeCase {
	c := &fakeCase{path: "/srv/logs/hibrain.db"}
	r := rand.New(rand.NewPCG(1, 2))
	special := map[string]habits{
		"scraper":   {4, 80, steady(time.Second), 1, "curl/8.1"},
		"김민수":       {5, 60, steady(2 * time.Second), 1, browser},
		"dawdler":   {2, 12, steady(25 * time.Minute), 1, browser},
		"googlebot": {20, 30, steady(40 * time.Second), 4, "Googlebot/2.1 (+http://www.google.com/bot.html)"},
		"passer-by": {1, 1, steady(time.Second), 1, browser},
	}
	for _, name := range strange {
		special[name] = habits{3, 70, steady(time.Second), 1, name}
	}
	names := make([]string, 0, 300)
	for i := range 250 {
		names = append(names, fmt.Sprintf("user%03d", i))
	}
	for name := range special {
		names = append(names, name)
	}
	slices.Sort(names)
	for id, name := range names {
		h, ok := special[name]
		if !ok {
			h = ordinary(r)
		}
		c.tracks = append(c.tracks, makeTrack(int32(id), name, h, rand.New(rand.NewPCG(7, uint64(id)))))
	}
	return c
}

// makeTrack makes up what a user did.
func makeTrack(id int32, name string, h habits, r *rand.Rand) *model.Track {
	t := &model.Track{User: id, Key: name}
	client := &model.Client{Address: "10.1.2." + fmt.Sprint(id%250), Agent: h.agent, Robot: web.IsRobot(h.agent)}
	line := int64(id)*1000 + 1
	at := caseStart.Add(time.Duration(r.IntN(48)) * time.Hour)
	for range h.sessions {
		first := len(t.Events)
		for view := range h.views {
			item := r.IntN(400)
			menu := r.IntN(h.menus)
			e := model.Event{
				Event:   web.Event{Time: at.UnixMilli(), Item: int32(item), Menu: int32(menu), Traits: web.View},
				Request: &model.Request{Action: "GET", Target: fmt.Sprintf("/jobs/%d", item), Item: fmt.Sprint(item), Menu: "jobs"},
				Client:  client, Status: 200, Bytes: 5120, Source: 1, Line: line, Reading: -1,
			}
			if client.Robot {
				e.Traits |= web.Robot
			}
			if strings.HasPrefix(h.agent, name) { // a strange user: every text is its name
				e.Request.Target, e.Request.Menu, client.Address = name, name, name
			}
			read := h.reading(r)
			if view < h.views-1 {
				e.Reading = read.Milliseconds()
			}
			t.Events = append(t.Events, e)
			at = at.Add(read)
			line++
		}
		t.Sessions = append(t.Sessions, model.Session{First: first, End: len(t.Events), Views: h.views})
		at = at.Add(time.Duration(20+r.IntN(60)) * time.Hour)
	}
	return t
}

func (c *fakeCase) Path() string { return c.path }

func (c *fakeCase) Sources(context.Context) ([]store.Source, error) {
	return []store.Source{{ID: 1, Path: "/srv/logs/access.log", Events: c.events(), Lines: c.events() + 3, Rejects: 3,
		State:  store.Complete,
		Format: "combined", Bytes: 200 * c.events(), First: march.From, Last: march.To, ZoneAssumed: true}}, c.lost
}

func (c *fakeCase) events() (n int64) {
	for _, t := range c.tracks {
		n += int64(len(t.Events))
	}
	return n
}

func (c *fakeCase) Watermark(context.Context) (store.Watermark, error) {
	return store.Watermark{Events: c.events()}, c.lost
}

func (c *fakeCase) Watch(context.Context) (Watch, error) { return c, c.lost }

func (c *fakeCase) Close() error { return nil }

// march is the time of the made-up case.
var march = analysis.Window{From: caseStart.UnixMilli(), To: caseStart.AddDate(0, 1, 0).UnixMilli()}

func (c *fakeCase) Refresh(ctx context.Context, before *analysis.Matrix, since store.Watermark) (
	*analysis.Matrix, store.Watermark, error) {
	at, err := c.Watermark(ctx)
	if err != nil || at == since {
		return before, at, err
	}
	m, err := c.MatrixWith(ctx, before.Measuring, analysis.Window{}, nil)
	return m, at, err
}

func (c *fakeCase) MatrixWith(_ context.Context, how analysis.MeasureOptions, window analysis.Window,
	progress func(done, total int64)) (*analysis.Matrix, error) {
	if c.many != nil {
		return c.many, c.lost
	}
	if progress != nil {
		progress(1, 3)
	}
	if window == (analysis.Window{}) {
		window = march
	}
	m := analysis.NewMatrix(len(c.tracks))
	m.Measuring, m.Window, m.Timeout = how, window, how.Of(model.DefaultTimeout).Timeout
	m.Background.Catalogue = true
	measurer := analysis.NewMeasurer(how.Of(m.Timeout), window, nil)
	for _, t := range c.tracks {
		var events []web.Event
		for i := range t.Events {
			if e := t.Events[i].Event; window == march || window.From <= e.Time && e.Time <= window.To {
				events = append(events, e)
			}
		}
		if len(events) == 0 {
			continue
		}
		m.Append(t.User, t.Key, measurer.Measure(events, analysis.Profile{}))
	}
	if len(how.Own.List()) > 0 {
		m.Measuring.Own = analysis.OwnRules{}
		return c.MeasureOwn(context.Background(), m, how.Own, nil)
	}
	return m, c.lost
}

// MeasureOwn measures by what the tracks say of statuses and times.
func (c *fakeCase) MeasureOwn(_ context.Context, users *analysis.Matrix, own analysis.OwnRules,
	_ func(done, total int64)) (*analysis.Matrix, error) {
	measurer := analysis.NewOwnMeasurer(analysis.NewOwnTables(own, time.UTC), users.Timeout, analysis.OwnNumbers{})
	columns := make([][]analysis.Value, len(own.List()))
	for i := range columns {
		columns[i] = make([]analysis.Value, users.Len())
	}
	values := make([]analysis.Value, len(columns))
	for _, t := range c.tracks {
		var events []web.Event
		var details []analysis.Detail
		for i := range t.Events {
			events, details = append(events, t.Events[i].Event), append(details, analysis.Detail{Status: int16(t.Events[i].Status)})
		}
		row, found := users.Row(t.Key)
		if !found {
			continue
		}
		measurer.Measure(t.User, events, details, values)
		for i, v := range values {
			columns[i][row] = v
		}
	}
	return users.WithOwn(own, columns), c.lost
}

// UsersWith goes by the statuses and the requests of the tracks.
func (c *fakeCase) UsersWith(_ context.Context, window analysis.Window, conditions []string,
	progress func(done, total int64)) (users [][]bool, err error) {
	c.asked = append(c.asked, conditions...)
	for _, condition := range conditions {
		p, err := predicate.Parse(condition)
		if err != nil {
			return nil, err
		}
		has := make([]bool, len(c.tracks))
		for _, t := range c.tracks {
			for i := range t.Events {
				e := &t.Events[i]
				at := time.UnixMilli(e.Time).UTC()
				seen := predicate.Event{Path: e.Request.Target, Status: e.Status, Hour: at.Hour(), Agent: e.Client.Agent,
					Action: e.Request.Action, Address: e.Client.Address}
				has[t.User] = has[t.User] || window.From <= e.Time && e.Time <= window.To && p.Matches(&seen)
			}
		}
		users = append(users, has)
	}
	progress(1, 3)
	return users, c.lost
}

func (c *fakeCase) Track(_ context.Context, user int32) (*model.Track, error) {
	t := *c.track(user)
	t.Events = slices.Clone(t.Events)
	return &t, c.lost
}

func (c *fakeCase) track(user int32) *model.Track {
	return c.tracks[slices.IndexFunc(c.tracks, func(t *model.Track) bool { return t.User == user })]
}

func (c *fakeCase) Evidence(_ context.Context, track *model.Track, users *analysis.Matrix,
	rules []analysis.RuleID) ([][]int, error) {
	events := make([]web.Event, len(track.Events))
	for i := range events {
		events[i] = track.Events[i].Event
	}
	proof := make([][]int, len(rules))
	measurer := analysis.NewMeasurer(users.Measuring.Of(users.Timeout), users.Window, nil)
	for i, rule := range rules {
		proof[i] = measurer.Evidence(rule, events, analysis.Profile{})
	}
	return proof, c.lost
}

func (c *fakeCase) Original(_ context.Context, e model.Event) (load.Evidence, error) {
	raw := fmt.Sprintf("%s - %s [%s] %q %d %d", e.Client.Address, "someone",
		time.UnixMilli(e.Time).UTC().Format("02/Jan/2006:15:04:05 -0700"),
		e.Request.Action+" "+e.Request.Target+" HTTP/1.1", e.Status, e.Bytes)
	return load.Evidence{Path: "/srv/logs/access.log", Line: e.Line, Raw: []byte(raw)}, c.lost
}

func (c *fakeCase) Rejects(context.Context, string, int) ([]store.Reject, error) {
	return []store.Reject{
		{Source: 1, Path: "/srv/logs/access.log", Line: 17, Reason: "no match", Text: []byte("-- MARK --")},
		{Source: 1, Path: "/srv/logs/access.log", Line: 4711, Reason: "bad timestamp",
			Text: []byte("10.0.0.1 - - [31/Feb/2003:99:00:00 +0900] \"GET / HTTP/1.1\" 200 1")},
		{Source: 1, Path: "/srv/logs/access.log", Line: 90210, Reason: "no match",
			Text: []byte("\x1b]0;owned\a\x1b[31mred\r\x00\xff")},
	}, c.lost
}

func (c *fakeCase) RejectsOf(ctx context.Context, source, limit int) ([]store.Reject, error) {
	lines, err := c.Rejects(ctx, "", limit)
	return slices.DeleteFunc(lines, func(r store.Reject) bool { return r.Source != source }), err
}

func (c *fakeCase) RejectCounts(context.Context) ([]store.ReasonCount, error) {
	return []store.ReasonCount{{Reason: "no match", Count: 2}, {Reason: "bad timestamp", Count: 1}}, c.lost
}

func (c *fakeCase) Verdicts(context.Context) (map[int32]store.Verdict, error) {
	verdicts := map[int32]store.Verdict{}
	for _, v := range c.said {
		if verdicts[v.User] = v; v.Label == noVerdict {
			delete(verdicts, v.User)
		}
	}
	return verdicts, c.lost
}

// About knows something of the scraper and of whoever has a strange name.
func (c *fakeCase) About(_ context.Context, user int32, items []string) (store.About, error) {
	about := store.About{Catalogue: map[string]map[string]string{}}
	if key := c.track(user).Key; !strings.HasPrefix(key, "user") {
		about.Verdicts = append(about.Verdicts,
			store.Verdict{User: user, Label: "watch", Note: "seen as " + key, Author: key, At: caseStart.UnixMilli()})
		about.Profile = map[string]string{"education": "doctor", "major": "물리학", "name": key}
		for _, item := range items {
			about.Catalogue[item] = map[string]string{"title": "Postdoc for " + key, "education": key}
		}
	}
	for _, v := range c.said {
		if v.User == user {
			about.Verdicts = append(about.Verdicts, v)
		}
	}
	return about, c.lost
}

func (c *fakeCase) CheckWritable() error { return nil }

func (c *fakeCase) LastVerdict() int64 { return int64(len(c.said)) }

func (c *fakeCase) AddVerdicts(ctx context.Context, given, seen []store.Verdict) (ids []int64, failed error) {
	ids = make([]int64, len(given))
	for i := range given {
		var err error
		ids[i], err = c.AddVerdict(ctx, given[i], seen[i])
		failed = cmp.Or(failed, err)
	}
	return ids, failed
}

func (c *fakeCase) AddVerdict(ctx context.Context, v, seen store.Verdict) (int64, error) {
	if v.At < caseStart.UnixMilli() {
		return 0, errors.New("a verdict without its time")
	}
	if c.lost != nil {
		return 0, c.lost
	}
	standing, err := c.Verdicts(ctx)
	if err != nil {
		return 0, err
	}
	if now := standing[v.User]; now.ID != seen.ID {
		return 0, &store.VerdictChangedError{Now: now}
	}
	v.ID = int64(len(c.said)) + 1
	v.At = caseStart.UnixMilli() + int64(len(c.said))*60_000 // not the clock's, so that screens can be compared
	c.said = append(c.said, v)
	return v.ID, nil
}
