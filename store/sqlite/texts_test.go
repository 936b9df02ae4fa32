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

// textsOf are the texts of a dictionary with their numbers, sorted.
func textsOf(ctx context.Context, db Querier) (list []string, err error) {
	err = EachText(ctx, db, "texts", "text", func(number int64, text []byte) error {
		list = append(list, fmt.Sprintf("%d %s", number, text))
		return nil
	})
	slices.Sort(list)
	return list, err
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
