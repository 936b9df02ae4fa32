package toml

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

type sample struct {
	Name  string            `toml:"name"`
	From  time.Time         `toml:"from"`
	Pages []page            `toml:"page"`
	Login *page             `toml:"login"`
	Rule  map[string]page   `toml:"rule"`
	Words map[string]string `toml:"words"`
}

type page struct {
	Match string `toml:"match,omitempty"`
	Nest  []page `toml:"nest"`
}

func TestMistakesAreSaidWithTheirPlace(t *testing.T) {
	for text, want := range map[string]string{
		"nome = 'x'":                               "a.toml:1:1: nome: no such key; did you mean name?",
		"\xEF\xBB\xBFnome = 'x'":                   "a.toml:1:1: nome: no such key; did you mean name?",
		"name = 'x'\r\n  nome = 'x'":               "a.toml:2:3: nome: no such key; did you mean name?",
		"[[page]]\n[[page]]\nmtach = ''":           "a.toml:3:1: page.mtach: no such key; did you mean match?",
		"[login]\nmatch.x = 1\nmtach = 1":          "a.toml:3:1: login.mtach",
		"[login]\nmtach = 1\nmatch = 1":            "a.toml:2:1: login.mtach: no such key; did you mean match?",
		"login = {match = 'x', mtach = 'y'}":       "a.toml:1:23: login.mtach: no such key; did you mean match?",
		"page = [{match = ''}, {\nmtach = ''}]":    "a.toml:2:1: page.mtach: no such key; did you mean match?",
		"[rule.kim]\nmatch=''\n[rule.lee]\nfoo=''": "a.toml:4:1: rule.lee.foo: no such key; there are match, nest",
		"rule.kim.nest = [{nest = [{}, {x = 1}]}]": "a.toml:1:32: rule.kim.nest.nest.x: no such key; there are match, nest",
		"name = 5":               "a.toml:1:8: ",
		"name = 'x'\nname = 'y'": "a.toml:2:1: ",
		"name = ":                "a.toml:1:7: ",
		"[words]\nanything = 'x'\n[words.more]\n": "a.toml:3:",
		"'" + strings.Repeat("a", 1000) + "' = 1": "a.toml:1:1: " + strings.Repeat("a", 100) +
			"…: no such key; there are name,",
		"from = 2026-01-01T00:00:00Z\nfrmo = 1":     "a.toml:2:1: frmo: no such key; did you mean from?",
		"# \xF0\x9F\x98\x80\n\n\tname='x'\n\tnam=1": "a.toml:4:2: nam: no such key; did you mean name?",
	} {
		var into sample
		if _, err := Read("a.toml", []byte(text), &into); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		} else if strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: more than one line: %v", text, err)
		}
	}
}

func TestDocumentKnowsPlaces(t *testing.T) {
	var into sample
	text := "NAME = 'x'\nwords = {a = 'b', c = 'd'}\n[[page]]\nmatch = 'a'\n[[page]]\n  match = 'b'\n" +
		"[rule.kim]\nnest = [{match = ''}, {match = ''}]\n"
	d, err := Read("a.toml", []byte("\xEF\xBB\xBF"+text), &into)
	if err != nil {
		t.Fatal(err)
	}
	if into.Name != "x" || len(into.Pages) != 2 || len(into.Rule["kim"].Nest) != 2 {
		t.Errorf("read %+v", into)
	}
	for path, want := range map[string]string{
		"NAME": "1:1", "words.c": "2:19", "page.0.match": "4:1", "page.1.match": "6:3", "page.1.level": "5:3",
		"rule.kim.nest.1.match": "8:24", "other": "",
	} {
		if want != "" {
			want = ":" + want
		}
		if got := d.Wrong(path, "bad").Error(); got != "a.toml"+want+": bad" {
			t.Errorf("%s is at %s, want %s", path, got, want)
		}
	}
	if d.Place("words.c") >= d.Place("page.0") || d.Place("page.0.match") >= d.Place("page.1") ||
		d.Place("nowhere") != -1 {
		t.Error("keys are out of order")
	}
}

// TestManyKeys reads texts whose keys are so many that anything done for each of them over all of the text would not
// end.
func TestManyKeys(t *testing.T) {
	keys := func(n int) string {
		var text strings.Builder
		for i := range n {
			fmt.Fprintf(&text, "key%d = '%d'\n", i, i)
		}
		return text.String()
	}
	var into sample
	if _, err := Read("a.toml", []byte(keys(80_000)), &into); err == nil ||
		!strings.HasPrefix(err.Error(), "a.toml:1:1: key0: no such key") {
		t.Errorf("80,000 unknown keys: %v", err)
	}
	var anything map[string]any
	if _, err := Read("a.toml", []byte(keys(80_000)), &anything); err == nil ||
		!strings.HasPrefix(err.Error(), "a.toml: a settings file has at most 10000 keys") {
		t.Errorf("80,000 keys where any will do: %v", err)
	}
	d, err := Read("a.toml", []byte("[words]\n"+keys(mostKeys-1)), &into)
	if err != nil || len(into.Words) != mostKeys-1 || d.Place("words.key9998") != mostKeys-1 {
		t.Errorf("as many as there may be: %v, %d", err, len(into.Words))
	}
}

func TestLimit(t *testing.T) {
	var into sample
	text := append([]byte("name = 'x'\n"), strings.Repeat("#", Limit-11)...)
	if _, err := Read("a.toml", text, &into); err != nil {
		t.Errorf("4 MiB: %v", err)
	}
	if _, err := Read("a.toml", append(text, '#'), &into); err == nil ||
		!strings.Contains(err.Error(), "a.toml: a settings file has at most 4 MiB") {
		t.Errorf("more than 4 MiB: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("name = 'x'\n[[page]]\nmatch = 'a'\nnest = [{match = 'b'}]\n[rule.a]\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		var into sample
		if _, err := Read("a.toml", text, &into); err != nil && !strings.HasPrefix(err.Error(), "a.toml:") {
			t.Errorf("%q: %v", text, err)
		}
		var anything map[string]any
		if _, err := Read("a.toml", text, &anything); err != nil && !strings.HasPrefix(err.Error(), "a.toml:") {
			t.Errorf("%q: %v", text, err)
		}
	})
}
