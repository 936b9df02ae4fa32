package analysis

import (
	"math"
	"slices"
	"time"

	"spoor/analysis/history"
	"spoor/analysis/stats"
	"spoor/analysis/web"
)

// leastEvents is how many events a user must have to be judged.
const leastEvents = 5

// Window is the time looked at, in UTC milliseconds. To is "now": the last event, or the end that was asked for.
type Window struct{ From, To int64 }

func (w Window) length() time.Duration { return time.Duration(w.To-w.From) * time.Millisecond }

// Measures is what is known of one user: a row of the Matrix.
type Measures struct {
	Stats
	Mismatches [web.MaxRequirements]Mismatch // by requirement, of users with any number of items
	Values     [RuleCount]Value              // all not evaluable for users with fewer than 5 events
}

// Stats are what is counted of one user beside the values of the rules. What is added here is in Measures and in a
// Matrix.
type Stats struct {
	Events, RobotEvents, Sessions, Views, Purchases int32

	First, Last int64 // the first and the last event, UTC milliseconds

	// Activity is eight decimal digits read left to right, one for each eighth of the window: 0 for no event, else 1 to
	// 8, in proportion to the user's own busiest eighth and rounded up.
	Activity uint32

	TopMenuShare  float64 // share of the views that are in the menu with most of them; NaN without a view
	VisitInterval int64   // median from the start of a session to that of the next, milliseconds; 0 for fewer than 2

	// FirstHalf and SecondHalf are the sessions that start in each half of the window, or of the time since joining
	// where that is later; the middle belongs to the second.
	FirstHalf, SecondHalf int32

	Address   bool  // as in the profile
	Joined    int64 // as in the profile
	Known     uint8 // bit r is set if the profile says something of requirement r
	BothItems int32 // distinct items viewed of which all requirements, if two or more, and the profile say something
	BothUnmet int32 // those of them that meet no requirement
	BurstKind BurstKind
	BurstAt   int64 // when the burst was at its peak, UTC milliseconds

	ScheduleAt   int32 // the minute of the hour that most visits begin in, by its first millisecond
	ScheduleMost int32 // how many do
}

// Measurer measures one user after the other. It keeps its memory, so that measuring allocates nothing in the long run;
// it is not for use by more than one goroutine at a time.
type Measurer struct {
	measuring MeasureOptions
	window    Window
	knowledge *Knowledge

	// Of the user who is being measured:
	events     []web.Event
	starts     []int   // of the sessions
	views      []int32 // the events that are views, by their indexes
	address    bool    // as in Profile
	joined     int64   // likewise
	known      uint8   // as in Measures, like all that follows
	mismatches [web.MaxRequirements]Mismatch
	bothItems  int32
	bothUnmet  int32
	burst      BurstPeak

	leanings [web.MaxRequirements]float64 // of whom evidence is given beside; see Compare

	// Memory for whoever needs it:
	intervals    []int64 // milliseconds
	observed     []int32 // kinds of what was observed, in time order, and the events of it
	observedAt   []int32
	splitter     history.Splitter
	fills        []fill
	requests     []uint64
	stays        []stay
	seen, opened stats.Counter
	standings    [web.MaxRequirements]map[string]*standing // by what a profile has
}

// NewMeasurer returns a Measurer that takes the timeout as it is (see [MeasureOptions.Of]), for the window of the whole
// case and what is known of its content (nil: nothing).
func NewMeasurer(how MeasureOptions, window Window, knowledge *Knowledge) *Measurer {
	if knowledge == nil {
		knowledge = new(Knowledge)
	}
	return &Measurer{measuring: how, window: window, knowledge: knowledge}
}

// Measure measures one user by the profile and all events of the user, of which there must be one, in time order.
func (m *Measurer) Measure(events []web.Event, profile Profile) Measures {
	m.add(events, &profile)
	row := Measures{Mismatches: m.mismatches, Stats: Stats{
		Events:   int32(len(events)),
		Views:    int32(len(m.views)),
		First:    events[0].Time,
		Last:     events[len(events)-1].Time,
		Activity: m.activity(),

		Address: profile.Address, Joined: profile.Joined, Known: m.known,
		BothItems: m.bothItems, BothUnmet: m.bothUnmet, BurstKind: m.burst.Kind, BurstAt: m.burst.At,
	}}
	for i := range events {
		if events[i].Traits.Has(web.Robot) {
			row.RobotEvents++
		}
		if events[i].Traits.Has(web.Purchase) {
			row.Purchases++
		}
	}
	_, top := m.menus()
	row.TopMenuShare = float64(top) / float64(len(m.views))
	for r := range Rules {
		if Rules[r].measure != nil && !Rules[r].ofSessions {
			row.Values[r] = Rules[r].measure(m)
		}
		row.withhold(RuleID(r))
	}
	m.addSessions(&row)
	return row
}

