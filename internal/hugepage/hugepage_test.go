package hugepage

import "testing"

func TestMake(t *testing.T) {
	for _, n := range []int{0, 1, 4095, 1 << 18, 1<<20 + 3} {
		s := Make[int64](n)
		if len(s) != n {
			t.Fatalf("%d, want %d", len(s), n)
		}
		for i := range s {
			if s[i] != 0 {
				t.Fatalf("%d at %d of memory that is new", s[i], i)
			}
			s[i] = int64(i)
		}
		for i := range s {
			if s[i] != int64(i) {
				t.Fatalf("%d at %d", s[i], i)
			}
		}
	}
}
