package hugepage

import (
	"fmt"
	"strings"
	"testing"
)

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

func TestTexts(t *testing.T) {
	var texts Texts
	var kept []string
	text := func(i int) string { return fmt.Sprint(i, strings.Repeat("x", i%7*i%300)) }
	const count = 60_000 // of several pieces
	buffer := []byte(nil)
	for i := range count {
		buffer = append(buffer[:0], text(i)...)
		kept = append(kept, texts.Keep(buffer))
	}
	long := strings.Repeat("y", 5<<20)
	kept = append(kept, texts.Keep([]byte(long)), texts.Keep(nil))
	for i := range count {
		if kept[i] != text(i) {
			t.Fatalf("text %d is %q, want %q", i, kept[i], text(i))
		}
	}
	if kept[count] != long || kept[count+1] != "" {
		t.Errorf("a long text has %d bytes, none has %d", len(kept[count]), len(kept[count+1]))
	}
}
