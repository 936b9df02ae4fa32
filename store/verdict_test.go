package store

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestVerdictsAreAHistory(t *testing.T) {
	c, _ := generatedCase(t, 1, 50, 50)
	for i, v := range []Verdict{
		{User: 1, Label: "watch", Note: "first look", Author: "kim"},
		{User: 2, Label: Suspicious, Note: "reads as if\x00 the profile did not matter\xff", Author: "kim"},
		{User: 1, Label: Suspicious, Author: "lee"},
		{User: 3, Label: "benign"},
		{User: 3, Label: "none", Note: "taken back"},
	} {
		v.At = int64(1000 + i)
		check(t, c.AddVerdict(t.Context(), v))
	}
	got, err := c.Verdicts(t.Context())
	check(t, err)
	want := map[int32]Verdict{
		1: {User: 1, Label: Suspicious, Author: "lee", At: 1002},
		2: {User: 2, Label: Suspicious, Note: "reads as if␀ the profile did not matter\uFFFD", Author: "kim", At: 1001},
	}
	if !maps.Equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	history := table(t, c, "SELECT label, author, at FROM verdict WHERE user = 1 ORDER BY id")
	if want := []string{`"watch" "kim" "1000"`, `"suspicious" "lee" "1002"`}; !slices.Equal(history, want) {
		t.Errorf("history %q, want %q", history, want)
	}
}

func TestVerdictThatIsNone(t *testing.T) {
	c := newCase(t)
	for _, label := range []string{"", "guilty", "Suspicious"} {
		if err := c.AddVerdict(t.Context(), Verdict{User: 1, Label: label}); err == nil || !strings.Contains(err.Error(), "suspicious, benign, watch, none") {
			t.Errorf("%q: %v", label, err)
		}
	}
	if verdicts, err := c.Verdicts(t.Context()); err != nil || len(verdicts) != 0 {
		t.Errorf("%v, %v", verdicts, err)
	}
}
