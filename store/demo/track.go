package demo

import (
	"slices"
	"time"
)

// request is one line of the log.
type request struct {
	at         int64 // UTC milliseconds
	device     *device
	page, from page
	bytes      int32 // 0 is logged as "-"
	status     int16
	post       bool
}

// track is what one person does during the month.
type track struct {
	*world
	draws
	habits
	person   *person
	devices  []*device
	requests []request
}

// trackOf lets a person live through the month. It depends on nobody else.
func (w *world) trackOf(i int) []request {
	p := &w.people[i]
	d := newDraws(w.Seed, firstPerson+uint64(i))
	t := &track{world: w, draws: d, person: p, habits: habitsOf(d, p)}
	for range t.habits.devices {
		t.devices = append(t.devices, newDevice(d, p.account))
	}
	for _, together := range t.visitInTurn() {
		t.visitTogether(together)
	}
	return t.requests
}

// visitInTurn walks all visits, one after the other, and returns those during which somebody else may use the account too.
func (t *track) visitInTurn() (long []*visit) {
	from, until := t.presence(t.draws, t.person)
	if t.person.leftOpen > 0 {
		until -= t.person.leftOpen.Milliseconds()
	}
	_, end := t.span()
	starts := t.startTimes(t.draws, t.visits, from, until)
	portions := t.portions()
	for i, start := range starts {
		if start >= end {
			break
		}
		device := t.devices[0]
		if t.overlaps == 0 {
			device = t.devices[t.IntN(len(t.devices))]
		}
		v := &visit{track: t, device: device, start: start, now: start}
		v.walk(portions[i])
		if i == 0 {
			v.leaveOpen(t.person.leftOpen)
		}
		if v.now-v.start >= (3 * time.Minute).Milliseconds() {
			long = append(long, v)
		}
		if free := v.now + betweenVisits.Milliseconds(); i+1 < len(starts) {
			starts[i+1] = max(starts[i+1], free)
		}
	}
	t.Shuffle(len(long), func(i, j int) { long[i], long[j] = long[j], long[i] })
	return long[:min(len(long), t.overlaps)]
}

// visitTogether walks a visit of another person with the same account, who begins while the given one goes on.
func (t *track) visitTogether(other *visit) {
	start := other.start + int64(t.between(0.1, 0.5)*float64(other.now-other.start))
	stranger := background{education: t.person.education, major: int8(t.IntN(len(majors)))}
	v := &visit{track: t, device: t.devices[t.within(1, len(t.devices)-1)], start: start, now: start}
	v.walk(t.choose(t.draws, stranger, t.within(3, 6), meanOtherMajor, meanBeyondEducation))
}

// portions deals the postings that a person looks at to the visits, in order.
func (t *track) portions() [][]int32 {
	var items []int32
	if t.habits.inOrder {
		items = t.world.inOrder(t.draws, t.items)
	} else {
		items = t.choose(t.draws, t.person.background, t.items, t.otherMajor, t.beyondEducation)
	}
	cuts := make([]int, t.visits+1)
	for i := 1; i < t.visits; i++ {
		cuts[i] = t.IntN(len(items) + 1)
	}
	cuts[t.visits] = len(items)
	slices.Sort(cuts)
	portions := make([][]int32, t.visits)
	for i := range portions {
		portions[i] = items[cuts[i]:cuts[i+1]]
	}
	return portions
}
