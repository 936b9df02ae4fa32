package analysis

import "spoor/analysis/web"

// burstEvidence finds what was in the bucket when it was fullest.
func burstEvidence(m *Measurer, _ *Profile, add func(event int)) {
	for _, poured := range m.bucketFills(m.burst.Kind) {
		b := m.newBucket(m.burst.Kind)
		in := poured[:0:0]
		seen := map[int32]bool{}
		for _, i := range poured {
			if b.leak(m.events[i].Time) {
				in = in[:0]
				clear(seen)
			}
			if id := m.poured(m.burst.Kind, &m.events[i]); !seen[id] || m.burst.Kind == SameRequest {
				seen[id] = true
				in = append(in, i)
				b.pour()
			}
			if b.level == m.burst.Level && b.last == m.burst.At {
				for _, event := range in {
					add(event)
				}
				return
			}
		}
	}
}

// bucketFills are the events that go into each bucket of a kind, by their indexes: one bucket for each request, or one
// for all.
func (m *Measurer) bucketFills(kind BurstKind) [][]int {
	var buckets [][]int
	bucketOf := map[int32]int{}
	for i := range m.events {
		id := m.poured(kind, &m.events[i])
		if id == web.None {
			continue
		}
		if kind != SameRequest {
			id = 0
		}
		bucket, there := bucketOf[id]
		if !there {
			bucket = len(buckets)
			bucketOf[id], buckets = bucket, append(buckets, nil)
		}
		buckets[bucket] = append(buckets[bucket], i)
	}
	return buckets
}

// poured is what an event pours into a bucket of a kind, None if nothing.
func (m *Measurer) poured(kind BurstKind, event *web.Event) int32 {
	switch {
	case kind == ManyItems && !event.Traits.Has(web.Static):
		return event.Item
	case kind == SameRequest && !event.Traits.Has(web.Static) && event.Request != 0:
		return event.Request
	case kind == ManyRefused:
		return m.refused(event)
	default:
		return web.None
	}
}
