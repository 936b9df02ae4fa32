package userlist

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"spoor/analysis"
	"spoor/internal/engine"
	"spoor/store/model"
	"spoor/tui/find"
	"spoor/tui/internal/fakecase"
	"spoor/tui/term"
)

func TestFilterPointsAtThePlace(t *testing.T) {
	for text, want := range map[string]string{
		"score>40 hit:readin.middle": "middle",
		"한국 -hit:nothing flagged":    "nothing",
		"hit:hit":                    "hit",
		"colour>3":                   "colour",
		"score>=<3":                  ">=<",
		"kim   seen>2003-13-01":      "2003-13-01",
		"kim -ip:10.0/33":            "10.0/33",
	} {
		_, err := Parse(text, term.Clock{}, analysis.OwnRules{})
		var wrong *find.Error
		if !errors.As(err, &wrong) {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if got := string([]rune(text)[wrong.From:wrong.To]); got != want {
			t.Errorf("%q: it points at %q, not at %q", text, got, want)
		}
	}
}

// TestEveryEndingIsUnderstood reads whatever completion offers, once the values are there too.
func TestEveryEndingIsUnderstood(t *testing.T) {
	for _, stem := range []string{"", "hit:", "hit:content-usage.", "segment:", "verdict:"} {
		for _, word := range endings(stem, analysis.OwnRules{}) {
			if strings.HasSuffix(word, ":") || strings.HasSuffix(word, "{") || strings.HasSuffix(word, ">") {
				continue
			}
			if _, err := Parse(word, term.Clock{}, analysis.OwnRules{}); err != nil {
				t.Errorf("%q is offered: %v", word, err)
			}
			if len(word) != utf8.RuneCountInString(word) {
				t.Errorf("%q is not ASCII", word)
			}
		}
	}
}

// TestColonsInNames takes for names what does not look like a term.
func TestColonsInNames(t *testing.T) {
	for _, text := range []string{"2001:db8::1", "2001:db8", "fe80::1", "fe::", "::1", "a1:b", "10.0.0.1:80", ":x"} {
		if f, err := Parse(text, term.Clock{}, analysis.OwnRules{}); err != nil || len(f.terms) != 1 {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestFilterOfMany takes the same users of many, whom all processors look at, as one after the other would.
func TestFilterOfMany(t *testing.T) {
	j := judgedOf(t, fakecase.NewMany(40_000))
	for _, text := range []string{"399", "views>150", "-views>150 0|1", "flagged"} {
		f, err := Parse(text, term.Clock{}, analysis.OwnRules{})
		if err != nil {
			t.Fatal(err)
		}
		var want []int32
		for _, row := range j.Now.Order {
			if f.match(j, row) {
				want = append(want, row)
			}
		}
		got := f.of(j, j.Now.Order)
		if !slices.Equal(got, want) || text != "flagged" && (len(want) == 0 || len(want) == 40_000) {
			t.Errorf("%s: %d users, not %d", text, len(got), len(want))
		}
		if few := f.of(j, j.Now.Order[:100]); len(few) > 100 || !slices.Equal(few, want[:min(len(few), len(want))]) {
			t.Errorf("%s: %v of the first hundred", text, few)
		}
	}
}

func TestEventTermsSayWhatIsWrong(t *testing.T) {
	_, err := Parse("한국 -ip:10.0.0.0/x", term.Clock{}, analysis.OwnRules{})
	var wrong *find.Error
	if !errors.As(err, &wrong) || wrong.Why != `"10.0.0.0/x" is not a network; write 10.0. or 10.0.0.0/16` ||
		wrong.From != 7 || wrong.To != 17 {
		t.Errorf("%+v", wrong)
	}
}

// BenchmarkEventTerm filters a million users by address, agent and item.
func BenchmarkEventTerm(b *testing.B) {
	const people = 1_000_000
	j, r := Judged{Judgement: &engine.Judgement{Judge: &analysis.Judge{Matrix: analysis.NewMatrix(people)},
		Now: &analysis.Evaluation{}},
		Pivots: &model.Pivots{}},
		rand.New(rand.NewPCG(1, 1))
	for user := range int32(people) {
		j.Matrix.Append(analysis.UserNumber(user), fmt.Sprintf("%07d", user), analysis.Measures{})
		j.Now.Order = append(j.Now.Order, user)
		visit := []model.Visit{{User: analysis.UserNumber(user), Count: 1}}
		j.Pivots.Addresses = append(j.Pivots.Addresses,
			model.Address{Name: fmt.Sprintf("10.%d.%d.%d", r.IntN(256), r.IntN(256), r.IntN(256)), Visits: visit})
	}
	f, err := Parse("ip:10.1", term.Clock{}, analysis.OwnRules{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := j.Arrange(b.Context(), Arrangement{Order: "score", Filter: f, Keep: -1}); err != nil {
			b.Fatal(err)
		}
	}
}

func TestConditionsSayWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"event:":                        `0-6? not finished: which? As in event:{status == 404 && hour < 6}`,
		"한국 -event:{statu == 404}":      "11-24 statu: there is no such field",
		`x event:{status == "한" && y }`: "16-29 == cannot compare a number with a text",
		"event:{hour < 6":               "0-6? not finished: } ends the condition",
		"event:{hour < 6}x":             "16-17 a space is needed after }",
		"event:status==404":             "6-17 a condition stands in braces, as in event:{status == 404 && hour < 6}",
		"event:{status >= 0}":           "14-19 every event is like this",
		"event:{bytes / hour > 1}":      "15-24 / takes a number that is not 0 on its right, and no field, which could be 0",
		"kim|event:{hour < 6}":          "0-20 a condition is a term by itself",
		"event:{}":                      "7-8 an expression is needed, as in status == 404 && hour < 6",
		"event:{path == '}'":            "0-6? not finished: } ends the condition",
	} {
		_, err := Parse(text, term.Clock{}, analysis.OwnRules{})
		var wrong *find.Error
		if !errors.As(err, &wrong) {
			t.Errorf("%s: %v", text, err)
			continue
		}
		mark := map[bool]string{true: "?"}[wrong.Unfinished]
		if got := fmt.Sprintf("%d-%d%s %s", wrong.From, wrong.To, mark, wrong.Why); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// BenchmarkArrange makes the list of many users anew: by a letter more in the filter, and by another column.
func BenchmarkArrange(b *testing.B) {
	j := judgedOf(b, fakecase.NewMany(200_000))
	for _, c := range []struct{ filter, order string }{{"99", "score"}, {"이용", "score"}, {"views>150", "score"},
		{"", "views"}, {"99", "user"}} {
		f, err := Parse(c.filter, term.Clock{}, analysis.OwnRules{})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(c.filter+" by "+c.order, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := j.Arrange(b.Context(), Arrangement{Order: c.order, Filter: f, Keep: -1}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
