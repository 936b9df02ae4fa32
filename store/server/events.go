package server

import (
	"context"
	"runtime"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store/model"
)

const (
	// mostGathered is about how many events are put in order at a time, and mostGatheredAtOnce how many by all who do that
	// side by side. Each takes about 70 bytes; but a server takes 18 ms of its processors for a query, and unpacks more of
	// each part of its table than it was asked for, so that half as many at a time would take a fifth more of its time.
	mostGathered       = 1 << 20
	mostGatheredAtOnce = 1 << 22
	// fewGathered is how many are worth a query of their own.
	fewGathered = 1 << 15
)

// batches cuts a selection of some of so many events into parts of the users that are read one after the other, at
// least into so many where that pays.
func batches(s model.Selection, events int64, least int) (parts []model.Selection) {
	if s.Buckets == [2]int{} {
		s.Buckets = [2]int{0, Buckets}
	}
	first, width := s.Buckets[0], s.Buckets[1]-s.Buckets[0]
	events = events * int64(width) / Buckets
	gathered := min(mostGathered, int64(mostGatheredAtOnce/runtime.GOMAXPROCS(0)))
	count := int(max(events/gathered+1, min(int64(least), events/fewGathered+1)))
	slices := (count + width - 1) / max(width, 1) // of a bucket that has too many events
	for part := range min(count, width) {
		s.Buckets = [2]int{first + width*part/min(count, width), first + width*(part+1)/min(count, width)}
		for slice := range slices {
			if slices > 1 {
				s.Slice = [2]int{slice, slices}
			}
			parts = append(parts, s)
		}
	}
	return parts
}

// reader reads events and puts them into order. The zero reader is ready.
type reader struct {
	order         order
	events        stack[web.Event]
	details       stack[analysis.Detail]
	ofUser        []web.Event
	ofUserDetails []analysis.Detail
}

// eachUser gives do the events of each user of some selections, in the order of time, source and line. begin gives the
// numbering of a selection before it is read. What do is given is good until it returns; there are no details of what
// is told in short.
func eachUser(ctx context.Context, engine Engine, which []model.Selection, begin func() (*model.Numbering, error),
	do func(key string, events []web.Event, details []analysis.Detail) error) error {
	var r reader
	for i := range which {
		n, err := begin()
		if err != nil {
			return err
		}
		if err := r.eachUser(ctx, engine, which[i], n, do); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) eachUser(ctx context.Context, engine Engine, which model.Selection, n *model.Numbering,
	do func(key string, events []web.Event, details []analysis.Detail) error) error {
	r.events.clear()
	r.details.clear()
	err := engine.Events(ctx, which, func(b *Block) error {
		r.add(b, n, !which.Short)
		return nil
	})
	if err != nil {
		return err
	}
	return r.order.each(func(key string, places []int32) error {
		r.ofUser, r.ofUserDetails = r.ofUser[:0], r.ofUserDetails[:0]
		for _, place := range places {
			r.ofUser = append(r.ofUser, *r.events.at(int(place)))
			if !which.Short {
				r.ofUserDetails = append(r.ofUserDetails, *r.details.at(int(place)))
			}
		}
		return do(key, r.ofUser, r.ofUserDetails)
	})
}

func (r *reader) add(b *Block, n *model.Numbering, detailed bool) {
	numbers, goesOn := blockNumbers{Numbering: n, b: b}, false
	for row := range b.Rows {
		event, ok := numbers.event(row)
		if ok {
			r.order.add(b, row, goesOn)
			r.events.add(event)
			if detailed {
				r.details.add(detailOf(b, row, event.Referrer))
			}
		}
		goesOn = ok
	}
}

// detailOf is what rules of one's own look at of an event besides.
func detailOf(b *Block, row int, referrer int32) analysis.Detail {
	return analysis.Detail{Bytes: max(b.Bytes[row], 0), Referrer: referrer, Source: int32(b.Source[row]),
		Status: int16(b.Status[row])}
}
