package sqlite

import (
	"bytes"
	"database/sql/driver"
	"math"
	"strings"
	"testing"
)

// TestValuesGoInAndComeOut sends each kind of value into a file, by either way, and back by either way.
func TestValuesGoInAndComeOut(t *testing.T) {
	long := strings.Repeat("long ", 50_000)
	list := []any{
		int64(0), int64(math.MaxInt64), int64(math.MinInt64), 0.5, math.Inf(1), math.SmallestNonzeroFloat64, math.MaxFloat64,
		"", "text", "with \x00 in it", "한글", []byte{0, 1, 255}, nil, long, []byte(long),
	}
	for shift := range 63 {
		list = append(list, int64(1)<<shift, int64(1)<<shift-1, -int64(1)<<shift, -int64(1)<<shift-1)
	}
	for name, insert := range map[string]Inserter{"many": Insert, "few": InsertFew} {
		f := newFile(t, "CREATE TABLE kept (row INTEGER PRIMARY KEY, value ANY) STRICT;")
		none := Rows{Into: "kept (row, value)"}
		check(t, f.insert(t, insert, none, Rows{Into: "kept (row, value)", Count: len(list), Put: func(row int, to Values) {
			to.Integer(int64(row))
			put(list[row], to)
		}}))
		for way, db := range map[string]Querier{"aggregate": f.reader, "SQL": Plain(f.reader)} {
			n := 0
			check(t, Batch(t.Context(), db, []string{"row", "value"}, "FROM kept", nil, func(v []driver.Value) error {
				if v[0].(int64) != int64(n) {
					t.Errorf("%s, %s: row %d comes as number %d", name, way, v[0], n)
				}
				switch want := list[n].(type) {
				case []byte:
					if got, ok := v[1].([]byte); !ok || !bytes.Equal(got, want) {
						t.Errorf("%s, %s: %.20v comes out as %.20v", name, way, want, v[1])
					}
				default:
					if v[1] != want {
						t.Errorf("%s, %s: %#.20v comes out as %#.20v", name, way, want, v[1])
					}
				}
				n++
				return nil
			}))
			if n != len(list) {
				t.Errorf("%s, %s: %d rows, want %d", name, way, n, len(list))
			}
		}
	}
}

// TestInsertLeavesNothingBehind has rows be taken, and refused.
func TestInsertLeavesNothingBehind(t *testing.T) {
	f := newFile(t, "CREATE TABLE small (n INTEGER CHECK (n < 10)) STRICT;")
	rows := func(count int) Rows {
		return Rows{Into: "small (n)", Count: count, Put: func(row int, to Values) { to.Integer(int64(row)) }}
	}
	check(t, f.insert(t, Insert, rows(10)))
	if err := f.insert(t, Insert, rows(11)); !IsContent(err) {
		t.Error(err)
	}
	if err := f.insert(t, Insert, rows(20).After(15)); !IsContent(err) {
		t.Error(err)
	}
	check(t, f.insert(t, Insert, rows(3).After(5)))
	var held, attachments, sum int
	check(t, f.writer.QueryRow("SELECT count(*), sum(n) FROM small").Scan(&held, &sum))
	if held != 10 || sum != 45 {
		t.Errorf("%d rows, %d", held, sum)
	}
	check(t, f.writer.QueryRow("SELECT count(*) FROM pragma_database_list WHERE name = ?", attached).Scan(&attachments))
	if n := sizeOf(&images); n != 0 || attachments != 0 {
		t.Errorf("%d images are left in memory, %d are attached", n, attachments)
	}
}
