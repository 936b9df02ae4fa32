package term

import (
	"maps"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// TestBars draws four bars by hand: 2 of 4 of the second belong to somebody, the third is all theirs.
func TestBars(t *testing.T) {
	for _, c := range []struct {
		theme string
		ascii bool
		want  string
	}{
		{"mono", false, "     6┤ █  /      │ █  /     4┤ ██ /      │ ▒▒ /     2┤ ▒▒ /      │▄▒▒ "},
		{"mono", true, "     6+ #  /      | #  /     4+ ## /      | %% /     2+ %% /      |-%% "},
	} {
		theme, err := NewTheme(c.theme, c.ascii)
		if err != nil {
			t.Fatal(err)
		}
		canvas := NewCanvas(theme, AxisWidth+4, 6)
		b := Bars{Values: []float64{0.5, 6, 4, 0}, Parts: []float64{0, 3, 3, 0}, Amount: Brief, Axis: true}
		b.Draw(canvas.Area())
		if got := ansi.Strip(strings.ReplaceAll(canvas.String(), "\n", "/")); got != c.want {
			t.Errorf("got\n%s\nwant\n%s", strings.ReplaceAll(got, "/", "\n"), strings.ReplaceAll(c.want, "/", "\n"))
		}
	}
}

// TestAxisNamesNothingThatNoBarReaches has charts of which the axis reaches farther than the bars.
func TestAxisNamesNothingThatNoBarReaches(t *testing.T) {
	for _, c := range []struct {
		most, least float64
		height      int
		want        map[int]string
	}{
		{0, 10, 10, map[int]string{}}, {1, 10, 10, map[int]string{0: "1"}}, {2, 10, 10, map[int]string{1: "2"}},
		{3, 10, 10, map[int]string{1: "2"}}, {6, 10, 10, map[int]string{1: "2", 3: "4", 5: "6"}},
		{10, 10, 10, map[int]string{1: "2", 3: "4", 5: "6", 7: "8", 9: "10"}}, {0.5, 0, 2, map[int]string{1: "1"}},
		{30, 10, 10, map[int]string{3: "10", 6: "20", 9: "30"}}, {7, 0, 1, map[int]string{0: "7"}},
	} {
		b := Bars{Values: []float64{0, c.most}, Least: c.least, Amount: Brief}
		if got := b.labels(max(c.most, c.least, 1e-9), c.height); !maps.Equal(got, c.want) {
			t.Errorf("bars up to %v of an axis up to %v in %d lines: %v", c.most, c.least, c.height, got)
		}
	}
}

func TestRoundStep(t *testing.T) {
	for _, c := range []struct {
		amount float64
		times  int
		want   float64
	}{{17_233, 5, 5000}, {10, 5, 2}, {0.31, 4, 0.1}, {1, 3, 0.5}, {4.9, 1, 5}} {
		if got := roundStep(c.amount, c.times); got < c.want*0.999 || got > c.want*1.001 {
			t.Errorf("%v in %d steps: of %v, not %v", c.amount, c.times, got, c.want)
		}
	}
}

func TestBrief(t *testing.T) {
	for x, want := range map[float64]string{0: "0", 9999: "9,999", 15_000: "15k", 450_000: "450k", 3_400_000: "3.4M",
		12_000_000: "12M", 2.5e9: "2.5G"} {
		if got := Brief(x); got != want {
			t.Errorf("%v is %q, not %q", x, got, want)
		}
	}
}
