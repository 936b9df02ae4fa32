package store

import (
	"maps"
	"testing"
)

func TestKept(t *testing.T) {
	c, _ := generatedCase(t, 81, 50, 50)
	for name, text := range map[string]string{
		"view:야간": `{"a":1}`, "place:users/kim": "kim", "gone": "x", "view:야간\x00": "y",
	} {
		check(t, c.Keep(t.Context(), name, text))
	}
	check(t, c.Keep(t.Context(), "gone", ""))
	check(t, c.Keep(t.Context(), "view:야간", "other"))
	got, err := c.Kept(t.Context())
	check(t, err)
	want := map[string]string{"view:야간": "other", "place:users/kim": "kim", "view:야간\x00": "y"}
	if !maps.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
