package analysis

import (
	"cmp"
	"slices"
)

// BurstKind says of what there was too much at a time.
type BurstKind uint8

// The kinds of bursts.
const (
	NoBurst     BurstKind = iota
	ManyItems             // distinct items
	SameRequest           // one request again and again
	ManyRefused           // distinct requests that were answered 4xx
)

// buckets say how much is too much: more than the capacity, of which one leaks out in every leak milliseconds.
var buckets = [...]struct {
	name           string
	capacity, leak float64
}{
	NoBurst:     {"", 1, 1},
	ManyItems:   {"distinct items", 40, 2_000},
	SameRequest: {"of the same request", 20, 3_000},
	ManyRefused: {"distinct requests answered 4xx", 10, 10_000},
}

// String is what the bucket holds: "distinct items", "of the same request", "distinct requests answered 4xx".
func (k BurstKind) String() string { return buckets[k].name }

// BurstPeak is the fullest that any bucket got, the first time that it did.
type BurstPeak struct {
	Kind  BurstKind
	Level float64
	At    int64 // UTC milliseconds
}

// Fullness is the level over the capacity of the bucket: above 1 it ran over.
func (b BurstPeak) Fullness() float64 { return b.Level / buckets[b.Kind].capacity }

// raise takes over a level that is fuller, or as full and earlier.
func (b *BurstPeak) raise(kind BurstKind, level float64, at int64) {
	other := BurstPeak{kind, level, at}
	if order := cmp.Compare(other.Fullness(), b.Fullness()); order > 0 || order == 0 && kind == b.Kind && at < b.At {
		*b = other
	}
}

// bucket is a leaky bucket: what is poured in leaks out over time.
type bucket struct {
	kind  BurstKind
	level float64
	last  int64 // when the level was so, UTC milliseconds
}

// leak lets out what has leaked until now, and reports whether the bucket is empty.
func (b *bucket) leak(now int64) (empty bool) {
	b.level = max(0, b.level-float64(now-b.last)/buckets[b.kind].leak)
	b.last = now
	return b.level == 0
}

// measureUser finds the fullest bucket of one user: of distinct items, of the same request, and of distinct requests that
// were answered 4xx. What is static counts only for the last.
func (m *Measurer) measureUser(events []Event) BurstPeak {
	var peak BurstPeak
	m.pourDistinct(&peak, ManyItems, events, func(e *Event) int32 {
		if e.Traits.Has(Static) {
			return None
		}
		return e.Item
	})
	m.pourSame(&peak, events)
	m.pourRefused(&peak, events)
	return peak
}

// MeasureAddress finds the fullest bucket of one address by the events of all of its users, in time order: of the same
// request, and of distinct requests that were answered 4xx.
func (m *Measurer) MeasureAddress(events []Event) BurstPeak {
	var peak BurstPeak
	m.pourSame(&peak, events)
	m.pourRefused(&peak, events)
	return peak
}

func (m *Measurer) pourRefused(peak *BurstPeak, events []Event) {
	m.pourDistinct(peak, ManyRefused, events, func(e *Event) int32 {
		if !e.Traits.Has(Refused) || e.Request == 0 {
			return None
		}
		return e.Request
	})
}

// pourDistinct fills one bucket with whatever is not None. The bucket remembers what was poured in since it was last empty,
// and what it remembers is not poured in again: nothing is counted twice while it lasts, and everything may come back later.
func (m *Measurer) pourDistinct(peak *BurstPeak, kind BurstKind, events []Event, what func(*Event) int32) {
	b := bucket{kind: kind}
	m.seen.clear()
	for i := range events {
		id := what(&events[i])
		if id == None {
			continue
		}
		if b.leak(events[i].Time) {
			m.seen.clear()
		}
		if m.seen.add(id) == 1 {
			b.level++
			peak.raise(kind, b.level, b.last)
		}
	}
}

// pourSame fills a bucket for each request.
func (m *Measurer) pourSame(peak *BurstPeak, events []Event) {
	m.requests = m.requests[:0]
	for i := range events {
		if events[i].Request != 0 && !events[i].Traits.Has(Static) {
			m.requests = append(m.requests, uint64(events[i].Request)<<32|uint64(i))
		}
	}
	slices.Sort(m.requests)
	var b bucket
	for k, request := range m.requests {
		if k == 0 || request>>32 != m.requests[k-1]>>32 {
			b = bucket{kind: SameRequest}
		}
		b.leak(events[uint32(request)].Time)
		b.level++
		peak.raise(SameRequest, b.level, b.last)
	}
}
