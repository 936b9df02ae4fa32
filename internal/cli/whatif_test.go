package cli

import (
	"encoding/json"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
)

// TestWhatIfIsTheDifferenceOfTwoScans on a made-up site, for changes of every kind.
func TestWhatIfIsTheDifferenceOfTwoScans(t *testing.T) {
	db := filepath.Join(t.TempDir(), "case.db")
	runSpoor(t, append([]string{"load", "--db", db}, writeNastyLogs(t, rand.New(rand.NewPCG(7, 7)))...)...)
	for _, changes := range [][]string{
		{},
		{"reading-time.high=120", "menu-usage.on=false", "content-usage.weight=40"},
		{"flag.score=10", "flag.families=1"},
		{"reading-time.low=p30", "flag.distance=1"},
		{"content-usage.high=off", "session-time.low=off"},
		{"flag.score=0", "flag.families=0", "flag.hits=1", "flag.distance=0"},
		{"flag.robots=judge"},
		{"flag.robots=judge", "baseline.passes=1", "flag.families=1"},
		{"session.timeout=5m", "flag.distance=1"},
		{"burst.same=3", "burst.same-leak=20s", "burst.items=8", "flag.families=1", "flag.score=5"},
		{"sharing.overlap=1s", "sharing.high=1", "session.timeout=2h"},
	} {
		var sets []string
		for _, change := range changes {
			sets = append(sets, "--set", change)
		}
		before, after := flaggedUsers(t, db, nil), flaggedUsers(t, db, sets)
		var got whatIfRecord
		err := json.Unmarshal([]byte(runSpoor(t, append([]string{"whatif", "--db", db, "--diff", "--json"}, sets...)...)),
			&got)
		if err != nil {
			t.Fatal(err)
		}
		if got.Before != len(before) || got.After != len(after) {
			t.Errorf("%v: %d → %d, want %d → %d", changes, got.Before, got.After, len(before), len(after))
		}
		if entered := without(after, before); !equalSets(got.Entered, entered) {
			t.Errorf("%v: entered %v, want %v", changes, got.Entered, entered)
		}
		if left := without(before, after); !equalSets(got.Left, left) {
			t.Errorf("%v: left %v, want %v", changes, got.Left, left)
		}
	}
}

func flaggedUsers(t *testing.T, db string, sets []string) []string {
	t.Helper()
	var scan scanRecord
	err := json.Unmarshal([]byte(runSpoor(t, append([]string{"scan", "--db", db, "--json"}, sets...)...)), &scan)
	if err != nil {
		t.Fatal(err)
	}
	var users []string
	for _, user := range scan.List {
		users = append(users, user.User)
	}
	return users
}

func without(users, others []string) []string {
	var rest []string
	for _, user := range users {
		if !slices.Contains(others, user) {
			rest = append(rest, user)
		}
	}
	return rest
}

func equalSets(a, b []string) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(a, b)
}

// TestScanIsTheSameEveryTime byte for byte, from the log on.
func TestScanIsTheSameEveryTime(t *testing.T) {
	logs := writeNastyLogs(t, rand.New(rand.NewPCG(8, 8)))
	var want string
	for range 2 {
		db := filepath.Join(t.TempDir(), "case.db")
		runSpoor(t, append([]string{"load", "--db", db}, logs...)...)
		for range 2 {
			got := runSpoor(t, "scan", "--db", db, "--json", "--all", "--preset", "paper")
			if want == "" {
				want = got
			}
			if got != want {
				t.Fatal("another answer to the same question")
			}
		}
	}
}