// MeasureSessions measures anew what follows from where sessions end, of a user of whom the rest was measured by these
// events, in this window.
func (m *Measurer) MeasureSessions(events []web.Event, row *Measures) {
	m.begin(events, row.Address, row.Joined)
	m.addSessions(row)
}

// addSessions adds what follows from where sessions end.
func (m *Measurer) addSessions(row *Measures) {
	row.Sessions = int32(len(m.starts))
	row.VisitInterval = m.visitInterval()
	row.FirstHalf, row.SecondHalf = m.halves(m.joined)
	row.ScheduleAt, row.ScheduleMost = m.busiestMinute()
	for r := range Rules {
		if Rules[r].ofSessions {
			row.Values[r] = Rules[r].measure(m)
			row.withhold(RuleID(r))
		}
	}
}

// withhold makes a value not evaluable that rests on too little.
func (v *Measures) withhold(rule RuleID) {
	if v.Values[rule].N < Rules[rule].Least || v.Events < leastEvents {
		v.Values[rule].X = math.NaN()
	}
}

func (m *Measurer) add(events []web.Event, profile *Profile) {
	m.begin(events, profile.Address, profile.Joined)
	m.compare(profile)
	m.burst = m.userPeak(events)
}

// begin begins with the events of a user.
func (m *Measurer) begin(events []web.Event, address bool, joined int64) {
	m.events, m.address, m.joined = events, address, joined
	m.starts = CutSessions(events, m.measuring.Timeout, m.starts[:0])
	m.views = slices.Grow(m.views[:0], len(events))
	for i := range events {
		if events[i].Traits.Has(web.View) {
			m.views = append(m.views, int32(i))
		}
	}
	m.intervals = slices.Grow(m.intervals[:0], len(m.views))
}

// view is one of the views.
func (m *Measurer) view(i int) *web.Event { return &m.events[m.views[i]] }

// session returns the events of the s-th session.
func (m *Measurer) session(s int) []web.Event {
	end := len(m.events)
	if s+1 < len(m.starts) {
		end = m.starts[s+1]
	}
	return m.events[m.starts[s]:end]
}

// menus counts the distinct menus among the views, and the views in the menu with most of them.
func (m *Measurer) menus() (distinct, top int) {
	m.seen.Clear()
	for i := range m.views {
		count := m.seen.Add(m.view(i).Menu)
		if count == 1 {
			distinct++
		}
		top = max(top, count)
	}
	return distinct, top
}

func (m *Measurer) activity() uint32 {
	var counts [8]int64
	length := max(m.window.To-m.window.From, 1)
	for i := range m.events {
		eighth := (m.events[i].Time - m.window.From) * 8 / length
		counts[min(max(eighth, 0), 7)]++
	}
	busiest := slices.Max(counts[:])
	digits := uint32(0)
	for _, count := range counts {
		digits = digits*10 + uint32((8*count+busiest-1)/busiest)
	}
	return digits
}

func (m *Measurer) visitInterval() int64 {
	if len(m.starts) < 2 {
		return 0
	}
	m.intervals = m.intervals[:0]
	for s := 1; s < len(m.starts); s++ {
		m.intervals = append(m.intervals, m.events[m.starts[s]].Time-m.events[m.starts[s-1]].Time)
	}
	slices.Sort(m.intervals)
	return int64(stats.Median(m.intervals))
}

// halves counts the sessions in each half of the window, or of the part of it since the user joined.
func (m *Measurer) halves(joined int64) (first, second int32) {
	from := min(max(m.window.From, joined), m.window.To)
	for _, start := range m.starts {
		if 2*(m.events[start].Time-from) < m.window.To-from {
			first++
		} else {
			second++
		}
	}
	return first, second
}
