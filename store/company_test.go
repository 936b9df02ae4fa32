package store

import (
	"fmt"
	"slices"
	"testing"

	"spoor/analysis"
)

// TestCompany takes two crowds through a case: accounts that fail at one address within an hour, and users of another on a day.
func TestCompany(t *testing.T) {
	c := newCase(t)
	check(t, c.SetSite(t.Context(), "site.toml", []byte("[login]\npath = '^/login$'\n")))
	var events []Incoming
	add := func(user, address, action, target string, seconds int64) {
		events = append(events, Incoming{
			User: []byte(user), Address: []byte(address), Agent: []byte("Firefox"), Action: []byte(action), Target: []byte(target), Status: 200, Bytes: -1,
			Source: 1, Line: int64(len(events) + 1), Time: seconds * 1000,
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
	companies, err := c.Company(t.Context(), track, matrix, []analysis.RuleID{analysis.LoginAbuse, analysis.Burst, analysis.SharedSource})
	check(t, err)
	failing, alone, crowd := companies[0], companies[1], companies[2]
	if failing == nil || failing.Address != "10.0.0.2" || failing.From != 0 || failing.To != 3_600_000 || !slices.Equal(failing.Users, []string{"user0", "user1", "user2", "user3"}) {
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
	companies, err = c.Company(t.Context(), track, &window, []analysis.RuleID{analysis.SharedSource})
	check(t, err)
	if crowd := companies[0]; crowd == nil || !slices.Equal(crowd.Users, []string{"user0", "user1", "user2"}) {
		t.Errorf("in the first minutes: %+v", crowd)
	}
}
