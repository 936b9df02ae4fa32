package sqlite

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// numbersSchema makes a table of each kind of column.
const numbersSchema = "CREATE TABLE numbers (a INTEGER NOT NULL, b INTEGER, c REAL, d REAL NOT NULL) STRICT"

// rowsOf are the rows of a table as text.
func rowsOf(t testing.TB, table *Table, first, last int64) (list []string) {
	t.Helper()
	check(t, table.EachRow(t.Context(), first, last, func(row []Value) error {
		list = append(list, rowText(table, row))
		return nil
	}))
	return list
}

// rowText is a row as its columns have it: a whole number in one of kind REAL is a real number.
func rowText(table *Table, row []Value) string {
	var b strings.Builder
	for i, v := range row {
		switch {
		case v.kind == kindNull:
			b.WriteString(" NULL")
		case table.columns[i]&reals != 0:
			fmt.Fprintf(&b, " %x", math.Float64bits(v.Real()))
		default:
			fmt.Fprintf(&b, " %d", v.Int())
		}
	}
	return b.String()
}

func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

func randomReal(r *rand.Rand) float64 {
	return pick(r, 0, 1, -1, 0.5, math.Copysign(0, -1), math.Inf(-1), 1<<60, 1e-300,
		float64(r.IntN(1<<50)), r.NormFloat64())
}

// fill puts rows into numbers, with gaps between them, of which some have numbers below 0.
func (f *file) fill(t testing.TB, r *rand.Rand, rows int) {
	t.Helper()
	transaction, err := f.writer.Begin()
	check(t, err)
	id := int64(-rows / 2)
	for range rows {
		id += 1 + r.Int64N(3)
		var whole, real any
		if r.IntN(2) == 0 {
			whole = int64(r.Uint64()) >> r.IntN(64)
		}
		if r.IntN(2) == 0 {
			real = randomReal(r)
		}
		statement := "INSERT INTO numbers (rowid, a, b, c, d) VALUES (?, ?, ?, ?, ?)"
		_, err := transaction.Exec(statement, id, id, whole, real, randomReal(r))
		check(t, err)
	}
	check(t, transaction.Commit())
}

// TestPagesHoldWhatSQLSays reads stretches of small and large tables in both ways.
func TestPagesHoldWhatSQLSays(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, rows := range []int{0, 1, 50, 20_000, 60_000} {
		f := newFile(t, numbersSchema+";")
		f.fill(t, r, rows)
		pages, err := OpenTable(t.Context(), f.reader, "numbers", 4)
		check(t, err)
		plain, err := OpenTable(t.Context(), Plain(f.reader), "numbers", 4)
		check(t, err)
		if pages.pages == nil || plain.pages != nil {
			t.Fatal("both are read in the same way")
		}
		if got := rowsOf(t, plain, math.MinInt64, math.MaxInt64); len(got) != rows {
			t.Fatalf("%d rows, want %d", len(got), rows)
		}
		for range 20 {
			first := r.Int64N(int64(3*rows)+2) - int64(rows)
			last := first + r.Int64N(int64(rows)+2)
			if got, want := rowsOf(t, pages, first, last), rowsOf(t, plain, first, last); !slices.Equal(got, want) {
				t.Fatalf("%d rows, %d to %d: %d rows, want %d", rows, first, last, len(got), len(want))
			}
		}
	}
}

// TestTablesThatPagesDoNotTell are read by SQL, as their rows may be in several pages, or their key is not in the
// record.
func TestTablesThatPagesDoNotTell(t *testing.T) {
	wide := "CREATE TABLE wide (c0 REAL"
	for column := 1; column < 900; column++ {
		wide += fmt.Sprintf(", c%d REAL", column)
	}
	f := newFile(t, wide+") STRICT; CREATE TABLE keyed (id INTEGER PRIMARY KEY, n INTEGER) STRICT;")
	_, err := f.writer.Exec("INSERT INTO keyed VALUES (7, 8), (9, NULL)")
	check(t, err)
	check(t, f.insert(t, Insert, Rows{Into: "wide", Like: wide + ") STRICT", Count: 3, Put: func(row int, to Values) {
		for column := range 900 {
			to.Real(float64(row) + float64(column)/7)
		}
	}}))
	keyed, err := OpenTable(t.Context(), f.reader, "keyed", 2)
	check(t, err)
	if got := rowsOf(t, keyed, 1, 100); !slices.Equal(got, []string{" 7 8", " 9 NULL"}) {
		t.Errorf("%q", got)
	}
	table, err := OpenTable(t.Context(), f.reader, "wide", 900)
	check(t, err)
	rows := 0
	check(t, table.EachRow(t.Context(), 1, 100, func(row []Value) error {
		for column, v := range row {
			if want := float64(rows) + float64(column)/7; v.Real() != want {
				t.Fatalf("row %d, column %d: %v, want %v", rows, column, v.Real(), want)
			}
		}
		rows++
		return nil
	}))
	if rows != 3 {
		t.Errorf("%d rows", rows)
	}
}

