package userlist

import (
	"math"
	"slices"
	"testing"

	"spoor/analysis"
	"spoor/analysis/ecrm"
	"spoor/internal/engine"
	"spoor/store/model"
	"spoor/tui/internal/fakecase"
	"spoor/tui/term"
	"spoor/tui/term/termtest"
)

func judgedCase(t *testing.T) Judged {
	t.Helper()
	return judgedOf(t, fakecase.New(termtest.Strange...))
}

// judgedOf is what lists of a made-up case are made from, by the strict rules.
func judgedOf(t testing.TB, c *fakecase.Case) Judged {
	t.Helper()
	_, of := c.Judged(t)
	return Judged{Judgement: of}
}

// TestArrangeAgainstInsertion compares every order with a list that is put together one user at a time.
func TestArrangeAgainstInsertion(t *testing.T) {
	j := judgedCase(t)
	for _, o := range orderings {
		for _, reverse := range []bool{false, true} {
			got, err := j.Arrange(t.Context(), Arrangement{Order: o.Name, Reverse: reverse, Keep: -1})
			if err != nil {
				t.Fatal(err)
			}
			var want []int32
			for row := range int32(j.Matrix.Len()) {
				at := len(want)
				for at > 0 && before(o.key(j, row), o.key(j, want[at-1]), o.Smallest != reverse) {
					at--
				}
				want = slices.Insert(want, at, row)
			}
			if o.Name == "score" && !reverse { // users of one score are in the order of their reach
				want = j.Now.Order
			}
			if !slices.Equal(got.Rows, want) {
				t.Errorf("by %s, reverse %v: %v, not %v", o.Name, reverse, got.Rows[:9], want[:9])
			}
		}
	}
}

// before reports whether a must stand before b; what is not evaluable stands last either way.
func before(a, b float64, smallest bool) bool {
	switch {
	case math.IsNaN(a):
		return false
	case math.IsNaN(b):
		return true
	case smallest:
		return a < b
	}
	return a > b
}

func TestArrangeFindsTheUserAgain(t *testing.T) {
	j := judgedCase(t)
	row, _ := j.Matrix.Row("user042")
	list, err := j.Arrange(t.Context(), Arrangement{Order: "user", Keep: int32(row)})
	if err != nil || list.Rows[list.At] != int32(row) {
		t.Errorf("row %d is at %d: %v", row, list.At, err)
	}
	f, err := Parse("scraper", term.Clock{}, analysis.OwnRules{})
	if err != nil {
		t.Fatal(err)
	}
	list, err = j.Arrange(t.Context(), Arrangement{Order: "score", Filter: f, Keep: int32(row)})
	if err != nil || list.At != 0 || len(list.Rows) != 1 {
		t.Errorf("a user that the filter hides leaves the cursor on %d of %d: %v", list.At, len(list.Rows), err)
	}
}

func TestFilter(t *testing.T) {
	j := judgedCase(t)
	scraper, _ := j.Matrix.Row("김민수")
	robot, _ := j.Matrix.Row("googlebot")
	dawdler, _ := j.Matrix.Row("dawdler")
	for _, c := range []struct {
		text string
		row  int
		want bool
	}{
		{"", scraper, true},
		{"김민", scraper, true},
		{"DAWD", dawdler, true},
		{"-dawd", dawdler, false},
		{"-dawd", scraper, true},
		{"flagged", scraper, true},
		{"-flagged", scraper, false},
		{"robot", robot, true},
		{"-robot", robot, false},
		{"segment:declared", robot, true},
		{"-segment:declared-robot", robot, false},
		{"hit", scraper, true},
		{"hit:reading-time", scraper, true},
		{"hit:reading.low", scraper, true},
		{"hit:reading-time.high", scraper, false},
		{"hit:content-usage.high score>30", scraper, true},
		{"score>99", scraper, false},
		{"sessions=5", scraper, true},
		{"sessions<=4", scraper, false},
		{"reading-time<3", scraper, true},
		{"reading-time>=1500", dawdler, true},
		{"-reading-time>=1500", dawdler, false},
		{"seen>2003-02-28", dawdler, true},
		{"seen>2003", dawdler, false},
		{"seen=2003", dawdler, true},
		{"seen>=2003-03 seen<=2003-03", dawdler, true},
		{"first>2003-03-01T00:00 last<2003-04", dawdler, true},
		{"-seen<2004-02-29", dawdler, false},
	} {
		f, err := Parse(c.text, term.Clock{}, analysis.OwnRules{})
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if got := f.match(j, int32(c.row)); got != c.want {
			t.Errorf("%q on %s is %v", c.text, j.Matrix.Key[c.row], got)
		}
	}
	passer, _ := j.Matrix.Row("passer-by")
	for _, text := range []string{"reading-time>0", "reading-time<1"} {
		f, _ := Parse(text, term.Clock{}, analysis.OwnRules{})
		if f.match(j, int32(passer)) {
			t.Errorf("%q holds for a user without a reading time", text)
		}
	}
}

func TestFilterSaysWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"segment:x":          `no segment "x"; there are average, new, loyal, churn-risk, declared-robot`,
		"hit:nothing":        `no rule "nothing"`,
		"hit:reading.middle": `no side "middle"; there are low and high`,
		"colour>3":           `no column "colour"; there are score, user, hits`,
		"score><3":           `no comparison "><"; there are > >= < <= =`,
		"score>many":         `"many" is not a number`,
		"seen>2003-02-30":    `"2003-02-30" is not a day; write 2026-03-01`,
		"ip:10.0.0.0/99":     "\"10.0.0.0/99\" is not a network",
	} {
		_, err := Parse(text, term.Clock{}, analysis.OwnRules{})
		if err == nil || !startsWith(err.Error(), want) {
			t.Errorf("%q: %v, not %s", text, err, want)
		}
	}
}

func startsWith(s, prefix string) bool { return len(s) >= len(prefix) && s[:len(prefix)] == prefix }

func FuzzFilter(f *testing.F) {
	for _, text := range []string{"score>40 hit:reading-time.low -robot words", "-", "a=b=c", ">", "hit:.", "segment:",
		"\xff<\x00", "ip:10. -agent:x item:", "ip:/"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parsed, err := Parse(text, term.Clock{}, analysis.OwnRules{})
		if err == nil {
			parsed.found(tinyJudged).match(tinyJudged, 0)
		}
	})
}

// tinyJudged is one user without anything.
var tinyJudged = func() Judged {
	m := analysis.NewMatrix(1)
	m.Append(1, "key", analysis.Measures{})
	return Judged{Judgement: &engine.Judgement{Judge: &analysis.Judge{Matrix: m}, Segments: make([]ecrm.Segment, 1),
		Now: &analysis.Evaluation{
			Score: make([]float64, 1), Low: analysis.NewHitSets(1, false), High: analysis.NewHitSets(1, false),
			Flagged: make([]bool, 1), Order: make([]int32, 1),
		}}, Pivots: &model.Pivots{}}
}()
