package cli

import (
	"testing"
	"time"

	"spoor/store/model"
)

// TestGroupNamesFive names five users and counts the rest.
func TestGroupNamesFive(t *testing.T) {
	users := []string{"kim", "lee", "park", "choi", "jung", "kang", "cho"}
	const day = "at 10.0.0.1 from 2026-03-01 00:00:00 Z to 2026-03-01 00:00:01 Z: "
	for n, want := range map[int]string{
		1: "kim",
		5: "kim, lee, park, choi, jung",
		6: "kim, lee, park, choi, jung and 1 more",
		7: "kim, lee, park, choi, jung and 2 more",
	} {
		c := &model.Group{Address: "10.0.0.1", From: 1772323200000, To: 1772323201000, Users: users[:n]}
		if got := groupWords(c, time.UTC); got != day+want {
			t.Errorf("%d: got %q, want %q", n, got, day+want)
		}
	}
}
