package cli

import "testing"

func TestSum(t *testing.T) {
	for want, got := range map[string]string{
		"1 line = 1 event + 0 rejects + 0 blank":          sum(1, 1, 0, 0),
		"0 lines = 0 events + 0 rejects + 0 blank":        sum(0, 0, 0, 0),
		"1,002 lines = 1,000 events + 1 reject + 1 blank": sum(1002, 1000, 1, 1),
		"1 user in 2 sessions":                            plural(1, "user") + " in " + plural(int64(2), "session"),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
