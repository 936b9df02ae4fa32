package demo

import (
	"slices"
	"time"
)

// request is one line of the log.
type request struct {
	at         int64 // UTC milliseconds
	client     *client
	page, from page
	bytes      int32 // 0 is logged as "-"
	status     int16
	post       bool
}

// track is what one account does during the period.
type track struct {
	*world
	draws
	habits
	person   *person
	readers  []reader // who use the account; the first is its owner
	devices  []*device
	requests []request
}

// reader is one of those who use an account: what fits the own profile, and how often that doesn't matter.
type reader struct {
	background
	otherMajor, beyondEducation float64
}

// trackOf lets a person live through the period. It depends on nobody else.
func (w *world) trackOf(p *person) []request {
	t := &track{world: w, draws: w.periodStream(lifeStream, p.number), person: p, habits: w.habitsOf(p)}
	d := w.stream(devicesStream, p.number)
	t.devices = newDevices(d, p.account, &t.habits)
	t.readers = []reader{{p.background, t.otherMajor, t.beyondEducation}}
	for range t.sharing - 1 {
		other := reader{p.background, carelessOfMajor * shareOfOtherMajors, carelessOfEducation * shareBeyond(p.education)}
		if d.chance(t.strangers) {
			other.major = int8(d.IntN(len(majors)))
		}
		t.readers = append(t.readers, other)
	}
	t.habits = t.during(t.draws, w.months())
	t.visitInTurn()
	return t.requests
}

const (
	betweenVisits = 31 * time.Minute
	// how long a visit lasts at least, from the first request to the last, in the middle of which
	metVisit     = 3 * time.Minute
	meetingVisit = 2 * time.Minute // another begins that lasts at least so long
)

// visitInTurn walks all visits, one after the other. In the middle of some of them begins one on another device.
func (t *track) visitInTurn() {
	from, until, _ := t.presence(t.person)
	if t.person.leftOpen > 0 {
		until -= t.person.leftOpen.Milliseconds()
	}
	_, end := t.span()
	starts := t.startTimes(t.draws, t.visits, from, until)
	met := t.ofDifferentDays(starts, t.overlaps)
	devices := make([]*device, len(starts))
	for i := range devices {
		devices[i] = t.devices[t.IntN(len(t.devices))]
	}
	portions := t.portions(devices)
	for i, start := range starts {
		if start >= end {
			break
		}
		v := &visit{track: t, device: devices[i], start: start, now: start}
		if met[i] {
			v.lasts = metVisit
		}
		v.walk(portions[i])
		if i == 0 {
			v.leaveOpen(t.person.leftOpen)
		}
		if met[i] {
			t.meet(v)
		}
		if free := v.now + betweenVisits.Milliseconds(); i+1 < len(starts) {
			starts[i+1] = max(starts[i+1], free)
		}
	}
}

// ofDifferentDays picks up to n of the times, not two of them on one day.
func (t *track) ofDifferentDays(times []int64, n int) (picked map[int]bool) {
	picked = map[int]bool{}
	taken := map[int]bool{}
	for _, i := range t.Perm(len(times)) {
		day := time.UnixMilli(times[i]).In(t.Start.Location()).YearDay()
		if len(picked) < n && !taken[day] {
			taken[day], picked[i] = true, true
		}
	}
	return picked
}

// meet walks a visit on another device, which begins while the given one goes on. One of the two devices is always the
// owner's.
func (t *track) meet(other *visit) {
	device := t.devices[0]
	if other.device == device {
		device = t.devices[t.within(1, len(t.devices)-1)]
	}
	start := other.start + int64(t.between(0.1, 0.5)*float64(other.last-other.start))
	v := &visit{track: t, device: device, start: start, now: start, lasts: meetingVisit}
	v.walk(t.pick(device.reader, t.within(2, 4)))
}

// portions deals the postings to the visits on the given devices, in order.
func (t *track) portions(devices []*device) [][]int32 {
	cuts := make([]int, len(devices)+1)
	for i := 1; i < len(devices); i++ {
		cuts[i] = t.IntN(t.items + 1)
	}
	cuts[len(devices)] = t.items
	slices.Sort(cuts)
	wanted := make([]int, len(t.readers))
	for i, device := range devices {
		wanted[device.reader] += cuts[i+1] - cuts[i]
	}
	piles := make([][]int32, len(t.readers))
	for reader, n := range wanted {
		piles[reader] = t.pick(reader, n)
	}
	portions := make([][]int32, len(devices))
	for i, device := range devices {
		pile := piles[device.reader]
		n := min(cuts[i+1]-cuts[i], len(pile))
		portions[i], piles[device.reader] = pile[:n], pile[n:]
	}
	return portions
}

// pick takes n different postings that one of the account's readers looks at.
func (t *track) pick(who, n int) []int32 {
	if t.habits.inOrder {
		return t.world.inOrder(t.draws, n)
	}
	r := &t.readers[who]
	return t.choose(t.draws, r.background, n, r.otherMajor, r.beyondEducation)
}
