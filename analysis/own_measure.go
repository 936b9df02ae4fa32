package analysis

import (
	"cmp"
	"math"
	"slices"
	"time"

	"spoor/analysis/clock"
	"spoor/analysis/predicate"
	"spoor/analysis/stats"
	"spoor/analysis/units"
	"spoor/analysis/web"
)

// OwnMeasurer measures one user after the other by rules of one's own. It is not for use by more than one goroutine at
// a time.
type OwnMeasurer struct {
	tables  *OwnTables
	timeout time.Duration
	numbers OwnNumbers
	clock   clock.Local

	// Of the user who is being measured:
	user    UserNumber
	events  []web.Event
	details []Detail
	starts  []int   // of the sessions
	session []int32 // by event

	// Memory:
	taken, base []pick
	ids         predicate.IDs
	whole       predicate.Event
	times       []float64
	bag         map[int32]int
}

// OwnNumbers number what rules of one's own count; 0, and what is missing, is not known.
type OwnNumbers struct {
	Paths     []int32 // by request
	Addresses []int32 // by client
	Networks  []int32 // by client
	Agents    []int32 // by client
}

// pick is an event that is looked at, and which of those of its kind it is.
type pick struct{ event, place int32 }

// Number says what the numbers in the events stand for from now on.
func (m *OwnMeasurer) Number(numbers OwnNumbers) { m.numbers = numbers }

// NewOwnMeasurer returns a measurer that cuts sessions after a timeout.
func NewOwnMeasurer(tables *OwnTables, timeout time.Duration, numbers OwnNumbers) *OwnMeasurer {
	return &OwnMeasurer{tables: tables, timeout: timeout, numbers: numbers,
		clock: clock.Local{Zone: tables.zone}, bag: map[int32]int{}}
}

// Measure puts the value of each rule of one's own into values, and gives how many there are, for a user by all of the
// user's events, in time order, and their details.
func (m *OwnMeasurer) Measure(user UserNumber, events []web.Event, details []Detail, values []Value) (rules int) {
	m.begin(user, events, details)
	for i := range m.tables.own.List() {
		rule := &m.tables.own.List()[i]
		v, _, _ := m.measure(i, rule)
		if v.N < rule.least() || len(events) < leastEvents {
			v.X = math.NaN()
		}
		values[i] = v
	}
	return len(m.tables.own.List())
}

func (m *OwnMeasurer) begin(user UserNumber, events []web.Event, details []Detail) {
	m.user, m.events, m.details = user, events, details
	m.starts = CutSessions(events, m.timeout, m.starts[:0])
	m.session = m.session[:0]
	for s, start := range m.starts {
		end := len(events)
		if s+1 < len(m.starts) {
			end = m.starts[s+1]
		}
		for range end - start {
			m.session = append(m.session, int32(s))
		}
	}
}

// Evidence are the events, by their indexes, that prove a hit of a rule of one's own: those that it takes, and of the
// most in a time, a session or a run those of the first one that has so many.
func (m *OwnMeasurer) Evidence(r RuleID, user UserNumber, events []web.Event, details []Detail) (proof []int) {
	m.begin(user, events, details)
	i := int(r - RuleCount)
	_, from, to := m.measure(i, &m.tables.own.List()[i])
	for _, p := range m.taken[from:to] {
		proof = append(proof, int(p.event))
	}
	return proof
}

// measure gives the value of a rule, and from where to where in taken the events are that make it.
func (m *OwnMeasurer) measure(i int, rule *OwnRule) (v Value, from, to int) {
	looked := m.take(i, things[rule.Of].each, rule.Measure == MeasureShare)
	v.N, to = int32(looked), len(m.taken)
	switch rule.Measure {
	case MeasureCount:
		v.X = float64(len(m.taken))
	case MeasureDistinct:
		v.X = m.distinct(rule.Of, m.taken)
	case MeasureShare:
		all := float64(len(m.base))
		v.X = float64(len(m.taken))
		if !rule.Of.single() {
			all, v.X = m.distinct(rule.Of, m.base), m.distinct(rule.Of, m.taken)
		}
		v.N = int32(all)
		if v.X /= all; all == 0 {
			v.X = math.NaN()
		}
	case MeasurePerMinute, MeasurePerHour, MeasurePerDay, MeasurePerTime:
		v.X, from, to = m.mostIn(rule.Of, cmp.Or(lengths[rule.Measure], rule.Within.Milliseconds()))
	case MeasurePerSession:
		v.X, from, to = m.mostInGroup(rule.Of, func(_, p pick) int32 { return m.session[p.event] })
	case MeasureRun:
		run := int32(0)
		v.X, from, to = m.mostInGroup(rule.Of, func(before, p pick) int32 {
			if p.place != before.place+1 {
				run++
			}
			return run
		})
	case MeasureSum:
		for _, p := range m.taken {
			v.X += float64(max(m.details[p.event].Bytes, 0))
		}
	case MeasureGap:
		v.X, v.N = m.medianGap()
		if rule.Unit == units.Minutes.String() {
			v.X /= 60
		}
	}
	return v, from, to
}

var lengths = map[OwnMeasure]int64{
	MeasurePerMinute: clock.HourLength / 60, MeasurePerHour: clock.HourLength, MeasurePerDay: clock.DayLength,
}

