package find

import "testing"

// TestWhatReadsTheSameIsTheSame writes names with and without composed letters and syllables.
func TestWhatReadsTheSameIsTheSame(t *testing.T) {
	const composed, apart = "김é", "\u1100\u1175\u11b7e\u0301" // Kim and an e with an accent
	for _, c := range []struct {
		query string
		cell  string
		want  bool
	}{
		{composed, apart, true},
		{apart, composed, true},
		{"김", apart, true},
		{"É", apart, true},
		{"기", apart, false}, // a syllable of its own, though the other begins with its letters
		{"lee", apart, false},
		{"=" + composed, apart, true},
		{"=" + apart, composed, true},
		{"=김", apart, false},
		{"~^김.$", apart, true},
		{"~^\u1100\u1175\u11b7", composed, true},
		{"name=" + composed, apart, true},
		{`"` + composed + `"`, apart, true},
	} {
		q, err := Parse(c.query, []string{"name"})
		if err != nil {
			t.Fatal(err)
		}
		if got := q.Match([]string{c.cell}); got != c.want {
			t.Errorf("%q in %q: %v", c.query, c.cell, got)
		}
	}
}
