package store

import (
	"database/sql/driver"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// numberTable makes a table of four columns with gaps between its rows, and gives back what SQLite says is in it.
func numberTable(t *testing.T, c *Case, r *rand.Rand, rows int) (list [][]int64) {
	t.Helper()
	_, err := c.writer.Exec(`CREATE TABLE numbers (a INTEGER NOT NULL, b INTEGER, c INTEGER, d INTEGER NOT NULL) STRICT`)
	check(t, err)
	transaction, err := c.writer.Begin()
	check(t, err)
	id := int64(0)
	for range rows {
		id += 1 + r.Int64N(3)
		var null any
		if r.IntN(2) == 0 {
			null = int64(r.Uint64()) >> r.IntN(64)
		}
		_, err := transaction.Exec("INSERT INTO numbers (rowid, a, b, c, d) VALUES (?, ?, ?, ?, ?)", id, id, null, int64(r.Uint64())>>r.IntN(64), r.IntN(3))
		check(t, err)
	}
	check(t, transaction.Commit())
	check(t, batchRows(t.Context(), c.reader, []string{"a", "coalesce(b, 0)", "c", "d"}, "FROM numbers ORDER BY rowid", nil, func(v []driver.Value) error {
		list = append(list, []int64{v[0].(int64), v[1].(int64), v[2].(int64), v[3].(int64)})
		return nil
	}))
	return list
}

// TestLeavesHoldWhatSQLiteSays reads stretches of small and large tables.
func TestLeavesHoldWhatSQLiteSays(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, rows := range []int{0, 1, 50, 20_000, 90_000} {
		c := newCase(t)
		list := numberTable(t, c, r, rows)
		leaves, err := openTable(t.Context(), c.reader, "numbers")
		check(t, err)
		for range 30 {
			first := r.Int64N(int64(2*rows) + 2)
			last := first + r.Int64N(int64(rows)+2)
			var got, want [][]int64
			check(t, leaves.eachRow(t.Context(), 4, first, last, func(v []value) error {
				got = append(got, []int64{v[0].n, v[1].n, v[2].n, v[3].n})
				return nil
			}))
			for _, row := range list {
				if row[0] >= first && row[0] <= last {
					want = append(want, row)
				}
			}
			if !slices.EqualFunc(got, want, slices.Equal) {
				t.Fatalf("%d rows, %d to %d: %d rows, want %d", rows, first, last, len(got), len(want))
			}
		}
	}
}

// TestDamagedLeaves has every byte of a page, one after the other, be another one: that is an error, or other values, and nothing else.
func TestDamagedLeaves(t *testing.T) {
	c := newCase(t)
	r := rand.New(rand.NewPCG(1, 1))
	numberTable(t, c, r, 200)
	all, err := openTable(t.Context(), c.reader, "numbers")
	check(t, err)
	var page []byte
	check(t, readPages(t.Context(), c.reader, "numbers", all.pages[:1], func(p []byte) error { page = slices.Clone(p); return nil }))
	faults := 0
	for at := range page {
		damaged := slices.Clone(page)
		damaged[at] ^= byte(1 + r.IntN(255))
		for _, read := range []func() error{
			func() error {
				return all.takeRows(damaged, rowRange{after: 0, last: 1000, from: 1, to: 1000}, make([]value, 4), func([]value) error { return nil })
			},
			func() error { return (&tree{seen: make([]bool, 1000)}).addChildren(damaged, innerPage, 0) },
		} {
			if err := read(); err != nil {
				if faults++; !strings.Contains(err.Error(), "damaged") {
					t.Error(err)
				}
			}
		}
	}
	if faults < len(page) {
		t.Errorf("%d faults", faults)
	}
}

// TestRealNumbersComeBack writes numbers as an image has them and reads them out of their record.
func TestRealNumbersComeBack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 1000 {
		list := make([]float64, 1+r.IntN(200))
		var to record
		for i := range list {
			list[i] = pick(r, []float64{0, 1, -1, 0.5, math.NaN(), math.Inf(-1), 1 << 60, 1e-300, float64(r.IntN(1 << 50)), r.NormFloat64()})
			if math.IsNaN(list[i]) {
				to.null()
			} else {
				to.real(list[i])
			}
		}
		row := make([]value, len(list))
		if !readRecord(to.appendTo(nil), row) {
			t.Fatalf("%v cannot be read", list)
		}
		for i, want := range list {
			if got := row[i].real(); got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
				t.Fatalf("%v comes back as %v", want, got)
			}
		}
		if readRecord(to.appendTo(nil), row[1:]) {
			t.Fatal("one number more than there should be")
		}
	}
}

func TestLeavesOfNoTable(t *testing.T) {
	if _, err := openTable(t.Context(), newCase(t).reader, "nothing"); err == nil {
		t.Error("no error")
	}
}
