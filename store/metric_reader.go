package store

import (
	"context"
	"fmt"
	"runtime"

	"golang.org/x/sync/errgroup"

	"spoor/analysis"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// readMetrics reads user_metric, whose rows are in the order of the users' keys and counted from 1: while stretches of
// it are fetched others are read out of their pages, by as many goroutines as there are processors.
func readMetrics(ctx context.Context, db sqlite.Querier, keys []string,
	background analysis.Capabilities) (*analysis.Matrix, error) {
	columns := measureColumns(background)
	table, err := sqlite.OpenTable(ctx, db, "user_metric", len(columns)+1)
	if err != nil {
		return nil, err
	}
	var users int
	if err := db.QueryRowContext(ctx, "SELECT coalesce(max(rowid), 0) FROM user_metric").Scan(&users); err != nil {
		return nil, sqlite.Explain(err)
	}
	if users >= len(keys) {
		return nil, sqlite.Damaged("user_metric")
	}
	readers := runtime.GOMAXPROCS(0)
	r := &metricReader{
		keys: keys, columns: columns, matrix: analysis.NewRows(users, background),
		used: make(chan *sqlite.Stretch, readers),
	}
	stretches := make(chan metricStretch)
	group, running := errgroup.WithContext(ctx)
	group.Go(func() error {
		defer close(stretches)
		return r.fetch(running, table, stretches)
	})
	for range readers {
		group.Go(func() error { return r.read(stretches) })
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	if row, ok := r.matrix.InOrder(); !ok {
		return nil, misplaced(int64(r.matrix.ID[row]))
	}
	return r.matrix, nil
}

// metricReader fills in a matrix from user_metric.
type metricReader struct {
	keys    []string
	columns []measureColumn
	matrix  *analysis.Matrix
	used    chan *sqlite.Stretch // whose memory may be used again
}

// metricStretch is rows of user_metric; first is the number of the row of the matrix that its first one belongs to.
type metricStretch struct {
	first int
	rows  *sqlite.Stretch
}

// metricRows is how many rows are fetched at a time.
const metricRows = 4096

func (r *metricReader) fetch(ctx context.Context, table *sqlite.Table, to chan<- metricStretch) error {
	for first := 0; first < r.matrix.Len(); first += metricRows {
		var used *sqlite.Stretch
		select {
		case used = <-r.used:
		default:
		}
		rows, err := table.Fetch(ctx, int64(first+1), int64(first+metricRows), used)
		if err != nil {
			return err
		}
		select {
		case to <- metricStretch{first, rows}:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// metricBlock is how many rows are filled in at a time, column by column: a value of each of many columns after the
// other would wait for memory each time.
const metricBlock = 64

// read fills in the rows of stretches until there are no more. A row that is missing leaves one behind it without a
// user.
func (r *metricReader) read(stretches <-chan metricStretch) error {
	for stretch := range stretches {
		row := stretch.first
		err := stretch.rows.EachBlock(metricBlock, func(values []sqlite.Value) error {
			rows, err := r.fill(row, values)
			row += rows
			return err
		})
		if err != nil {
			return err
		}
		select {
		case r.used <- stretch.rows:
		default:
		}
	}
	return nil
}

// fill fills in rows from the first on, and counts them.
func (r *metricReader) fill(first int, values []sqlite.Value) (rows int, err error) {
	width := len(r.columns) + 1
	users := metricValues{values, width}
	for i := range users.len() {
		user := users.at(i).Int()
		if user < 1 || user >= int64(len(r.keys)) {
			return 0, misplaced(user)
		}
		r.matrix.ID[first+i], r.matrix.Key[first+i] = analysis.UserNumber(user), r.keys[user]
	}
	for c, column := range r.columns {
		column.set(r.matrix, first, metricValues{values[c+1:], width})
	}
	return users.len(), nil
}

// metricValues are the values of a column in some rows, the first of which begins with that column.
type metricValues struct {
	rows  []sqlite.Value
	width int
}

func (v metricValues) len() int { return (len(v.rows) + v.width - 1) / v.width }

func (v metricValues) at(row int) sqlite.Value { return v.rows[row*v.width] }

func misplaced(user int64) error {
	return fmt.Errorf("the metrics of user %d are not where they belong: %w", user, model.ErrAltered)
}