// TestOtherTables are refused.
func TestOtherTables(t *testing.T) {
	f := newFile(t, "CREATE TABLE texts (a INTEGER, b TEXT) STRICT; CREATE TABLE pair (a INTEGER, b INTEGER) STRICT;")
	for _, db := range []Querier{f.reader, Plain(f.reader)} {
		for name, columns := range map[string]int{"texts": 2, "pair": 3, "nothing": 1} {
			if _, err := OpenTable(t.Context(), db, name, columns); err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// TestDamagedRows has every byte of a page, one after the other, be another one: that is an error, or other values, and
// nothing else.
func TestDamagedRows(t *testing.T) {
	f := newFile(t, numbersSchema+";")
	r := rand.New(rand.NewPCG(1, 1))
	f.fill(t, r, 100)
	table, err := OpenTable(t.Context(), f.reader, "numbers", 4)
	check(t, err)
	var page []byte
	keep := func(p []byte) error { page = slices.Clone(p); return nil }
	check(t, readPages(t.Context(), f.reader, "numbers", table.pages[:1], keep))
	faults := 0
	in := rowRange{after: math.MinInt64, last: math.MaxInt64, from: math.MinInt64, to: math.MaxInt64}
	nothing := func([]Value) error { return nil }
	for at := range page {
		damaged := slices.Clone(page)
		damaged[at] ^= byte(1 + r.IntN(255))
		for _, read := range []func() error{
			func() error { return table.takeRows(damaged, in, newRowBlock(4, 1, nothing)) },
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
			list[i] = pick(r, randomReal(r), randomReal(r), math.NaN())
			to.Real(list[i])
		}
		row, columns := make([]Value, len(list)), slices.Repeat([]column{integers | reals | nulls}, len(list))
		if !readRecord(to.appendTo(nil, to.headLength()), columns, row) {
			t.Fatalf("%v cannot be read", list)
		}
		for i, want := range list {
			got := row[i].Real()
			if math.Float64bits(got) != math.Float64bits(want) && !(math.IsNaN(got) && math.IsNaN(want)) {
				t.Fatalf("%v comes back as %v", want, got)
			}
		}
		if readRecord(to.appendTo(nil, to.headLength()), columns[1:], row[1:]) {
			t.Fatal("one number more than there should be")
		}
	}
}

// TestIntegersAreShort writes integers around the ends of each length: they come back, and no fewer bytes would do.
func TestIntegersAreShort(t *testing.T) {
	for shift := range 64 {
		for _, n := range []int64{1<<shift - 1, 1 << shift, 1<<shift + 1, -1 << shift, -1<<shift - 1} {
			var to record
			to.Integer(n)
			row := make([]Value, 1)
			if !readRecord(to.appendTo(nil, to.headLength()), []column{integers}, row) || row[0].Int() != n {
				t.Errorf("%d comes back as %d", n, row[0].Int())
			}
			for _, size := range []int{1, 2, 3, 4, 6} {
				if unused := 64 - 8*size; size < len(to.content) && n<<unused>>unused == n {
					t.Errorf("%d takes %d bytes, and %d are enough", n, len(to.content), size)
				}
			}
		}
	}
}

// TestVarints holds numbers of all lengths against the bytes that SQLite has for them.
func TestVarints(t *testing.T) {
	for n, want := range map[uint64]string{
		0: "\x00", 0x7f: "\x7f", 0x80: "\x81\x00", 0x3fff: "\xff\x7f", 0x4000: "\x81\x80\x00",
		0x1fffff: "\xff\xff\x7f", 0x200000: "\x81\x80\x80\x00",
		1 << 50: "\x82\x80\x80\x80\x80\x80\x80\x00",
	} {
		if got := appendVarint(nil, n); string(got) != want {
			t.Errorf("%#x is %x, want %x", n, got, want)
		}
		if got, rest := cutVarint([]byte(want + "rest")); got != n || string(rest) != "rest" {
			t.Errorf("%x is %#x, and then %q", want, got, rest)
		}
		if _, rest := cutVarint([]byte(want)[:len(want)-1]); rest != nil {
			t.Errorf("%x ends too early, and %q follows", want, rest)
		}
	}
	if n, rest := cutVarint([]byte("\xff\xff\xff\xff\xff\xff\xff\xff\xffrest")); int64(n) != -1 || string(rest) != "rest" {
		t.Errorf("-1 is %d, and then %q", n, rest)
	}
}
