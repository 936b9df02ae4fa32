package sqlite

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// textsSchema makes a dictionary.
const textsSchema = "CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT"

// textsImage is a dictionary of texts of many lengths: some need pages of their own, and some lie at the border.
func textsImage(size, rows int) *image {
	r := rand.New(rand.NewPCG(2, uint64(rows)))
	return newImage(size, []Rows{{Into: "texts", Like: textsSchema, Count: rows, Put: func(_ int, to Values) {
		to.Null()
		to.Text(strings.Repeat("한x", pick(r, 0, 1, 3, r.IntN(30), size/4-80+r.IntN(30), size/4-12+r.IntN(8), r.IntN(size))))
	}}})
}

// textsOf are the texts of a dictionary with their numbers.
func textsOf(ctx context.Context, db Querier) (list []string, err error) {
	texts, err := OpenTexts(ctx, db, "texts", "text")
	if err != nil {
		return nil, err
	}
	piece := new(TextPiece)
	for i := range texts.Pieces() {
		if err := texts.Fetch(ctx, i, piece); err != nil {
			return nil, err
		}
		err := piece.Each(func(number int64, row []TextValue) error {
			if number > 0 {
				list = append(list, fmt.Sprintf("%d %s", number, row[0].Text()))
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

// TestTextsAreWhatSQLSays reads dictionaries in both ways.
func TestTextsAreWhatSQLSays(t *testing.T) {
	for _, size := range []int{smallPage, 4096, imagePage} {
		for _, rows := range []int{0, 1, 7, 2000} {
			db := textsImage(size, rows).open(t)
			got, err := textsOf(t.Context(), db)
			check(t, err)
			want, err := textsOf(t.Context(), Plain(db))
			check(t, err)
			if len(got) != rows || !slices.Equal(got, want) {
				t.Errorf("pages of %d bytes, %d texts: %d\n%.300q\nSQL gives %d\n%.300q",
					size, rows, len(got), got, len(want), want)
			}
		}
	}
}

// columnsOf are some columns of a dictionary of several, as Go writes them.
func columnsOf(t *testing.T, db Querier, columns ...string) (list []string) {
	t.Helper()
	texts, err := OpenTexts(t.Context(), db, "texts", columns...)
	check(t, err)
	for i := range texts.Pieces() {
		piece := new(TextPiece)
		check(t, texts.Fetch(t.Context(), i, piece))
		check(t, piece.Each(func(number int64, row []TextValue) error {
			line := fmt.Sprint(number)
			for _, value := range row {
				line += fmt.Sprintf(" %q %d", value.Text(), value.Int())
			}
			list = append(list, line)
			return nil
		}))
	}
	return list
}

// TestColumnsOfTextsAreWhatSQLSays reads dictionaries of several columns in both ways, some of whose rows were written
// before the last column was added, and some of which no page holds as a whole.
func TestColumnsOfTextsAreWhatSQLSays(t *testing.T) {
	for _, size := range []int{512, 4096, 16384} {
		f := newFileOf(t, size, "CREATE TABLE texts (id INTEGER PRIMARY KEY, a TEXT NOT NULL, n INTEGER, b TEXT) STRICT;")
		r := rand.New(rand.NewPCG(3, uint64(size)))
		insert := func(columns string, values func() []any) {
			for range 400 {
				_, err := f.writer.Exec("INSERT INTO texts ("+columns+") VALUES (?, ?, ?"+
					strings.Repeat(", ?", strings.Count(columns, ",")-2)+")", values()...)
				check(t, err)
			}
		}
		text := func() any {
			return pick[any](r, nil, "", "한글", strings.Repeat("x", r.IntN(40)), strings.Repeat("y", r.IntN(2*size)))
		}
		insert("a, n, b", func() []any {
			return []any{fmt.Sprint(text()), pick[any](r, nil, 0, 1, -1, r.Int64()>>r.IntN(64)), text()}
		})
		_, err := f.writer.Exec("ALTER TABLE texts ADD COLUMN c TEXT")
		check(t, err)
		insert("a, n, b, c", func() []any { return []any{"a", 7, text(), text()} })
		for _, columns := range [][]string{{"a"}, {"n"}, {"c"}, {"b", "a"}, {"a", "n", "b", "c"}} {
			got, want := columnsOf(t, f.reader, columns...), columnsOf(t, Plain(f.reader), columns...)
			if len(want) != 800 || !slices.Equal(got, want) {
				t.Errorf("pages of %d bytes, columns %s: %d rows, SQL gives %d", size, columns, len(got), len(want))
			}
		}
		if texts, err := OpenTexts(t.Context(), f.reader, "texts", "c"); err != nil || texts.pages == nil {
			t.Errorf("a dictionary is read by SQL: %v", err)
		}
		_, err = f.writer.Exec("ALTER TABLE texts ADD COLUMN d TEXT DEFAULT 'd'")
		check(t, err)
		if got, want := columnsOf(t, f.reader, "d"), columnsOf(t, Plain(f.reader), "d"); !slices.Equal(got, want) {
			t.Errorf("%d rows with a default, SQL gives %d", len(got), len(want))
		}
	}
}

// TestTextsOfOtherTables: what is no dictionary is read by SQL.
func TestTextsOfOtherTables(t *testing.T) {
	for _, schema := range []string{
		"CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT NOT NULL, more TEXT)",
		"CREATE TABLE texts (text TEXT NOT NULL, id INTEGER PRIMARY KEY)",
		"CREATE TABLE texts (id INTEGER, text TEXT NOT NULL)",
		"CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID",
		"CREATE VIEW texts AS SELECT 2 AS id, 'two' AS text UNION SELECT 1, 'one'",
	} {
		f := newFile(t, schema+";")
		if !strings.Contains(schema, "VIEW") {
			_, err := f.writer.Exec("INSERT INTO texts (id, text) VALUES (2, 'two'), (1, 'one')")
			check(t, err)
		}
		got, err := textsOf(t.Context(), f.reader)
		if want := []string{"1 one", "2 two"}; err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q, %v", schema, got, err)
		}
	}
}

// FuzzDamagedTexts changes bytes of the pages of a dictionary. What comes is damage, or what SQL gives.
func FuzzDamagedTexts(f *testing.F) {
	sound := textsImage(smallPage, 60)
	root := binary.BigEndian.AppendUint16(nil, uint16(len(sound.pages)-2)) // the last page
	f.Add([]byte{})
	f.Add(append(slices.Clone(root), 0, 0, 2))                   // no kind of a table
	f.Add(append(slices.Clone(root), 0, atLastChild+3, root[1])) // itself, or some other
	f.Add([]byte{0, 0, 1, 255, 'z', 0, 0, 0, 9, 1, 0, 1, 1, 200, 12})
	f.Fuzz(func(t *testing.T, changes []byte) {
		m := sound.changed(changes)
		ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
		defer stop()
		db := m.open(t)
		if err := CheckTrees(ctx, db); err != nil {
			_ = isDamage(t, err)
			return
		}
		got, err := textsOf(ctx, db)
		if err != nil {
			_ = isDamage(t, err)
			return
		}
		want, err := textsOf(ctx, Plain(db))
		check(t, err)
		if !slices.Equal(got, want) {
			t.Fatalf("%d texts\n%.400q\nSQL gives %d\n%.400q", len(got), got, len(want), want)
		}
	})
}
