package store

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"spoor/analysis"
)

// chunkEvents is about how many events are in memory at a time while users are measured. The events of one user are
// never parted.
const chunkEvents = 1 << 18

// Derive measures every user and keeps the metrics, with what the site description makes of each request. progress is
// told how many of the events have been measured; it may be nil.
func (c *Case) Derive(ctx context.Context, progress func(done, total int64)) (*analysis.Matrix, error) {
	c.derive.Lock()
	defer c.derive.Unlock()
	timeout, err := c.Timeout(ctx)
	if err != nil {
		return nil, err
	}
	state, err := c.derivedFrom(ctx, timeout)
	if err != nil {
		return nil, err
	}
	pages, err := placeRequests(ctx, c.reader, analysis.DefaultSite())
	if err != nil {
		return nil, err
	}
	matrix, err := c.measure(ctx, pages, timeout, progress)
	if err != nil {
		return nil, err
	}
	return matrix, c.saveDerived(ctx, pages, matrix, state)
}

// derivedFrom names everything that the derived tables follow from, so that they are made anew when any of it changes.
func (c *Case) derivedFrom(ctx context.Context, timeout time.Duration) (string, error) {
	var run, last int64
	if err := c.reader.QueryRowContext(ctx, "SELECT coalesce(max(id), 0), coalesce(max(last), 0) FROM run").Scan(&run, &last); err != nil {
		return "", explain(err)
	}
	var columns []string
	for _, column := range measureColumns {
		columns = append(columns, column.name)
	}
	return fmt.Sprintf("runs=%d events=%d timeout=%s site=default columns=%s", run, last, timeout, strings.Join(columns, ",")), nil
}

func (c *Case) saveDerived(ctx context.Context, pages *pages, matrix *analysis.Matrix, state string) error {
	transaction, err := c.writer.BeginTx(ctx, nil)
	if err != nil {
		return explain(err)
	}
	defer transaction.Rollback()
	if _, err := transaction.ExecContext(ctx, pageSchema+measureSchema()+derivedViews); err != nil {
		return explain(err)
	}
	for _, table := range append(pages.tables(), measureRows(matrix)) {
		if err := insert(ctx, transaction, table); err != nil {
			return err
		}
	}
	if err := c.setSetting(ctx, transaction, settingDerived, state); err != nil {
		return err
	}
	return explain(transaction.Commit())
}

