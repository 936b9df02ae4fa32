package store

import (
	"cmp"
	"context"
	"database/sql/driver"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"spoor/analysis"
)

// Overview counts the events of a case by what everybody asks of a log first.
type Overview struct {
	Window analysis.Window // what it tells of: what lies in the case of what was asked for
	Events int
	Errors int   // events that were answered 4xx or 5xx, or that the log says were refused
	Bytes  int64 // of the answers, as far as the log tells

	From  int64   // UTC milliseconds, where the first step begins
	Step  int64   // milliseconds
	Steps []Usage // by step, without users

	Hours     []Usage // by the hour of the day in the zone, 24 of them where there are events
	Statuses  []Usage // "" for events without one
	Actions   []Usage // the methods of requests, and the names of click events
	Items     []Usage // counted by views
	Addresses []Usage
	Agents    []Usage // by family: Chrome, curl
	Referrers []Usage // by site; "" for events that name none
}

// Usage is how much there was of one thing.
type Usage struct {
	Name   string
	Events int
	Errors int
	Bytes  int64
	Users  []int32 // by number, rising
}

// overviewSteps are the lengths that a step may have, and mostOverviewSteps how many there may be at most.
var overviewSteps = []time.Duration{time.Minute, 15 * time.Minute, 24 * time.Hour}

const mostOverviewSteps = 1 << 18

// Overview counts what happened in a part of the case's time, hours by the clock of a zone. It is one scan of all events.
// progress may be nil.
func (c *Case) Overview(ctx context.Context, window analysis.Window, zone *time.Location,
	progress func(done, total int64)) (o *Overview, err error) {
	err = c.scan(ctx, progress, func(ctx context.Context, s *eventScan) error {
		o, err = s.overview(ctx, window, zone)
		return err
	})
	return o, err
}

func (s *eventScan) overview(ctx context.Context, window analysis.Window, zone *time.Location) (*Overview, error) {
	names, err := s.overviewNames(ctx)
	if err != nil {
		return nil, err
	}
	whole, err := caseWindow(ctx, s.db)
	if err != nil {
		return nil, err
	}
	window = overviewWindow(window, whole)
	t := newOverviewBuilder(window, zone, names, s.pages)
	s.reader.detail = true
	err = s.reader.eachChunk(ctx, func(k *userChunk) error {
		k.eachDetailed(func(user int, events []analysis.Event, details []analysis.Detail) {
			from, to := span(window, events)
			t.add(int32(user), events[from:to], details[from:to])
		})
		return nil
	}, s.progress)
	if err != nil {
		return nil, err
	}
	return t.overview(), nil
}

// overviewWindow is the part of a window that the case has a share in, so that there are no steps in which nothing can be; all of the case
// for the zero Window, and one moment of a window beside the case.
func overviewWindow(window, whole analysis.Window) analysis.Window {
	if window == (analysis.Window{}) {
		return whole
	}
	from := max(window.From, min(whole.From, window.To))
	return analysis.Window{From: from, To: max(from, min(window.To, whole.To))}
}

// overviewNames are the names of what is counted, by number, and which number each request, agent and referrer has.
type overviewNames struct {
	items                    []string
	actions, families, sites numberedNames
}

// numberedNames number names, and what has them.
type numberedNames struct {
	names []string
	of    []int32 // by number of what has one of the names
}

func (n *numberedNames) put(known map[string]int32, name string) {
	number, ok := known[name]
	if !ok {
		name = strings.Clone(name)
		number = int32(len(n.names))
		known[name], n.names = number, append(n.names, name)
	}
	n.of = append(n.of, number)
}

