package analysis

import (
	"spoor/analysis/stats"
	"spoor/analysis/web"
)

// BurstKind says of what there was too much at a time.
type BurstKind uint8

// The kinds of bursts.
const (
	NoBurst     BurstKind = iota
	ManyItems             // distinct items
	SameRequest           // one request again and again
	ManyRefused           // distinct paths that were answered 4xx

	burstKindCount = iota
)

// burstKinds name what a bucket holds, and how a rule set names its capacity.
var burstKinds = [burstKindCount]struct{ name, field string }{
	ManyItems:   {"distinct items", "items"},
	SameRequest: {"of the same request", "same"},
	ManyRefused: {"distinct paths answered 4xx", "refused"},
}

// String is what the bucket holds: "distinct items", "of the same request", "distinct paths answered 4xx".
func (k BurstKind) String() string { return burstKinds[k].name }

// BurstPeak is the fullest that any bucket got, the first time that it did.
type BurstPeak struct {
	Kind     BurstKind
	Level    float64
	At       int64 // UTC milliseconds
	Capacity float64
}

// Fullness is the level over the capacity of the bucket: above 1 it ran over; 0 if nothing was ever poured.
func (b BurstPeak) Fullness() float64 { return b.Level / max(b.Capacity, 1) }

// fullest is the fullest of some peaks, the first of equals, and NoBurst if nothing was ever poured.
func fullest(peaks ...BurstPeak) (peak BurstPeak) {
	for _, other := range peaks {
		if other.Fullness() > peak.Fullness() {
			peak = other
		}
	}
	return peak
}

// bucket is a leaky bucket: what is poured in leaks out over time.
type bucket struct {
	leaks float64 // milliseconds that it takes for one to leak out
	level float64
	last  int64 // when the level was so, UTC milliseconds
	peak  BurstPeak
}

func (m *Measurer) newBucket(kind BurstKind) bucket {
	size := m.measuring.Buckets[kind]
	return bucket{leaks: float64(size.Leak.Milliseconds()), peak: BurstPeak{Kind: kind, Capacity: size.Capacity}}
}

// leak lets out what has leaked until now, and reports whether the bucket is empty.
func (b *bucket) leak(now int64) (empty bool) {
	b.level = max(0, b.level-float64(now-b.last)/b.leaks)
	b.last = now
	return b.level == 0
}

func (b *bucket) pour() {
	b.level++
	if b.level > b.peak.Level {
		b.peak.Level, b.peak.At = b.level, b.last
	}
}

// userPeak finds the fullest bucket of one user: of distinct items, of the same request, and of distinct paths that
// were answered 4xx. What is static counts only for the last.
func (m *Measurer) userPeak(events []web.Event) BurstPeak {
	return fullest(m.itemsPeak(events), m.samePeak(events), m.refusedPeak(events))
}

// MeasureAddress finds the fullest bucket of one address by the events of all of its users, in time order: of the same
// request, and of distinct paths that were answered 4xx.
func (m *Measurer) MeasureAddress(events []web.Event) BurstPeak {
	return fullest(m.samePeak(events), m.refusedPeak(events))
}

func (m *Measurer) itemsPeak(events []web.Event) BurstPeak {
	b := m.newBucket(ManyItems)
	m.seen.Clear()
	for i := range events {
		if !events[i].Traits.Has(web.Static) && events[i].Item != web.None {
			m.pourDistinct(&b, events[i].Item, events[i].Time)
		}
	}
	return b.peak
}

func (m *Measurer) refusedPeak(events []web.Event) BurstPeak {
	b := m.newBucket(ManyRefused)
	m.seen.Clear()
	for i := range events {
		if id := m.refused(&events[i]); id != web.None {
			m.pourDistinct(&b, id, events[i].Time)
		}
	}
	return b.peak
}

// refused is a number of the path that was answered 4xx, and None of any other event. What has no path, as the events
// of an audit log, is told apart by the request; those have the odd numbers.
func (m *Measurer) refused(event *web.Event) int32 {
	path := stats.At(m.knowledge.Paths, event.Request)
	switch {
	case event.Request == 0 || !event.Traits.Has(web.ClientErrors):
		return web.None
	case path != 0:
		return 2 * path
	default:
		return 2*event.Request + 1
	}
}

// pourDistinct pours in what is distinct. The bucket remembers what was poured in since it was last empty, and what it
// remembers is not poured in again: nothing is counted twice while it lasts, and everything may come back later.
func (m *Measurer) pourDistinct(b *bucket, id int32, now int64) {
	if b.leak(now) {
		m.seen.Clear()
	}
	if m.seen.Add(id) == 1 {
		b.pour()
	}
}

// fill is how full the bucket of one request is.
type fill struct {
	level float64
	last  int64
}

// samePeak fills a bucket for each request.
func (m *Measurer) samePeak(events []web.Event) BurstPeak {
	b := m.newBucket(SameRequest)
	m.fills = m.fills[:0]
	m.seen.Clear()
	for i := range events {
		event := &events[i]
		if event.Request == 0 || event.Traits.Has(web.Static) {
			continue
		}
		k := m.seen.Place(event.Request, len(m.fills))
		if k == len(m.fills) {
			m.fills = append(m.fills, fill{})
		}
		b.level, b.last = m.fills[k].level, m.fills[k].last
		b.leak(event.Time)
		b.pour()
		m.fills[k] = fill{b.level, b.last}
	}
	return b.peak
}
