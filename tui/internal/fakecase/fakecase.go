// Package fakecase is a made-up case in memory, for tests of screens.
package fakecase

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"spoor/analysis"
	"spoor/analysis/predicate"
	"spoor/analysis/web"
	"spoor/internal/engine"
	"spoor/store"
	"spoor/store/load"
	"spoor/store/model"
)

// Case is a made-up case in memory: a few hundred people, a robot, a scraper and a dawdler, some with names that
// are hard to show.
type Case struct {
	File    string
	Tracks  []*model.Track // in the order of the keys
	Lost    error          // what reading anything ends in
	many    *analysis.Matrix
	numbers map[string]analysis.UserNumber // of users, by key: others than their rows once somebody has come
	Said    []store.Verdict                // as they were given
	Store   map[string]string
	Asked   []string // the conditions that users were looked for by
}

// Start is when the made-up case begins.
var Start = time.Date(2003, 3, 1, 0, 0, 0, 0, time.UTC)

// habits are how a made-up user behaves.
type habits struct {
	sessions, views int
	reading         func(r *rand.Rand) time.Duration
	menus           int
	agent           string
}

// Browser is the agent of ordinary users.
const Browser = "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)"

func ordinary(r *rand.Rand) habits {
	return habits{1 + r.IntN(3), 3 + r.IntN(7), func(r *rand.Rand) time.Duration {
		return time.Duration(10+r.IntN(60)) * time.Second
	}, 1 + r.IntN(3), Browser}
}

func steady(d time.Duration) func(*rand.Rand) time.Duration {
	return func(*rand.Rand) time.Duration { return d }
}

// New makes the case up, with users of these strange names and agents beside those that are always there.
func New(strange ...string) *Case {
	c := &Case{File: "/srv/logs/hibrain.db", numbers: map[string]analysis.UserNumber{}}
	r := rand.New(rand.NewPCG(1, 2))
	special := map[string]habits{
		"scraper":   {4, 80, steady(2 * time.Second), 1, "curl/8.1"},
		"김민수":       {5, 60, steady(2 * time.Second), 1, Browser},
		"dawdler":   {2, 12, steady(25 * time.Minute), 1, Browser},
		"googlebot": {20, 30, steady(40 * time.Second), 4, "Googlebot/2.1 (+http://www.google.com/bot.html)"},
		"passer-by": {1, 1, steady(time.Second), 1, Browser},
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
		c.numbers[name] = analysis.UserNumber(id)
		h, ok := special[name]
		if !ok {
			h = ordinary(r)
		}
		c.Tracks = append(c.Tracks, makeTrack(id, name, h, rand.New(rand.NewPCG(7, uint64(id)))))
	}
	return c
}

