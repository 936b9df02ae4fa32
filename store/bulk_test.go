package store

import (
	"bytes"
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"
	"modernc.org/sqlite/vtab"
)

// TestValuesGoInAndComeOut sends each kind of value through the virtual table and back through the aggregate function.
func TestValuesGoInAndComeOut(t *testing.T) {
	c := newCase(t)
	values := []vtab.Value{
		int64(0), int64(math.MaxInt64), int64(math.MinInt64), 0.5, math.Inf(1), math.SmallestNonzeroFloat64, math.MaxFloat64,
		"", "text", "with \x00 in it", "한글", []byte{0, 1, 255}, nil,
	}
	transaction, err := c.writer.BeginTx(t.Context(), nil)
	check(t, err)
	defer transaction.Rollback()
	_, err = transaction.Exec("CREATE TABLE kept (row INTEGER PRIMARY KEY, value ANY) STRICT")
	check(t, err)
	check(t, insert(t.Context(), transaction, rows{"kept (row, value)", 2, len(values), func(row, column int) vtab.Value {
		if column == 0 {
			return int64(row)
		}
		return values[row]
	}}))
	check(t, insert(t.Context(), transaction, rows{into: "kept (row, value)", columns: 2}))
	n := 0
	check(t, collect(t.Context(), transaction, []string{"row", "value"}, "FROM kept", nil, func(v []driver.Value) error {
		if v[0].(int64) != int64(n) {
			t.Errorf("row %d comes as number %d", v[0], n)
		}
		switch want := values[n].(type) {
		case []byte:
			if got, ok := v[1].([]byte); !ok || !bytes.Equal(got, want) {
				t.Errorf("%v comes out as %v", want, v[1])
			}
		default:
			if v[1] != want {
				t.Errorf("%#v comes out as %#v", want, v[1])
			}
		}
		n++
		return nil
	}))
	if n != len(values) {
		t.Errorf("%d rows, want %d", n, len(values))
	}
}

func TestCollectStopsAtTheFirstError(t *testing.T) {
	c, _ := generatedCase(t, 1, 100, 100)
	enough := errors.New("enough")
	rows := 0
	err := collect(t.Context(), c.reader, []string{"line"}, "FROM event", nil, func([]driver.Value) error {
		if rows++; rows == 10 {
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) || rows != 10 {
		t.Errorf("%v after %d rows", err, rows)
	}
	check(t, collect(t.Context(), c.reader, []string{"line"}, "FROM event WHERE line < 0", nil, func([]driver.Value) error {
		t.Error("a row of none")
		return nil
	}))
	if err := collect(t.Context(), c.reader, []string{"nonsense"}, "FROM event", nil, nil); err == nil || !strings.Contains(err.Error(), "nonsense") {
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
				err := collect(t.Context(), c.reader, []string{"line", "source"}, "FROM event WHERE source = ?", []any{source}, func(v []driver.Value) error {
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

func TestBulkTablesAreGoneAfterwards(t *testing.T) {
	c, _ := generatedCase(t, 1, 100, 10)
	if n := sizeOf(&bulkRows); n != 0 {
		t.Errorf("%d tables are left in memory", n)
	}
	var tables int
	check(t, c.writer.QueryRow("SELECT count(*) FROM sqlite_temp_schema").Scan(&tables))
	if tables != 0 {
		t.Errorf("%d temporary tables are left", tables)
	}
}
