package report

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

func TestTextCutsTheWidestTextColumn(t *testing.T) {
	table := &Table{
		Columns: []Column{{Name: "user"}, {Name: "views", Right: true}, {Name: "hits"}},
		Rows:    [][]Cell{{"kim", 1234567, "content-usage and reading-time"}, {"a-rather-long-name", 1, "sharing"}},
	}
	for _, c := range []struct {
		width int
		want  string
	}{
		{0, "user                    views  hits\n" +
			"kim                 1,234,567  content-usage and reading-time\n" +
			"a-rather-long-name          1  sharing\n"},
		{40, "user               views  hits\n" +
			"kim            1,234,567  content-usage…\n" +
			"a-rather-lon…          1  sharing\n"},
		{20, "user          views…\n" +
			"kim       1,234,567…\n" +
			"a-rathe…          1…\n"},
	} {
		var out strings.Builder
		if err := table.Text(&out, c.width); err != nil {
			t.Fatal(err)
		}
		if out.String() != c.want {
			t.Errorf("width %d: got\n%swant\n%s", c.width, out.String(), c.want)
		}
	}
}

// TestTextFitsAnyWidth holds for any table that no line is wider than asked, and that nothing but printable text comes
// out.
func TestTextFitsAnyWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := anyTable(t)
		width := rapid.IntRange(1, 60).Draw(t, "width")
		var out strings.Builder
		if err := table.Text(&out, width); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
		if len(lines) != 1+len(table.Rows) {
			t.Fatalf("%d lines for %d rows", len(lines), len(table.Rows))
		}
		for _, line := range lines {
			if ansi.StringWidth(line) > width {
				t.Fatalf("%q is wider than %d", line, width)
			}
			if i := strings.IndexFunc(line, func(r rune) bool {
				return r < ' ' || r >= 0x7F && r < 0xA0 || r == '\u202e'
			}); i >= 0 {
				t.Fatalf("%q holds a control at %d", line, i)
			}
		}
	})
}

// anyTable draws a table of strings, some of them hostile, and numbers.
func anyTable(t *rapid.T) *Table {
	hostile := rapid.SampledFrom([]string{"\x1b[31m", "\r\n", "\x00", "\u202e", "\u009b", "\xff", "=", "+1", "-2", "@",
		";=", " =", "＝", "\t", `"`,
		",", "|", "채용", "e\u0301", "http://a.b/c"})
	text := rapid.Map(rapid.SliceOfN(rapid.OneOf(hostile, rapid.StringN(0, 8, -1)), 0, 5), func(parts []string) string {
		return strings.Join(parts, "")
	})
	cell := rapid.OneOf(
		rapid.Map(text, func(s string) Cell { return s }),
		rapid.Map(rapid.Int64(), func(n int64) Cell { return n }),
		rapid.Map(rapid.Float64(), func(x float64) Cell { return x }),
		rapid.Just(Cell(nil)),
	)
	columns := rapid.IntRange(1, 5).Draw(t, "columns")
	table := &Table{Rows: rapid.SliceOfN(rapid.SliceOfN(cell, columns, columns), 0, 6).Draw(t, "rows")}
	for i := range columns {
		right := rapid.Bool().Draw(t, "right")
		table.Columns = append(table.Columns, Column{Name: string(rune('a' + i)), Right: right, Decimals: 1})
	}
	return table
}
