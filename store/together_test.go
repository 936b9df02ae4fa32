package store

import (
	"fmt"
	"slices"
	"testing"

	"spoor/analysis"
	"spoor/store/logline"
)

// TestTogetherIsReadOnce asks for paths that a user asked for alone, in a part of the time: what all users tell is read
// once, and again when the case has come further or another time is looked at.
func TestTogetherIsReadOnce(t *testing.T) {
	c := newCase(t)
	visits := func(source int, key string, targets ...string) (events []placed) {
		for i, target := range targets {
			events = append(events, placed{Event: logline.Event{
				Key: []byte(key), Client: []byte("10.0.0.1"), Agent: []byte("a"), Action: []byte("GET"),
				Target: []byte(target), Status: 200, Bytes: -1, Time: int64(i) * 1000,
			}, Source: source, Line: int64(i + 1),
			})
		}
		return events
	}
	var all []placed
	for user := range 7 {
		all = append(all, visits(1, fmt.Sprintf("user%d", user), "/a", "/b", fmt.Sprint("/own", user))...)
	}
	for i := range all {
		all[i].Line = int64(i + 1)
	}
	appendEvents(t, c, 1, all, 1000)
	matrix, err := c.Matrix(t.Context())
	check(t, err)
	rules := []analysis.RuleID{analysis.RarePaths, analysis.SharedSource}
	ask := func(key string, matrix *analysis.Matrix) (evidence [][]int, users []string) {
		evidence, err := c.Evidence(t.Context(), trackOf(t, c, key), matrix, rules)
		check(t, err)
		groups, err := c.Group(t.Context(), trackOf(t, c, key), matrix, rules)
		check(t, err)
		return evidence, groups[1].Users
	}
	for user := range 7 {
		key := fmt.Sprintf("user%d", user)
		before := c.kept.last
		evidence, users := ask(key, matrix)
		if !slices.Equal(evidence[0], []int{2}) || len(users) != 7 {
			t.Errorf("%s asked alone for %v, and came with %v", key, evidence[0], users)
		}
		if user > 0 && c.kept.last != before {
			t.Errorf("all events are read again for %s", key)
		}
	}
	window := *matrix
	window.Window.To = 1000
	if evidence, users := ask("user0", &window); len(evidence[0]) != 0 || len(users) != 7 {
		t.Errorf("in the first second user0 asked alone for %v, and came with %v", evidence[0], users)
	}
	earlier := matrix
	appendEvents(t, c, 2, visits(2, "user7", "/own0"), 1000)
	matrix, err = c.Matrix(t.Context())
	check(t, err)
	if evidence, users := ask("user0", matrix); len(evidence[0]) != 0 || len(users) != 8 {
		t.Errorf("when somebody has come user0 asked alone for %v, and came with %v", evidence[0], users)
	}
	if _, users := ask("user0", earlier); len(users) != 7 {
		t.Errorf("before somebody had come user0 came with %v", users)
	}
}
