package store

import (
	"context"
	"database/sql/driver"

	"golang.org/x/sync/errgroup"

	"spoor/store/sqlite"
)

// rawChunk is a userChunk as it lies in the case.
type rawChunk struct {
	first, end int
	runs       []*sqlite.Stretch
	tail       [][]int64  // columns of tailColumns
	kept       *userChunk // in place of all that, where it was kept

	turn <-chan struct{} // is closed when the chunk before is done
	done chan struct{}   // to be closed when this one is, where chunks are worked on in turn
}

// share fetches the events of all users, a chunk at a time and in their order, while so many workers do something with
// those that are there.
func (r *eventReader) share(ctx context.Context, workers int,
	do func(ctx context.Context, worker int, raw *rawChunk) error) error {
	chunks := make(chan *rawChunk)
	var all []*rawChunk
	group, running := errgroup.WithContext(ctx)
	group.Go(func() error {
		defer close(chunks)
		return r.fetchAll(running, func(raw *rawChunk) error {
			if r.keeping {
				all = append(all, raw)
			}
			select {
			case chunks <- raw:
				return nil
			case <-running.Done():
				return running.Err()
			}
		})
	})
	for worker := range workers {
		group.Go(func() error {
			for raw := range chunks {
				if err := do(running, worker, raw); err != nil {
					return err
				}
			}
			return nil
		})
	}
	err := group.Wait()
	if err == nil && r.keeping {
		r.kept, r.keeping = &keptEvents{stay: true}, false
		for _, raw := range all {
			r.kept.chunks = append(r.kept.chunks, raw.kept)
		}
	}
	return err
}

// fetchAll hands over the events of all users as they lie in the case, each chunk with its turn.
func (r *eventReader) fetchAll(ctx context.Context, take func(*rawChunk) error) error {
	before := make(chan struct{})
	close(before)
	next := func(raw *rawChunk) error {
		raw.turn, raw.done = before, make(chan struct{})
		before = raw.done
		return take(raw)
	}
	if r.kept != nil {
		return r.kept.each(func(k *userChunk) error { return next(&rawChunk{kept: k}) })
	}
	return r.eachStretch(r.chunk, func(first, end int) error {
		raw, err := r.fetch(ctx, first, end)
		if err != nil {
			return err
		}
		return next(raw)
	})
}

// fetch fetches the events of the users from first to before end.
func (r *eventReader) fetch(ctx context.Context, first, end int) (*rawChunk, error) {
	raw := &rawChunk{first: first, end: end}
	places, err := r.places(ctx, first, end)
	if err != nil {
		return nil, err
	}
	for _, place := range places {
		stretch, err := r.table.Fetch(ctx, place[0], place[1], nil)
		if err != nil {
			return nil, err
		}
		raw.runs = append(raw.runs, stretch)
	}
	if !r.tail {
		return raw, nil
	}
	return raw, sqlite.Batch(ctx, r.db, tailColumns, tailOfUsers, []any{first, end - 1}, func(v []driver.Value) error {
		row := make([]int64, len(v))
		for i := range v {
			row[i] = v[i].(int64)
		}
		raw.tail = append(raw.tail, row)
		return nil
	})
}

// places are the first and the last rowid of the users from first to before end in each run that has any.
func (r *eventReader) places(ctx context.Context, first, end int) (places [][2]int64, err error) {
	args := []any{asJSON(r.runs), first, end}
	err = sqlite.Batch(ctx, r.db, placeColumns, placesInRuns, args, func(v []driver.Value) error {
		from, has := v[0].(int64)
		if to, hasTo := v[1].(int64); has && hasTo && from <= to {
			places = append(places, [2]int64{from, to})
		}
		return nil
	})
	return places, err
}

// decode reads the events out of their pages, and keeps them if they are to be.
func (r *eventReader) decode(raw *rawChunk) (*userChunk, error) {
	if raw.kept != nil {
		return raw.kept, nil
	}
	k := r.newChunk(raw.first, raw.end)
	for _, stretch := range raw.runs {
		if err := stretch.EachRow(func(v []sqlite.Value) error { return r.takeRow(k, v) }); err != nil {
			return nil, err
		}
	}
	for _, row := range raw.tail {
		if err := r.takeTail(k, func(column int) int64 { return row[column] }); err != nil {
			return nil, err
		}
	}
	if r.keeping {
		raw.kept, raw.runs, raw.tail = k, nil, nil
	}
	return k, r.finish(k)
}
