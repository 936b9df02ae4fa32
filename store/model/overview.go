package model

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unsafe"

	"spoor/analysis"
	"spoor/analysis/clock"
	"spoor/analysis/web"
)

// Overview counts the events of a case by what everybody asks of a log first.
type Overview struct {
	Window analysis.Window // what it tells of: the part of what was asked for that lies in the case
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
	Users  []analysis.UserNumber // rising
}

// overviewSteps are the lengths that a step may have, and mostOverviewSteps how many there may be at most.
var overviewSteps = []time.Duration{time.Minute, 15 * time.Minute, 24 * time.Hour}

const mostOverviewSteps = 1 << 18

// OverviewWindow is the part of a window that lies in the case, so that no step is one in which nothing can be: all of
// the case for the zero Window, and a single moment of a window that lies outside it.
func OverviewWindow(window, whole analysis.Window) analysis.Window {
	if window == (analysis.Window{}) {
		return whole
	}
	from := max(window.From, min(whole.From, window.To))
	return analysis.Window{From: from, To: max(from, min(window.To, whole.To))}
}

// OverviewNames are the names of what is counted, by number, and which number each request, agent and referrer has.
type OverviewNames struct {
	Items                    []string
	Actions, Families, Sites NumberedNames
}

// NumberedNames number names, and what has them. The number 0 is that of nothing, whose name is empty.
type NumberedNames struct {
	known *internTable // nil: nothing more is put
	names []string
	of    []int32 // by number of what has one of the names
}

// NewNumberedNames has room for so many things, which have numbers from 1 on.
func NewNumberedNames(things int) NumberedNames {
	known := newInternTable()
	return NumberedNames{&known, []string{""}, append(make([]int32, 0, things+1), 0)}
}

// Put adds the name of the next thing.
func (n *NumberedNames) Put(name string) {
	number := int32(0)
	if name != "" {
		text := unsafe.Slice(unsafe.StringData(name), len(name)) // which is only read
		if number = n.known.Find(text); number == 0 {
			var kept string
			number, kept = n.known.keep(text)
			n.names = append(n.names, kept)
		}
	}
	n.of = append(n.of, number)
}

// ReferringSite is the host that a referrer names, without a port; what is no URL is a site by itself.
func ReferringSite(referrer string) string {
	u, err := url.Parse(referrer)
	if err != nil || u.Hostname() == "" {
		return referrer
	}
	return strings.ToLower(u.Hostname())
}

// thingUser is a user who had to do with a thing.
type thingUser struct {
	thing int32
	user  analysis.UserNumber
}

// usageCounter counts by things that are numbered. Users come one after the other.
type usageCounter struct {
	events, errors []int32
	bytes          []int64
	last           []analysis.UserNumber // by thing: the user that it was counted of last
	users          []thingUser
}

func newUsageCounter(things int) usageCounter {
	return usageCounter{events: make([]int32, things), errors: make([]int32, things), bytes: make([]int64, things),
		last: make([]analysis.UserNumber, things)}
}

// add counts an event. Numbers of users begin at 1.
func (u *usageCounter) add(thing int32, user analysis.UserNumber, failed int32, bytes int64) {
	u.events[thing]++
	u.errors[thing] += failed
	u.bytes[thing] += bytes
	if u.last[thing] != user {
		u.last[thing] = user
		u.users = append(u.users, thingUser{thing, user})
	}
}

// usage is how much there was of each thing that occurred at all, the most first, and equals by name. The counter is
// used up.
func (u *usageCounter) usage(name func(thing int) string) []Usage {
	ends := make([]int, len(u.events)) // of the users of each thing; once they are there, their beginnings
	occur := 0
	for _, pair := range u.users {
		if ends[pair.thing]++; ends[pair.thing] == 1 {
			occur++
		}
	}
	for i := 1; i < len(ends); i++ {
		ends[i] += ends[i-1]
	}
	sorted := make([]analysis.UserNumber, len(u.users))
	for _, pair := range slices.Backward(u.users) {
		ends[pair.thing]--
		sorted[ends[pair.thing]] = pair.user
	}
	u.users, u.last = nil, nil
	all := slices.Grow([]Usage(nil), occur)
	for i, events := range u.events {
		if events == 0 {
			continue
		}
		end := len(sorted)
		if i+1 < len(ends) {
			end = ends[i+1]
		}
		users := sorted[ends[i]:end:end]
		all = append(all, Usage{name(i), int(events), int(u.errors[i]), u.bytes[i], users})
	}
	*u = usageCounter{}
	slices.SortFunc(all, func(a, b Usage) int {
		return cmp.Or(cmp.Compare(b.Events, a.Events), strings.Compare(a.Name, b.Name))
	})
	return all
}