// measure streams the events of the case through the analysis, a chunk of users at a time: while one chunk is measured
// the next is read.
func (c *Case) measure(ctx context.Context, pages *pages, timeout time.Duration, progress func(done, total int64)) (*analysis.Matrix, error) {
	window, err := c.window(ctx)
	if err != nil {
		return nil, err
	}
	runs, counts, err := c.eventCounts(ctx)
	if err != nil {
		return nil, err
	}
	measures := make([]analysis.Measures, len(counts))
	chunks := make(chan *chunk)
	group, running := errgroup.WithContext(ctx)
	group.Go(func() error {
		defer close(chunks)
		return c.readChunks(running, pages, runs, counts, chunks)
	})
	group.Go(func() error {
		measurer := analysis.NewMeasurer(timeout, window)
		var done int64
		total := sum(counts)
		for chunk := range chunks {
			chunk.each(func(user int, events []analysis.Event) { measures[user] = measurer.Measure(events) })
			done += int64(len(chunk.events))
			if progress != nil {
				progress(done, total)
			}
		}
		return nil
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return c.orderByKey(ctx, measures, window, timeout)
}

// window is the time between the first and the last event of the case.
func (c *Case) window(ctx context.Context) (analysis.Window, error) {
	var window analysis.Window
	err := c.reader.QueryRowContext(ctx, "SELECT coalesce(min(first_ts), 0), coalesce(max(last_ts), 0) FROM source").Scan(&window.From, &window.To)
	return window, explain(err)
}

// eventCounts lists the runs, and how many events each user has, by the user's number.
func (c *Case) eventCounts(ctx context.Context) (runs []int64, counts []int, err error) {
	err = collect(ctx, c.reader, []string{"run", "user", "last - first + 1"}, "FROM user_run", nil, func(v []driver.Value) error {
		run, user, events := v[0].(int64), int(v[1].(int64)), int(v[2].(int64))
		if len(runs) == 0 || runs[len(runs)-1] != run {
			runs = append(runs, run)
		}
		for user >= len(counts) {
			counts = append(counts, 0)
		}
		counts[user] += events
		return nil
	})
	return runs, counts, err
}

func sum(counts []int) int64 {
	var total int64
	for _, count := range counts {
		total += int64(count)
	}
	return total
}

// chunk is the events of users first, first+1, …: those of user first+i end at ends[i], where those of the next begin.
type chunk struct {
	first  int
	ends   []int
	events []analysis.Event
}

func (k *chunk) each(do func(user int, events []analysis.Event)) {
	begin := 0
	for i, end := range k.ends {
		if end > begin {
			do(k.first+i, k.events[begin:end])
		}
		begin = end
	}
}

func (c *Case) readChunks(ctx context.Context, pages *pages, runs []int64, counts []int, chunks chan<- *chunk) error {
	for first := 1; first < len(counts); {
		end, events := first, 0
		for end < len(counts) && (events == 0 || events+counts[end] <= chunkEvents) {
			events += counts[end]
			end++
		}
		chunk, err := c.readChunk(ctx, pages, runs, counts, first, end)
		if err != nil {
			return err
		}
		select {
		case chunks <- chunk:
		case <-ctx.Done():
			return ctx.Err()
		}
		first = end
	}
	return nil
}

// readChunk reads the events of the users from first to before end, run by run, and puts each user's in time order; ties
// stay in load order.
func (c *Case) readChunk(ctx context.Context, pages *pages, runs []int64, counts []int, first, end int) (*chunk, error) {
	k := &chunk{first: first, ends: make([]int, end-first)}
	total := 0
	for i := range k.ends { // where the events of user first+i begin; each event that is put there moves it on
		k.ends[i] = total
		total += counts[first+i]
	}
	k.events = make([]analysis.Event, total)
	for _, run := range runs {
		var from, to sql.NullInt64
		err := c.reader.QueryRowContext(ctx, "SELECT min(first), max(last) FROM user_run WHERE run = ? AND user >= ? AND user < ?", run, first, end).Scan(&from, &to)
		if err != nil {
			return nil, explain(err)
		}
		if !from.Valid {
			continue
		}
		err = collect(ctx, c.reader, []string{"user", "ts", "request", "client", "coalesce(status, 0)"}, "FROM event WHERE rowid BETWEEN ? AND ?",
			[]any{from.Int64, to.Int64}, func(v []driver.Value) error {
				place := &k.ends[int(v[0].(int64))-first]
				k.events[*place] = pages.event(v[1].(int64), v[2].(int64), v[3].(int64), v[4].(int64))
				*place++
				return nil
			})
		if err != nil {
			return nil, err
		}
	}
	k.each(func(_ int, events []analysis.Event) { sortByTime(events) })
	return k, nil
}

func sortByTime(events []analysis.Event) {
	byTime := func(a, b analysis.Event) int { return cmp.Compare(a.Time, b.Time) }
	if !slices.IsSortedFunc(events, byTime) {
		slices.SortStableFunc(events, byTime)
	}
}

// orderByKey makes the matrix, whose rows are in the order of the users' keys.
func (c *Case) orderByKey(ctx context.Context, measures []analysis.Measures, window analysis.Window, timeout time.Duration) (*analysis.Matrix, error) {
	keys, err := c.userKeys(ctx)
	if err != nil {
		return nil, err
	}
	order := make([]int32, 0, len(measures))
	for user := range measures {
		if measures[user].Events > 0 {
			order = append(order, int32(user))
		}
	}
	slices.SortFunc(order, func(a, b int32) int { return strings.Compare(keys[a], keys[b]) })
	matrix := analysis.NewMatrix(len(order))
	matrix.Window, matrix.Timeout = window, timeout
	for _, user := range order {
		matrix.Append(user, keys[user], measures[user])
	}
	return matrix, nil
}

// userKeys are the keys of all users by number; the number 0 is none.
func (c *Case) userKeys(ctx context.Context) ([]string, error) {
	keys := make([]string, 1)
	err := collect(ctx, c.reader, []string{"key"}, "FROM user", nil, func(v []driver.Value) error {
		keys = append(keys, strings.Clone(v[0].(string)))
		return nil
	})
	return keys, err
}
