package term

import "testing"

func TestWrap(t *testing.T) {
	got := Wrap("reading time 2.1 s, shorter than 99.6 % of 812 ordinary users (median 38 s)", 20)
	want := []string{"reading time 2.1 s,", "shorter than 99.6 %", "of 812 ordinary", "users (median 38 s)"}
	if len(got) != len(want) {
		t.Fatalf("%q", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("line %d is %q, not %q", i, got[i], want[i])
		}
	}
	if got := Wrap("at least 10,000 : 1, usual 1 : 17", 17); len(got) != 3 || got[1] != "10,000 : 1, usual" {
		t.Errorf("odds are taken apart: %q", got)
	}
	if got := Wrap("", 5); got != nil {
		t.Errorf("nothing becomes %q", got)
	}
}