// makeTrack makes up what a user did.
func makeTrack(id int, name string, h habits, r *rand.Rand) *model.Track {
	t := &model.Track{Key: name}
	client := &model.Client{Address: "10.1.2." + fmt.Sprint(id%250), Agent: h.agent, Robot: web.IsRobot(h.agent)}
	line := int64(id)*1000 + 1
	at := Start.Add(time.Duration(r.IntN(48)) * time.Hour)
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

// Path is part of a case as the screens ask for it.
func (c *Case) Path() string { return c.File }

// Sources is part of a case as the screens ask for it.
func (c *Case) Sources(context.Context) ([]store.Source, error) {
	return []store.Source{{ID: 1, Path: "/srv/logs/access.log", Events: c.CountEvents(), Lines: c.CountEvents() + 3,
		Rejects: 3,
		State:   store.Complete,
		Format:  "combined", Bytes: 200 * c.CountEvents(), First: March.From, Last: March.To, ZoneAssumed: true}}, c.Lost
}

// CountEvents is how many events there are.
func (c *Case) CountEvents() (n int64) {
	for _, t := range c.Tracks {
		n += int64(len(t.Events))
	}
	return n
}

// Watermark is part of a case as the screens ask for it.
func (c *Case) Watermark(context.Context) (store.Watermark, error) {
	return store.Watermark{Events: c.CountEvents()}, c.Lost
}

// Close is part of a case as the screens ask for it.
func (c *Case) Close() error { return nil }

// March is the time of the made-up case.
var March = analysis.Window{From: Start.UnixMilli(), To: Start.AddDate(0, 1, 0).UnixMilli()}

// Refresh is part of a case as the screens ask for it.
func (c *Case) Refresh(ctx context.Context, before *analysis.Matrix, since store.Watermark) (
	*analysis.Matrix, store.Watermark, error) {
	at, err := c.Watermark(ctx)
	if err != nil || at == since {
		return before, at, err
	}
	m, err := c.MatrixWith(ctx, before.Measuring, analysis.Window{}, nil)
	return m, at, err
}

// MatrixWith is part of a case as the screens ask for it.
func (c *Case) MatrixWith(_ context.Context, how analysis.MeasureOptions, window analysis.Window,
	progress model.Progress) (*analysis.Matrix, error) {
	if c.many != nil {
		return c.many, c.Lost
	}
	progress.Tell(1, 3)
	if window == (analysis.Window{}) {
		window = March
	}
	m := analysis.NewMatrix(len(c.Tracks))
	m.Measuring, m.Window, m.Timeout = how, window, how.Of(model.DefaultTimeout).Timeout
	m.Background.Catalogue = true
	measurer := analysis.NewMeasurer(how.Of(m.Timeout), window, nil)
	for _, t := range c.Tracks {
		var events []web.Event
		for i := range t.Events {
			if e := t.Events[i].Event; window == March || window.From <= e.Time && e.Time <= window.To {
				events = append(events, e)
			}
		}
		if len(events) == 0 {
			continue
		}
		m.Append(c.numbers[t.Key], t.Key, measurer.Measure(events, analysis.Profile{}))
	}
	if len(how.Own.List()) > 0 {
		m.Measuring.Own = analysis.OwnRules{}
		return c.MeasureOwn(context.Background(), m, how.Own, nil)
	}
	return m, c.Lost
}

// MeasureOwn measures by what the tracks say of statuses and times.
func (c *Case) MeasureOwn(_ context.Context, users *analysis.Matrix, own analysis.OwnRules,
	_ model.Progress) (*analysis.Matrix, error) {
	measurer := analysis.NewOwnMeasurer(analysis.NewOwnTables(own, time.UTC), users.Timeout, analysis.OwnNumbers{})
	columns := make([][]analysis.Value, len(own.List()))
	for i := range columns {
		columns[i] = make([]analysis.Value, users.Len())
	}
	values := make([]analysis.Value, len(columns))
	for _, t := range c.Tracks {
		var events []web.Event
		var details []analysis.Detail
		for i := range t.Events {
			events, details = append(events, t.Events[i].Event),
				append(details, analysis.Detail{Status: int16(t.Events[i].Status)})
		}
		row, found := users.Row(t.Key)
		if !found {
			continue
		}
		measurer.Measure(0, events, details, values)
		for i, v := range values {
			columns[i][row] = v
		}
	}
	return users.WithOwn(own, columns), c.Lost
}

// UsersWith goes by the statuses and the requests of the tracks.
func (c *Case) UsersWith(_ context.Context, window analysis.Window, conditions []string,
	progress model.Progress) (users []model.UserSet, err error) {
	c.Asked = append(c.Asked, conditions...)
	for _, condition := range conditions {
		p, err := predicate.Parse(condition)
		if err != nil {
			return nil, err
		}
		has := make([]bool, len(c.Tracks))
		for _, t := range c.Tracks {
			user := c.numbers[t.Key]
			for i := range t.Events {
				e := &t.Events[i]
				at := time.UnixMilli(e.Time).UTC()
				seen := predicate.Event{Path: e.Request.Target, Status: e.Status, Hour: at.Hour(), Agent: e.Client.Agent,
					Action: e.Request.Action, Address: e.Client.Address}
				has[user] = has[user] || window.From <= e.Time && e.Time <= window.To && p.Matches(&seen)
			}
		}
		users = append(users, model.NewUserSet(has))
	}
	progress(1, 3)
	return users, c.Lost
}

// Track is part of a case as the screens ask for it.
func (c *Case) Track(_ context.Context, user string) (*model.Track, error) {
	t := *c.TrackOf(user)
	t.Events = slices.Clone(t.Events)
	return &t, c.Lost
}

// TrackOf is what a user did. Each of so many that they have no tracks has that of another one.
func (c *Case) TrackOf(user string) *model.Track {
	if c.many != nil {
		row, _ := c.many.Row(user)
		return c.Tracks[row%len(c.Tracks)]
	}
	return c.Tracks[slices.IndexFunc(c.Tracks, func(t *model.Track) bool { return t.Key == user })]
}

// Evidence is part of a case as the screens ask for it.
func (c *Case) Evidence(_ context.Context, track *model.Track, users *analysis.Matrix,
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
	return proof, c.Lost
}

// Original is part of a case as the screens ask for it.
func (c *Case) Original(_ context.Context, e model.Event) (load.Evidence, error) {
	raw := fmt.Sprintf("%s - %s [%s] %q %d %d", e.Client.Address, "someone",
		time.UnixMilli(e.Time).UTC().Format("02/Jan/2006:15:04:05 -0700"),
		e.Request.Action+" "+e.Request.Target+" HTTP/1.1", e.Status, e.Bytes)
	return load.Evidence{Path: "/srv/logs/access.log", Line: e.Line, Raw: []byte(raw)}, c.Lost
}

// AddVisit adds a visit to what a user of the made-up case did, and a user if there is none of that name.
func (c *Case) AddVisit(name string, day, views int) {
	like := c.Tracks[0].Events[0]
	at := slices.IndexFunc(c.Tracks, func(t *model.Track) bool { return t.Key == name })
	if at < 0 {
		at, _ = slices.BinarySearchFunc(c.Tracks, name,
			func(t *model.Track, name string) int { return strings.Compare(t.Key, name) })
		c.Tracks = slices.Insert(c.Tracks, at, &model.Track{Key: name})
		c.numbers[name] = analysis.UserNumber(len(c.numbers))
	}
	t := *c.Tracks[at] // screens may still read the one before
	t.Events, t.Sessions = slices.Clone(t.Events), slices.Clone(t.Sessions)
	first := len(t.Events)
	client := &model.Client{Address: "10.9.9.9", Agent: Browser}
	for view := range views {
		e := like
		e.Time = Start.AddDate(0, 0, day).Add(time.Duration(view) * time.Second).UnixMilli()
		e.Item, e.Client, e.Line, e.Reading = int32(view), client, int64(1_000_000+c.CountEvents())+int64(view), -1
		t.Events = append(t.Events, e)
	}
	t.Sessions = append(t.Sessions, model.Session{First: first, End: len(t.Events), Views: views})
	c.Tracks[at] = &t
}

// NewMany is a case of so many users, whose names are in two alphabets.
func NewMany(n int) *Case {
	r := rand.New(rand.NewPCG(5, 6))
	m := analysis.NewMatrix(n)
	m.Window = analysis.Window{From: Start.UnixMilli(), To: Start.AddDate(0, 1, 0).UnixMilli()}
	v := analysis.Measures{Stats: analysis.Stats{First: m.Window.From, Last: m.Window.To, Activity: 12345678}}
	for i := range n {
		key := "이용자" + strconv.Itoa(n+i)
		v.Events, v.Sessions, v.Views = int32(5+r.IntN(50)), int32(1+r.IntN(9)), int32(r.IntN(200))
		for rule := range v.Values {
			v.Values[rule] = analysis.Value{X: float64(r.IntN(1000)) * r.Float64(), N: 9}
		}
		m.Append(analysis.UserNumber(i), key, v)
	}
	c := New()
	c.many = m
	return c
}

// Judged is the case as the strict rules see it.
func (c *Case) Judged(t testing.TB) (engine.Snapshot, *engine.Judgement) {
	t.Helper()
	rules := analysis.Strict()
	users, err := engine.Measure(t.Context(), c, engine.Snapshot{},
		engine.MeasureSettings{Saved: rules.MeasureOptions, Now: rules.MeasureOptions}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return users, engine.Judge(users.Users, engine.NewBaselineSource(nil), rules, nil)
}