// OverviewBuilder gathers an overview while users go by.
type OverviewBuilder struct {
	o     Overview
	zone  *time.Location
	names OverviewNames
	pages *Pages

	hours, statuses, actions, items, addresses, agents, referrers usageCounter

	hourFrom, hourTo int64 // an hour of the clock, and which one it is
	hour             int32
}

// mostStatus is the highest status that is told from the others.
const mostStatus = 1000

// NewOverviewBuilder counts what happens in a window, which the case must have a share in, with the hours of a zone.
func NewOverviewBuilder(window analysis.Window, zone *time.Location, names OverviewNames, p *Pages) *OverviewBuilder {
	names.Actions.known, names.Families.known, names.Sites.known = nil, nil, nil
	t := &OverviewBuilder{o: Overview{Window: window}, zone: zone, names: names, pages: p,
		hours: newUsageCounter(24), statuses: newUsageCounter(mostStatus + 1),
		actions: newUsageCounter(len(names.Actions.names)), items: newUsageCounter(p.Items.Count() + 1),
		addresses: newUsageCounter(len(p.Names)), agents: newUsageCounter(len(names.Families.names)),
		referrers: newUsageCounter(len(names.Sites.names))}
	for _, step := range overviewSteps {
		if t.o.Step = step.Milliseconds(); (window.To-window.From)/t.o.Step < mostOverviewSteps-1 {
			break
		}
	}
	t.o.From = clock.FloorDiv(window.From, t.o.Step) * t.o.Step
	t.o.Steps = make([]Usage, (window.To-t.o.From)/t.o.Step+1)
	return t
}

// Add counts everything that a user did in the window, in time order.
func (t *OverviewBuilder) Add(user analysis.UserNumber, events []web.Event, details []analysis.Detail) {
	for i := range events {
		e, d := &events[i], &details[i]
		failed, bytes := int32(0), max(d.Bytes, 0)
		if d.Status >= 400 || e.Traits.Has(web.ClientErrors) {
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
		t.actions.add(t.names.Actions.of[e.Request], user, failed, bytes)
		if e.Traits.Has(web.View) && e.Item != web.None {
			t.items.add(e.Item, user, failed, bytes)
		}
		t.addresses.add(t.pages.Addresses[e.Client], user, failed, bytes)
		t.agents.add(t.names.Families.of[t.pages.Agents[e.Client]], user, failed, bytes)
		t.referrers.add(t.names.Sites.of[d.Referrer], user, failed, bytes)
	}
}

// hourOf is the hour of the day that a time is in. Events of a user come in time order, mostly in the same hour.
func (t *OverviewBuilder) hourOf(ms int64) int32 {
	if ms < t.hourFrom || ms >= t.hourTo {
		at := time.UnixMilli(ms).In(t.zone)
		t.hour = int32(at.Hour())
		into := time.Duration(at.Minute())*time.Minute + time.Duration(at.Second())*time.Second +
			time.Duration(at.Nanosecond())
		t.hourFrom = ms - into.Milliseconds()
		t.hourTo = t.hourFrom + time.Hour.Milliseconds()
		if now := offset(at); now != t.offsetAt(t.hourFrom) || now != t.offsetAt(t.hourTo) { // clocks are changed in it
			t.hourFrom, t.hourTo = ms, ms+1
		}
	}
	return t.hour
}

func (t *OverviewBuilder) offsetAt(ms int64) int { return offset(time.UnixMilli(ms).In(t.zone)) }

func offset(at time.Time) int {
	_, seconds := at.Zone()
	return seconds
}

// Overview is what was counted; nothing may be added after it.
func (t *OverviewBuilder) Overview() *Overview {
	o := &t.o
	o.Hours = t.hours.usage(strconv.Itoa)
	o.Statuses = t.statuses.usage(func(status int) string {
		if status == 0 {
			return ""
		}
		return strconv.Itoa(status)
	})
	o.Actions = t.actions.usage(func(i int) string { return t.names.Actions.names[i] })
	o.Items = t.items.usage(func(i int) string { return t.names.Items[i] })
	o.Addresses = t.addresses.usage(func(i int) string { return t.pages.Names[i] })
	o.Agents = t.agents.usage(func(i int) string { return t.names.Families.names[i] })
	o.Referrers = t.referrers.usage(func(i int) string { return t.names.Sites.names[i] })
	if o.Events == 0 {
		o.Steps = nil
	}
	return o
}
