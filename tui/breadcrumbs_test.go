package tui

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
)

func TestBackAndForwardThroughPlaces(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "down", "enter", "tab", "enter", "]", "esc", "r", "esc", "esc", "S")
	went := []string{
		"users", "users/scraper", "users/scraper/sessions", "users/scraper/session/1", "users/scraper/session/2",
		"users/scraper/sessions",
		"rules", "users/scraper/sessions", "users", "segments",
	}
	if !slices.Equal(a.trail.links, went) {
		t.Fatalf("the trail is %v", a.trail.links)
	}
	for _, key := range []string{",", "alt+left"} {
		for i := len(went) - 2; i >= 0; i-- {
			if press(a, key); a.link() != went[i] {
				t.Errorf("back to %s leads to %s", went[i], a.link())
			}
		}
		if press(a, key); a.note != "this is the first place" {
			t.Errorf("before the first it says %q", a.note)
		}
		for i := 1; i < len(went); i++ {
			if press(a, "alt+right"); a.link() != went[i] {
				t.Errorf("forward to %s leads to %s", went[i], a.link())
			}
		}
		if press(a, "."); a.note != "this is the last place" {
			t.Errorf("after the last it says %q", a.note)
		}
	}
	if !slices.Equal(a.trail.links, went) {
		t.Errorf("after that the trail is %v", a.trail.links)
	}
	press(a, ",", ",", "esc", "x")
	if got := a.trail.links[len(a.trail.links)-1]; got != "rejects" || len(a.trail.links) != 10 {
		t.Errorf("another way leaves %v", a.trail.links)
	}
}

// TestTrailAgainstTwoStacks compares the trail with a stack of what lies behind and one of what lies ahead.
func TestTrailAgainstTwoStacks(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var trail breadcrumbs
	var behind, ahead []string
	for range 3000 {
		if n := len(behind); r.IntN(3) == 0 && n > 1 {
			link, ok := trail.step(-1)
			ahead, behind = append(ahead, behind[n-1]), behind[:n-1]
			if !ok || link != behind[n-2] {
				t.Fatalf("back leads to %q, not %q", link, behind[n-2])
			}
			trail.note(link)
			continue
		}
		if n := len(ahead); r.IntN(3) == 0 && n > 0 {
			link, ok := trail.step(1)
			if !ok || link != ahead[n-1] {
				t.Fatalf("forward leads to %q, not %q", link, ahead[n-1])
			}
			ahead, behind = ahead[:n-1], append(behind, link)
			trail.note("on the way")
			trail.note(link)
			continue
		}
		link := strconv.Itoa(r.IntN(9))
		if trail.note(link); len(behind) == 0 || behind[len(behind)-1] != link {
			behind, ahead = append(behind, link), nil
		}
		if len(behind) > longestTrail {
			behind = behind[1:]
		}
	}
	if len(trail.links) != len(behind)+len(ahead) {
		t.Errorf("%d places, not %d and %d", len(trail.links), len(behind), len(ahead))
	}
}
