package store

import (
	"bytes"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
)

// TestValuesGoInAndComeOut sends each kind of value into the case, by either way, and back through the aggregate function.
func TestValuesGoInAndComeOut(t *testing.T) {
	long := strings.Repeat("long ", 50_000)
	list := []any{
		int64(0), int64(math.MaxInt64), int64(math.MinInt64), 0.5, math.Inf(1), math.SmallestNonzeroFloat64, math.MaxFloat64,
		"", "text", "with \x00 in it", "한글", []byte{0, 1, 255}, nil, long, []byte(long),
	}
	for shift := range 63 {
		list = append(list, int64(1)<<shift, int64(1)<<shift-1, -int64(1)<<shift, -int64(1)<<shift-1)
	}
	for name, insert := range map[string]inserter{"many": insert, "few": insertFew} {
		c := newCase(t)
		check(t, c.change(t.Context(), func(transaction *sql.Tx) error {
			_, err := transaction.Exec("CREATE TABLE kept (row INTEGER PRIMARY KEY, value ANY) STRICT")
			check(t, err)
			return insert(t.Context(), transaction, rows{into: "kept (row, value)"}, rows{into: "kept (row, value)", count: len(list), put: func(row int, to values) {
				to.integer(int64(row))
				put(list[row], to)
			}})
		}))
		n := 0
		check(t, batchRows(t.Context(), c.reader, []string{"row", "value"}, "FROM kept", nil, func(v []driver.Value) error {
			if v[0].(int64) != int64(n) {
				t.Errorf("%s: row %d comes as number %d", name, v[0], n)
			}
			switch want := list[n].(type) {
			case []byte:
				if got, ok := v[1].([]byte); !ok || !bytes.Equal(got, want) {
					t.Errorf("%s: %.20v comes out as %.20v", name, want, v[1])
				}
			default:
				if v[1] != want {
					t.Errorf("%s: %#.20v comes out as %#.20v", name, want, v[1])
				}
			}
			n++
			return nil
		}))
		if n != len(list) {
			t.Errorf("%s: %d rows, want %d", name, n, len(list))
		}
	}
}

func put(value any, to values) {
	switch value := value.(type) {
	case nil:
		to.null()
	case int64:
		to.integer(value)
	case float64:
		to.real(value)
	case string:
		to.text(value)
	case []byte:
		to.blob(value)
	}
}

// TestNumbersAreTakenOver has SQLite itself say that it copies the rows of the large tables without taking them apart.
func TestNumbersAreTakenOver(t *testing.T) {
	c, _ := generatedCase(t, 1, 100, 100)
	matrix, err := c.Matrix(t.Context())
	check(t, err)
	run := &Run{rows: []row{{user: 1}}}
	for _, table := range []rows{run.events(), measureRows(matrix, measureColumns(matrix.Background))} {
		t.Run(table.name(), func(t *testing.T) {
			attachImage(t, c, newDBImage(imagePage, []rows{table}))
			steps, err := c.writer.Query("EXPLAIN " + table.takeOver())
			check(t, err)
			var all []string
			for steps.Next() {
				var step string
				var rest any
				check(t, steps.Scan(&rest, &step, &rest, &rest, &rest, &rest, &rest, &rest))
				all = append(all, step)
			}
			check(t, steps.Err())
			if !slices.Contains(all, "RowData") || slices.Contains(all, "Column") {
				t.Errorf("%q", all)
			}
		})
	}
}

func TestCollectStopsAtTheFirstError(t *testing.T) {
	c, _ := generatedCase(t, 1, 100, 100)
	enough := errors.New("enough")
	rows := 0
	err := batchRows(t.Context(), c.reader, []string{"line"}, "FROM event", nil, func([]driver.Value) error {
		if rows++; rows == 10 {
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) || rows != 10 {
		t.Errorf("%v after %d rows", err, rows)
	}
	check(t, batchRows(t.Context(), c.reader, []string{"line"}, "FROM event WHERE line < 0", nil, func([]driver.Value) error {
		t.Error("a row of none")
		return nil
	}))
	if err := batchRows(t.Context(), c.reader, []string{"nonsense"}, "FROM event", nil, nil); err == nil || !strings.Contains(err.Error(), "nonsense") {
		t.Error(err)
	}
	if n := sizeOf(&collectors); n != 0 {
		t.Errorf("%d receivers are left", n)
	}
}

// sizeOf is how many entries a map has.
func sizeOf(m interface{ Range(func(k, v any) bool) }) int {
	n := 0
	m.Range(func(_, _ any) bool { n++; return true })
	return n
}

func TestManyCollectAtTheSameTime(t *testing.T) {
	c, events := generatedCase(t, 1, 2000, 500)
	var group errgroup.Group
	for source := 1; source <= 2; source++ {
		for range 6 {
			group.Go(func() error {
				sum := int64(0)
				err := batchRows(t.Context(), c.reader, []string{"line", "source"}, "FROM event WHERE source = ?", []any{source}, func(v []driver.Value) error {
					sum += v[0].(int64)
					if v[1].(int64) != int64(source) {
						return errors.New("a row of another query")
					}
					return nil
				})
				if n := int64(len(events) / 2); err == nil && sum != n*(n+1)/2 {
					return fmt.Errorf("lines sum up to %d", sum)
				}
				return err
			})
		}
	}
	check(t, group.Wait())
}

// TestChangesAfterAContextEnded ends changes at any moment; the next one finds nothing in its way.
func TestChangesAfterAContextEnded(t *testing.T) {
	c, _ := generatedCase(t, 1, 100, 100)
	intake, err := c.NewIntake(t.Context())
	check(t, err)
	r := rand.New(rand.NewPCG(1, 1))
	for line := range 40 {
		ctx, stop := context.WithTimeout(t.Context(), time.Duration(r.IntN(3000))*time.Microsecond)
		for _, event := range generated(r, 1, 2000) {
			event.Key = fmt.Append(nil, line)
			event.addTo(intake)
		}
		run := intake.Cut()
		if err := c.AppendRun(ctx, run); err != nil {
			check(t, c.AppendRun(t.Context(), run))
		}
		stop()
	}
}

func TestImagesAreGoneAfterwards(t *testing.T) {
	c, _ := generatedCase(t, 1, 100, 10)
	if n := sizeOf(&images); n != 0 {
		t.Errorf("%d images are left in memory", n)
	}
	var attached int
	check(t, c.writer.QueryRow("SELECT count(*) FROM pragma_database_list WHERE name = 'bulk'").Scan(&attached))
	if attached != 0 {
		t.Error("an image is still attached")
	}
}
