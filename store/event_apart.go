package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"runtime"

	"golang.org/x/sync/errgroup"

	"spoor/store/model"
	"spoor/store/sqlite"
)

// rawChunk is a userChunk as it lies in the case.
type rawChunk struct {
	first, end int
	runs       []*sqlite.Stretch
	tail       [][]int64 // columns of tailColumns
}

// eachChunkApart is eachChunk with chunks that are read out of their pages and worked on several at a time: do is told
// by which of the workers, of which there are GOMAXPROCS.
func (r *eventReader) eachChunkApart(ctx context.Context, do func(worker int, k *userChunk),
	progress func(done, total int64)) error {
	chunks := make(chan *rawChunk)
	group, running := errgroup.WithContext(ctx)
	group.Go(func() error {
		defer close(chunks)
		return r.eachStretch(chunkEvents/2, func(first, end int) error {
			raw, err := r.fetch(running, first, end)
			if err != nil {
				return err
			}
			select {
			case chunks <- raw:
				return nil
			case <-running.Done():
				return running.Err()
			}
		})
	})
	told := model.ReadCount{Total: r.total(), Progress: progress}
	for worker := range runtime.GOMAXPROCS(0) {
		group.Go(func() error {
			for raw := range chunks {
				k, err := r.decode(raw)
				if err != nil {
					return err
				}
				do(worker, k)
				told.Add(len(k.events))
			}
			return nil
		})
	}
	return group.Wait()
}

// fetch fetches the events of the users from first to before end.
func (r *eventReader) fetch(ctx context.Context, first, end int) (*rawChunk, error) {
	raw := &rawChunk{first: first, end: end}
	for _, run := range r.runs {
		var from, to sql.NullInt64
		if err := r.db.QueryRowContext(ctx, placesOfUsers, run, first, end).Scan(&from, &to); err != nil {
			return nil, sqlite.Explain(err)
		}
		if !from.Valid || !to.Valid || from.Int64 > to.Int64 {
			continue
		}
		stretch, err := r.table.Fetch(ctx, from.Int64, to.Int64, nil)
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

// decode reads the events out of their pages.
func (r *eventReader) decode(raw *rawChunk) (*userChunk, error) {
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
	return k, r.finish(k)
}
