package report

import (
	"flag"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files")

// golden compares got with a file of testdata/report.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("..", "..", "testdata", "report", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
	}
}

// sample has every kind of cell, values that are not evaluable, wide characters and text that means harm.
func sample() *Table {
	seoul := time.FixedZone("Asia/Seoul", 9*3600)
	return &Table{
		Title: "Flagged users",
		Columns: []Column{
			{Name: "user", Title: "user"},
			{Name: "score", Title: "score", Right: true, Decimals: 1},
			{Name: "views", Title: "views", Right: true},
			{Name: "reading_time", Title: "reading time", Unit: "s", Right: true, Decimals: 2},
			{Name: "robot", Title: "robot"},
			{Name: "last", Title: "last seen"},
			{Name: "referrer"},
		},
		Rows: [][]Cell{
			{"u10442", 87.25, 1512, 2.1, false, time.Date(2003, 3, 31, 23, 5, 0, 0, seoul), "http://www.example.com/a?b=1&c=2"},
			{"김철수", 100.0, int64(1234567), 38.004, true, time.Date(2003, 3, 1, 0, 0, 0, 0, seoul), "-"},
			{"=cmd|'/c calc'!A1", -3.5, 0, math.NaN(), false, time.Time{}, "x;=1+1"},
			{"\x1b[31mred\x1b]0;title\x07", 0.0, -1234, 1e6, false, nil, "a\u202eb <script>alert(1)</script> | `c` \"d\""},
			{"-12.5", nil, nil, nil, nil, nil, ""},
		},
	}
}

func TestGolden(t *testing.T) {
	for name, write := range map[string]func(w io.Writer) error{
		"sample.txt":     func(w io.Writer) error { return sample().Text(w, 0) },
		"sample_100.txt": func(w io.Writer) error { return sample().Text(w, 100) },
		"sample.csv":     sample().CSV,
		"sample.md":      sample().Markdown,
		"sample.json":    sample().JSON,
		"sample.html":    func(w io.Writer) error { return sample().HTML(w, "3 of 5 users <flagged>") },
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			if err := write(&out); err != nil {
				t.Fatal(err)
			}
			golden(t, name, out.String())
		})
	}
}

func TestMistakesInATableAreErrors(t *testing.T) {
	columns := []Column{{Name: "user"}, {Name: "views"}}
	for _, c := range []struct {
		row  []Cell
		want string
	}{
		{[]Cell{"kim"}, "row 0 has 1 cells for 2 columns"},
		{[]Cell{"kim", []string{"a"}}, `column "views" cannot hold a []string`},
	} {
		table := &Table{Columns: columns, Rows: [][]Cell{c.row}}
		for format, write := range map[string]func(io.Writer) error{
			"CSV": table.CSV, "Markdown": table.Markdown, "JSON": table.JSON,
			"Text": func(w io.Writer) error { return table.Text(w, 0) },
			"HTML": func(w io.Writer) error { return table.HTML(w, "") },
		} {
			if err := write(io.Discard); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: error %v, want %q", format, err, c.want)
			}
		}
	}
}
