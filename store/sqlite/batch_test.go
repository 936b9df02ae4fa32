package sqlite

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"
)

// linesFile has lines 1 to n of two sources.
func linesFile(t *testing.T, n int) *file {
	t.Helper()
	f := newFile(t, "CREATE TABLE line (source INTEGER NOT NULL, number INTEGER NOT NULL) STRICT;")
	check(t, f.insert(t, Insert, Rows{Into: "line (source, number)", Count: 2 * n, Put: func(row int, to Values) {
		to.Integer(int64(row/n + 1))
		to.Integer(int64(row%n + 1))
	}}))
	return f
}

// TestBatchStopsAtTheFirstError does so in either way of reading.
func TestBatchStopsAtTheFirstError(t *testing.T) {
	f := linesFile(t, 50)
	for name, db := range map[string]Querier{"pages": f.reader, "SQL": Plain(f.reader)} {
		enough := errors.New("enough")
		rows := 0
		err := Batch(t.Context(), db, []string{"number"}, "FROM line", nil, func([]driver.Value) error {
			if rows++; rows == 10 {
				return enough
			}
			return nil
		})
		if !errors.Is(err, enough) || rows != 10 {
			t.Errorf("%s: %v after %d rows", name, err, rows)
		}
		check(t, Batch(t.Context(), db, []string{"number"}, "FROM line WHERE number < 0", nil, func([]driver.Value) error {
			t.Error("a row of none")
			return nil
		}))
		err = Batch(t.Context(), db, []string{"nonsense"}, "FROM line", nil, nil)
		if err == nil || !strings.Contains(err.Error(), "nonsense") {
			t.Errorf("%s: %v", name, err)
		}
		err = Batch(t.Context(), db, []string{"number"}, "FROM line", nil, func(v []driver.Value) error {
			return errors.New(v[0].(string))
		})
		if !IsDamage(err) {
			t.Errorf("%s: a value of the wrong kind: %v", name, err)
		}
	}
	if n := sizeOf(&receivers); n != 0 {
		t.Errorf("%d receivers are left", n)
	}
}

func TestManyBatchesAtTheSameTime(t *testing.T) {
	const n = 2000
	f := linesFile(t, n)
	var group errgroup.Group
	for source := int64(1); source <= 2; source++ {
		for range 6 {
			group.Go(func() error {
				sum := int64(0)
				columns, from := []string{"number", "source"}, "FROM line WHERE source = ?"
				err := Batch(t.Context(), f.reader, columns, from, []any{source}, func(v []driver.Value) error {
					sum += v[0].(int64)
					if v[1].(int64) != source {
						return errors.New("a row of another query")
					}
					return nil
				})
				if err == nil && sum != n*(n+1)/2 {
					return fmt.Errorf("numbers sum up to %d", sum)
				}
				return err
			})
		}
	}
	check(t, group.Wait())
}
