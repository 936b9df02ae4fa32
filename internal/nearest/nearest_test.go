package nearest

import (
	"slices"
	"testing"
)

func TestSameByComposition(t *testing.T) {
	words := []string{"kim", "\u1100\u1175\u11b7", "e\u0301", "\u00e9"}
	for word, want := range map[string]int{"kim": 0, "Kim": -1, "김": 1, "\u1100\u1175\u11b7": 1, "\u00e9": 3,
		"e\u0301": 2, "e": -1, "": -1} {
		if got := Same(word, slices.Values(words)); got != want {
			t.Errorf("%q: %d, want %d", word, got, want)
		}
	}
}

func TestSuggestOnlyWhatIsNear(t *testing.T) {
	for word, want := range map[string]string{
		"strickt": "; did you mean strict?", "papr": "; did you mean paper?",
		"STRICT": "; did you mean strict?", "pp": "; there are strict, paper",
		"foo": "; there are strict, paper",
		"":    "; there are strict, paper",
	} {
		if got := Suggest(word, slices.Values([]string{"strict", "paper"})); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}

func TestEditDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"abc", "", 3}, {"", "abc", 3}, {"lo", "low", 1}, {"kitten", "sitting", 3}, {"flaw", "lawn", 2},
		{"pahts", "paths", 1}, {"pahts", "pages", 2}} {
		if got := editDistance(c.a, c.b); got != c.want {
			t.Errorf("from %q to %q it is %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