func (s *eventScan) overviewNames(ctx context.Context) (n overviewNames, err error) {
	if n.items, err = s.pages.items.all(ctx, s.db, s.pages.site); err != nil {
		return n, err
	}
	for _, read := range []struct {
		into       *numberedNames
		column, of string
		name       func(text string) string
	}{
		{&n.actions, "action", "request", func(text string) string { return text }},
		{&n.families, "name", "agent", analysis.AgentFamily},
		{&n.sites, "url", "referrer", ReferringSite},
	} {
		known := map[string]int32{}
		read.into.put(known, "") // the number 0 is none
		err := batchNumbered(ctx, s.db, []string{read.column}, read.of, func(v []driver.Value) error {
			read.into.put(known, read.name(v[0].(string)))
			return nil
		})
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// ReferringSite is the host that a referrer names, without a port; what is no URL is a site by itself.
func ReferringSite(referrer string) string {
	u, err := url.Parse(referrer)
	if err != nil || u.Hostname() == "" {
		return referrer
	}
	return strings.ToLower(u.Hostname())
}

// usageCounter counts by things that are numbered. Users come one after the other.
type usageCounter struct {
	events, errors []int32
	bytes          []int64
	last           []int32 // by thing: the user that it was counted of last
	users          []struct{ thing, user int32 }
}

func newUsageCounter(things int) usageCounter {
	return usageCounter{events: make([]int32, things), errors: make([]int32, things), bytes: make([]int64, things),
		last: make([]int32, things)}
}

// add counts an event. Numbers of users begin at 1.
func (u *usageCounter) add(thing, user int32, failed int32, bytes int64) {
	u.events[thing]++
	u.errors[thing] += failed
	u.bytes[thing] += bytes
	if u.last[thing] != user {
		u.last[thing] = user
		u.users = append(u.users, struct{ thing, user int32 }{thing, user})
	}
}

// usage is what there is of each thing that there is any of, the most first, by name what is alike.
func (u *usageCounter) usage(name func(thing int) string) []Usage {
	ends := make([]int, len(u.events)+1)
	for _, pair := range u.users {
		ends[pair.thing+1]++
	}
	for i := 1; i < len(ends); i++ {
		ends[i] += ends[i-1]
	}
	sorted, at := make([]int32, len(u.users)), slices.Clone(ends)
	for _, pair := range u.users {
		sorted[at[pair.thing]] = pair.user
		at[pair.thing]++
	}
	var all []Usage
	for i, events := range u.events {
		if events > 0 {
			all = append(all, Usage{name(i), int(events), int(u.errors[i]), u.bytes[i], sorted[ends[i]:at[i]:at[i]]})
		}
	}
	slices.SortFunc(all, func(a, b Usage) int { return cmp.Or(cmp.Compare(b.Events, a.Events), strings.Compare(a.Name, b.Name)) })
	return all
}

// overviewBuilder gathers an overview while users go by.
type overviewBuilder struct {
	o     Overview
	zone  *time.Location
	names overviewNames
	pages *pages

	hours, statuses, actions, items, addresses, agents, referrers usageCounter

	hourFrom, hourTo int64 // an hour of the clock, and which one it is
	hour             int32
}

// mostStatus is the highest status that is told from the others.
const mostStatus = 1000

func newOverviewBuilder(window analysis.Window, zone *time.Location, names overviewNames, p *pages) *overviewBuilder {
	t := &overviewBuilder{o: Overview{Window: window}, zone: zone, names: names, pages: p,
		hours: newUsageCounter(24), statuses: newUsageCounter(mostStatus + 1), actions: newUsageCounter(len(names.actions.names)),
		items: newUsageCounter(p.items.count() + 1), addresses: newUsageCounter(len(p.names)),
		agents: newUsageCounter(len(names.families.names)), referrers: newUsageCounter(len(names.sites.names))}
	for _, step := range overviewSteps {
		if t.o.Step = step.Milliseconds(); (window.To-window.From)/t.o.Step < mostOverviewSteps-1 {
			break
		}
	}
	t.o.From = window.From - mod(window.From, t.o.Step)
	t.o.Steps = make([]Usage, (window.To-t.o.From)/t.o.Step+1)
	return t
}

// add counts everything that a user did in the window, in time order.
func (t *overviewBuilder) add(user int32, events []analysis.Event, details []analysis.Detail) {
	for i := range events {
		e, d := &events[i], &details[i]
		failed, bytes := int32(0), max(d.Bytes, 0)
		if d.Status >= 400 || e.Traits.Has(analysis.ClientErrors) {
			failed = 1
		}
		t.o.Events++
		t.o.Errors += int(failed)
		t.o.Bytes += bytes
		step := &t.o.Steps[(e.Time-t.o.From)/t.o.Step]
		step.Events++
		step.Errors += int(failed)
		step.Bytes += bytes

		t.hours.add(t.hourOf(e.Time), user, failed, bytes)
		t.statuses.add(int32(min(max(d.Status, 0), mostStatus)), user, failed, bytes)
		t.actions.add(t.names.actions.of[e.Request], user, failed, bytes)
		if e.Traits.Has(analysis.View) && e.Item != analysis.None {
			t.items.add(e.Item, user, failed, bytes)
		}
		t.addresses.add(t.pages.addresses[e.Client], user, failed, bytes)
		t.agents.add(t.names.families.of[t.pages.agents[e.Client]], user, failed, bytes)
		t.referrers.add(t.names.sites.of[d.Referrer], user, failed, bytes)
	}
}

// hourOf is the hour of the day that a time is in. Events of a user come in time order, mostly in the same hour.
func (t *overviewBuilder) hourOf(ms int64) int32 {
	if ms < t.hourFrom || ms >= t.hourTo {
		at := time.UnixMilli(ms).In(t.zone)
		t.hour = int32(at.Hour())
		into := time.Duration(at.Minute())*time.Minute + time.Duration(at.Second())*time.Second + time.Duration(at.Nanosecond())
		t.hourFrom = ms - into.Milliseconds()
		t.hourTo = t.hourFrom + time.Hour.Milliseconds()
		if now := offset(at); now != t.offsetAt(t.hourFrom) || now != t.offsetAt(t.hourTo) { // clocks are changed in it
			t.hourFrom, t.hourTo = ms, ms+1
		}
	}
	return t.hour
}

func (t *overviewBuilder) offsetAt(ms int64) int { return offset(time.UnixMilli(ms).In(t.zone)) }

func offset(at time.Time) int {
	_, seconds := at.Zone()
	return seconds
}

func (t *overviewBuilder) overview() *Overview {
	o := &t.o
	o.Hours = t.hours.usage(strconv.Itoa)
	o.Statuses = t.statuses.usage(func(status int) string {
		if status == 0 {
			return ""
		}
		return strconv.Itoa(status)
	})
	o.Actions = t.actions.usage(func(i int) string { return t.names.actions.names[i] })
	o.Items = t.items.usage(func(i int) string { return t.names.items[i] })
	o.Addresses = t.addresses.usage(func(i int) string { return t.pages.names[i] })
	o.Agents = t.agents.usage(func(i int) string { return t.names.families.names[i] })
	o.Referrers = t.referrers.usage(func(i int) string { return t.names.sites.names[i] })
	if o.Events == 0 {
		o.Steps = nil
	}
	return o
}
