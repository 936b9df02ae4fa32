package nearest

import (
	"slices"
	"testing"
)

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
