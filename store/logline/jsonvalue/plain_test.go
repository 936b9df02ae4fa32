package jsonvalue

import (
	"math/rand/v2"
	"testing"
)

// TestPlain compares with one look at each byte, on texts in which any byte may stand at any place of eight.
func TestPlain(t *testing.T) {
	slowly := func(s []byte) int {
		for i, c := range s {
			if c < ' ' || c == '"' || c == '\\' {
				return i
			}
		}
		return len(s)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for c := range 256 {
		for at := range 17 {
			s := []byte("a!#[]~\x7f\x80\xffé한 b!#[]")
			s[at] = byte(c)
			if got, want := Plain(s), slowly(s); got != want {
				t.Errorf("%q: %d, want %d", s, got, want)
			}
		}
	}
	for range 20_000 {
		s := make([]byte, random.IntN(40))
		for i := range s {
			s[i] = byte(' ' - 2 + random.IntN(100))
		}
		if got, want := Plain(s), slowly(s); got != want {
			t.Errorf("%q: %d, want %d", s, got, want)
		}
	}
}