// take finds the events of a kind that a rule takes, and for a share those among which they are. It gives how many of
// the kind there are.
func (m *OwnMeasurer) take(i int, each Thing, share bool) (looked int) {
	m.taken, m.base = m.taken[:0], m.base[:0]
	where, among := m.tables.where[i], m.tables.among[i]
	for e := range m.events {
		event := &m.events[e]
		if each == TheViews && !event.Traits.Has(web.View) || each == ThePages && event.Traits.Has(web.Static) {
			continue
		}
		p := pick{int32(e), int32(looked)}
		looked++
		if where != nil || among != nil {
			m.identify(event, &m.details[e])
		}
		if share {
			if among != nil && !among.Matches(&m.ids, m.wholeEvent) {
				continue
			}
			m.base = append(m.base, p)
		}
		if where == nil || where.Matches(&m.ids, m.wholeEvent) {
			m.taken = append(m.taken, p)
		}
	}
	return looked
}

// identify numbers the parts of an event.
func (m *OwnMeasurer) identify(e *web.Event, d *Detail) {
	m.ids[predicate.User], m.ids[predicate.Request], m.ids[predicate.Client] = int32(m.user), e.Request, e.Client
	m.ids[predicate.Referrer], m.ids[predicate.Source] = d.Referrer, d.Source
	m.ids[predicate.Answer] = answerOf(e, d)
	if m.tables.Wants(predicate.Time) {
		m.ids[predicate.Time] = m.clock.HourOfWeek(e.Time)
	}
	m.whole.Bytes = int(max(d.Bytes, 0))
}

// wholeEvent is the event that was identified last, as far as conditions look at several parts of it together.
func (m *OwnMeasurer) wholeEvent() *predicate.Event {
	for part := range predicate.Part(predicate.PartCount) {
		if part != predicate.Size && m.tables.mixed.Has(part) {
			if from := stats.At(m.tables.kept[part], m.ids[part]); from != nil {
				m.whole.Take(part, from)
			} else {
				m.whole.Take(part, &nothing)
			}
		}
	}
	return &m.whole
}

var nothing predicate.Event

// thing is the number of what is counted of an event, −1 if it has none.
func (m *OwnMeasurer) thing(of Thing, p pick) int32 {
	event := &m.events[p.event]
	number := int32(0)
	switch of {
	case TheItems:
		return event.Item
	case TheMenus:
		return event.Menu
	case TheSessions:
		return m.session[p.event]
	case TheDays:
		return int32(m.clock.Day(event.Time))
	case TheRequests:
		number = event.Request
	case ThePaths:
		number = stats.At(m.numbers.Paths, event.Request)
	case TheAddresses:
		number = stats.At(m.numbers.Addresses, event.Client)
	case TheNetworks:
		number = stats.At(m.numbers.Networks, event.Client)
	case TheAgents:
		number = stats.At(m.numbers.Agents, event.Client)
	case TheReferrers:
		number = m.details[p.event].Referrer
	}
	return number - 1
}

// count counts things that come and go.
func (m *OwnMeasurer) count(of Thing, p pick, by int) {
	if of.single() {
		m.bag[p.event] += by
		return
	}
	id := m.thing(of, p)
	if id < 0 && of != TheDays {
		return
	}
	if m.bag[id] += by; m.bag[id] == 0 {
		delete(m.bag, id)
	}
}

func (m *OwnMeasurer) distinct(of Thing, picks []pick) float64 {
	clear(m.bag)
	for _, p := range picks {
		m.count(of, p, 1)
	}
	return float64(len(m.bag))
}

// mostIn is the most within a time: from an event to before so many milliseconds later.
func (m *OwnMeasurer) mostIn(of Thing, length int64) (most float64, from, to int) {
	clear(m.bag)
	first := 0
	for i, p := range m.taken {
		m.count(of, p, 1)
		for m.events[p.event].Time-m.events[m.taken[first].event].Time >= length {
			if of.single() {
				delete(m.bag, m.taken[first].event)
			} else {
				m.count(of, m.taken[first], -1)
			}
			first++
		}
		if n := float64(len(m.bag)); n > most {
			most, from, to = n, first, i+1
		}
	}
	return most, from, to
}

// mostInGroup is the most in a group of events that follow each other; group says which one an event is in, also by the
// event before it.
func (m *OwnMeasurer) mostInGroup(of Thing, group func(before, p pick) int32) (most float64, from, to int) {
	before, last, begin := pick{-2, -2}, int32(-1), 0
	clear(m.bag)
	for i, p := range m.taken {
		if g := group(before, p); g != last {
			clear(m.bag)
			last, begin = g, i
		}
		m.count(of, p, 1)
		if n := float64(len(m.bag)); n > most {
			most, from, to = n, begin, i+1
		}
		before = p
	}
	return most, from, to
}

// medianGap is the median time, in seconds, from one event that is taken to the next in the same session, and how many
// there are.
func (m *OwnMeasurer) medianGap() (seconds float64, n int32) {
	m.times = m.times[:0]
	for i := 1; i < len(m.taken); i++ {
		if a, b := m.taken[i-1].event, m.taken[i].event; m.session[a] == m.session[b] {
			m.times = append(m.times, float64(m.events[b].Time-m.events[a].Time)/1000)
		}
	}
	if len(m.times) == 0 {
		return math.NaN(), 0
	}
	slices.Sort(m.times)
	return stats.Quantile(m.times, 0.5), int32(len(m.times))
}

// WithOwn is the matrix with columns, by rule and then by row, of rules of one's own beside those that it has of the
// built-in ones.
func (m *Matrix) WithOwn(own OwnRules, columns [][]Value) *Matrix {
	with := *m
	with.Measuring.Own = own
	for r := RuleCount; r < MostRules; r++ {
		with.X[r], with.N[r] = nil, nil
	}
	for i, column := range columns {
		xs, ns := make([]float64, len(column)), make([]int32, len(column))
		for row, v := range column {
			xs[row], ns[row] = v.X, v.N
		}
		with.X[RuleCount+i], with.N[RuleCount+i] = xs, ns
	}
	return &with
}
