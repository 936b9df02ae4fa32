package store

import (
	"fmt"
	"slices"
	"testing"

	"spoor/analysis"
	"spoor/store/logline"
)

// TestGroup takes two crowds through a case: accounts that fail at one address within an hour, and users of another on
// a day.
func TestGroup(t *testing.T) {
	c := newCase(t)
	check(t, c.SetSite(t.Context(), "site.toml", []byte("[login]\npath = '^/login$'\n")))
	var events []placed
	add := func(user, address, action, target string, seconds int64) {
		events = append(events, placed{Event: logline.Event{
			Key: []byte(user), Client: []byte(address), Agent: []byte("Firefox"),
			Action: []byte(action), Target: []byte(target), Status: 200, Bytes: -1,
			Time: seconds * 1000}, Source: 1, Line: int64(len(events) + 1),
		})
	}
	for user := range int64(8) {
		key := fmt.Sprintf("user%d", user)
		for i := range int64(5) {
			add(key, "10.0.0.1", "GET", "/a", 100*user+i)
		}
		add(key, "10.0.0.2", "POST", "/login", 1200*user) // four within an hour
	}
	appendEvents(t, c, 1, events, 1000)
	matrix, err := c.Matrix(t.Context())
	check(t, err)
	track := trackOf(t, c, "user1")
	rules := []analysis.RuleID{analysis.LoginAbuse, analysis.Burst, analysis.SharedSource}
	companies, err := c.Group(t.Context(), track, matrix, rules)
	check(t, err)
	failing, alone, crowd := companies[0], companies[1], companies[2]
	if failing == nil || failing.Address != "10.0.0.2" || failing.From != 0 || failing.To != 3_600_000 ||
		!slices.Equal(failing.Users, []string{"user0", "user1", "user2", "user3"}) {
		t.Errorf("who fails within an hour: %+v", failing)
	}
	if alone != nil {
		t.Errorf("nobody else is in a burst: %+v", alone)
	}
	if crowd == nil || crowd.Address != "10.0.0.1" || len(crowd.Users) != 8 || crowd.Users[7] != "user7" {
		t.Errorf("who comes from one address: %+v", crowd)
	}
	window := *matrix
	window.Window.To = 250_000
	companies, err = c.Group(t.Context(), track, &window, []analysis.RuleID{analysis.SharedSource})
	check(t, err)
	if crowd := companies[0]; crowd == nil || !slices.Equal(crowd.Users, []string{"user0", "user1", "user2"}) {
		t.Errorf("in the first minutes: %+v", crowd)
	}
}

// TestGroupProvesAHit has three accounts take turns on one device: what one of them did meanwhile is the evidence.
func TestGroupProvesAHit(t *testing.T) {
	c := newCase(t)
	var events []placed
	add := func(user, address string, seconds int64) {
		events = append(events, placed{Event: logline.Event{
			Key: []byte(user), Client: []byte(address), Agent: []byte("Firefox"),
			Action: []byte("GET"), Target: []byte("/a"), Status: 200, Bytes: -1,
			Time: seconds * 1000}, Source: 1, Line: int64(len(events) + 1),
		})
	}
	const day = 24 * 60 * 60
	for _, begin := range []int64{0, day} {
		for user, key := range []string{"kim", "lee", "park"} {
			for i := range int64(3) {
				add(key, "10.0.0.1", begin+100*int64(user)+40*i)
			}
		}
	}
	add("lee", "10.0.0.2", 3*day) // alone, and elsewhere
	appendEvents(t, c, 1, events, 1000)
	matrix, err := c.Matrix(t.Context())
	check(t, err)
	row, _ := matrix.Row("lee")
	rules := []analysis.RuleID{analysis.AccountSwitching, analysis.ReadingTime}
	proof, err := c.Evidence(t.Context(), trackOf(t, c, "lee"), matrix, rules)
	check(t, err)
	days := matrix.X[analysis.AccountSwitching][row]
	if days != 2 || !slices.Equal(proof[0], []int{0, 1, 2}) || proof[1] != nil {
		t.Errorf("%v days, proved by %v", days, proof)
	}
}
