package tui

import (
	"math"
	"slices"
	"testing"

	"spoor/analysis"
	"spoor/analysis/ecrm"
	"spoor/store/model"
	"spoor/tui/term"
	"spoor/tui/term/termtest"
)

func judgedCase(t *testing.T) judged {
	t.Helper()
	return shown(t, newFakeCase(termtest.Strange...), 120, 40).work.judged()
}

// TestArrangeAgainstInsertion compares every order with a list that is put together one user at a time.
func TestArrangeAgainstInsertion(t *testing.T) {
	j := judgedCase(t)
	for _, o := range orderings {
		for _, reverse := range []bool{false, true} {
			got, err := j.arrange(t.Context(), arrangement{order: o.name, reverse: reverse, keep: -1})
			if err != nil {
				t.Fatal(err)
			}
			var want []int32
			for row := range int32(j.users.Len()) {
				at := len(want)
				for at > 0 && before(o.key(j, row), o.key(j, want[at-1]), o.smallest != reverse) {
					at--
				}
				want = slices.Insert(want, at, row)
			}
			if o.name == "score" && !reverse { // users of one score are in the order of their reach
				want = j.now.Order
			}
			if !slices.Equal(got.rows, want) {
				t.Errorf("by %s, reverse %v: %v, not %v", o.name, reverse, got.rows[:9], want[:9])
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
	row, _ := j.users.Row("user042")
	list, err := j.arrange(t.Context(), arrangement{order: "user", keep: int32(row)})
	if err != nil || list.rows[list.at] != int32(row) {
		t.Errorf("row %d is at %d: %v", row, list.at, err)
	}
	f, err := parseFilter("scraper", term.Clock{}, analysis.OwnRules{})
	if err != nil {
		t.Fatal(err)
	}
	list, err = j.arrange(t.Context(), arrangement{order: "score", filter: f, keep: int32(row)})
	if err != nil || list.at != 0 || len(list.rows) != 1 {
		t.Errorf("a user that the filter hides leaves the cursor on %d of %d: %v", list.at, len(list.rows), err)
	}
}

func TestFilter(t *testing.T) {
	j := judgedCase(t)
	scraper, _ := j.users.Row("김민수")
	robot, _ := j.users.Row("googlebot")
	dawdler, _ := j.users.Row("dawdler")
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
		f, err := parseFilter(c.text, term.Clock{}, analysis.OwnRules{})
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if got := f.match(j, int32(c.row)); got != c.want {
			t.Errorf("%q on %s is %v", c.text, j.users.Key[c.row], got)
		}
	}
	passer, _ := j.users.Row("passer-by")
	for _, text := range []string{"reading-time>0", "reading-time<1"} {
		f, _ := parseFilter(text, term.Clock{}, analysis.OwnRules{})
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
		_, err := parseFilter(text, term.Clock{}, analysis.OwnRules{})
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
		parsed, err := parseFilter(text, term.Clock{}, analysis.OwnRules{})
		if err == nil {
			parsed.found(tinyJudged).match(tinyJudged, 0)
		}
	})
}

// tinyJudged is one user without anything.
var tinyJudged = func() judged {
	m := analysis.NewMatrix(1)
	m.Append(1, "key", analysis.Measures{})
	return judged{users: m, segments: make([]ecrm.Segment, 1), now: &analysis.Evaluation{
		Score: make([]float64, 1), Low: analysis.NewHitSets(1, false), High: analysis.NewHitSets(1, false),
		Flagged: make([]bool, 1), Order: make([]int32, 1),
	}, pivots: &model.Pivots{}}
}()
