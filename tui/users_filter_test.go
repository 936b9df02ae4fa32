package tui

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"spoor/analysis"
	"spoor/tui/term"
	"spoor/tui/term/termtest"
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
		_, err := parseFilter(text, term.Clock{}, analysis.OwnRules{})
		var wrong *parseError
		if !errors.As(err, &wrong) {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if got := string([]rune(text)[wrong.From:wrong.To]); got != want {
			t.Errorf("%q: it points at %q, not at %q", text, got, want)
		}
	}
}

// TestPeriods takes the ends of what a time stands for, in a zone with a day of 23 hours.
func TestPeriods(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip(err)
	}
	for text, hours := range map[string]int64{"2026-03-28": 24, "2026-03-29": 23, "2026-02": 28 * 24, "2024": 366 * 24} {
		from, to, ok := term.Clock{Zone: zone}.ParsePeriod(text)
		if !ok || to-from != hours*3_600_000 {
			t.Errorf("%s is %d ms long", text, to-from)
		}
	}
	if from, to, ok := (term.Clock{}).ParsePeriod("1970-01-01T00:01"); !ok || from != 60_000 || to != 120_000 {
		t.Errorf("a minute goes from %d to %d", from, to)
	}
}

func TestFilterIsCompleted(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	u := a.stack[0].(*users)
	press(a, "/")
	typed(a, "-segm")
	press(a, "tab")
	typed(a, "lo")
	press(a, "tab")
	if got := u.Text(); got != "-segment:loyal" {
		t.Errorf("it is completed to %q", got)
	}
	typed(a, " hit:con")
	for _, want := range []string{"hit:content-usage", "hit:content-depth", "hit:content-order", "hit:content-usage"} {
		press(a, "tab")
		if got := u.Text(); got != "-segment:loyal "+want {
			t.Errorf("the next is %q", got)
		}
	}
	send(a, termtest.Key("shift+tab"))
	if got := u.Text(); got != "-segment:loyal hit:content-order" {
		t.Errorf("the one before is %q", got)
	}
	typed(a, ".")
	press(a, "tab")
	if got := u.Text(); got != "-segment:loyal hit:content-order.high" || u.Wrong() != nil {
		t.Errorf("the only side is %q: %v", got, u.Wrong())
	}
	press(a, "enter", "esc", "/", "z", "z", "tab")
	if got := u.Text(); got != "zz" {
		t.Errorf("what fits nothing becomes %q", got)
	}
}

// TestEveryEndingIsUnderstood reads whatever completion offers, once the values are there too.
func TestEveryEndingIsUnderstood(t *testing.T) {
	for _, stem := range []string{"", "hit:", "hit:content-usage.", "segment:", "verdict:"} {
		for _, word := range endings(stem, analysis.OwnRules{}) {
			if strings.HasSuffix(word, ":") || strings.HasSuffix(word, "{") || strings.HasSuffix(word, ">") {
				continue
			}
			if _, err := parseFilter(word, term.Clock{}, analysis.OwnRules{}); err != nil {
				t.Errorf("%q is offered: %v", word, err)
			}
			if len(word) != utf8.RuneCountInString(word) {
				t.Errorf("%q is not ASCII", word)
			}
		}
	}
}

// TestWrongFilterIsNotKept presses enter while a term is wrong or not finished: the error stays, and no list comes that
// nobody asked for.
func TestWrongFilterIsNotKept(t *testing.T) {
	for text, want := range map[string]string{
		"hit:foo":       `no rule "foo"`,
		"hit:":          "not finished: which rule?",
		"segment:foo":   `no segment "foo"`,
		"segment:":      "not finished: which? There are average",
		"-verdict:":     "not finished: which? There are suspicious",
		"score>":        "not finished: than what?",
		"scor>4":        `no column "scor"`,
		"foo:bar":       `no term "foo:"; there are hit:, segment:`,
		"foo:bar hit:x": `no term "foo:"; there are hit:, segment:`,
	} {
		a := shown(t, newFakeCase(), 120, 40)
		u := a.stack[0].(*users)
		press(a, "/")
		typed(a, "user00 "+text)
		if len(u.rows) != 10 {
			t.Errorf("%q: %d users are left by the other terms", text, len(u.rows))
		}
		press(a, "enter")
		if !u.Typing() || !strings.Contains(termtest.Text(a.frame(), 120, 40), "↑ "+want) {
			t.Errorf("%q is kept:\n%s", text, termtest.Text(a.frame(), 120, 40))
		}
		press(a, "esc")
		if u.Typing() || len(u.rows) != 255 {
			t.Errorf("esc leaves %d users", len(u.rows))
		}
	}
}

// TestColonsInNames takes for names what does not look like a term.
func TestColonsInNames(t *testing.T) {
	for _, text := range []string{"2001:db8::1", "2001:db8", "fe80::1", "fe::", "::1", "a1:b", "10.0.0.1:80", ":x"} {
		if f, err := parseFilter(text, term.Clock{}, analysis.OwnRules{}); err != nil || len(f.terms) != 1 {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestFilterOfMany takes the same users of many, whom all processors look at, as one after the other would.
func TestFilterOfMany(t *testing.T) {
	a := shown(t, million(t, 40_000), 80, 24)
	j := a.work.judged()
	for _, text := range []string{"399", "views>150", "-views>150 0|1", "flagged"} {
		f, err := parseFilter(text, a.work.clock, a.work.ownRules())
		if err != nil {
			t.Fatal(err)
		}
		var want []int32
		for _, row := range j.now.Order {
			if f.match(j, row) {
				want = append(want, row)
			}
		}
		got := f.of(j, j.now.Order)
		if !slices.Equal(got, want) || text != "flagged" && (len(want) == 0 || len(want) == 40_000) {
			t.Errorf("%s: %d users, not %d", text, len(got), len(want))
		}
		if few := f.of(j, j.now.Order[:100]); len(few) > 100 || !slices.Equal(few, want[:min(len(few), len(want))]) {
			t.Errorf("%s: %v of the first hundred", text, few)
		}
	}
}
