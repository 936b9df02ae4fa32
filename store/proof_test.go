package store

import (
	"fmt"
	"slices"
	"testing"

	"spoor/analysis"
)

// TestEvidence takes a user through the case: logins, devices and referrers become facts, rules hit, and lines prove them.
func TestEvidence(t *testing.T) {
	c := newCase(t)
	check(t, c.SetSite(t.Context(), "site.toml", []byte("[login]\npath = '^/login$'\n")))
	var events []Incoming
	add := func(user, address, action, target, referrer string, status int) {
		events = append(events, Incoming{
			User: []byte(user), Address: []byte(address), Agent: []byte("Mozilla/5.0 Firefox/121.0"), Action: []byte(action), Target: []byte(target),
			Referrer: []byte(referrer), Status: status, Bytes: -1, Source: 1, Line: int64(len(events) + 1), Time: int64(len(events)) * 30_000,
		})
	}
	for range 7 {
		add("kim", "10.0.0.1", "POST", "/login", "/", 200)
	}
	add("kim", "10.0.0.1", "POST", "/login", "/", 302)
	for i := range 12 {
		add("kim", fmt.Sprintf("10.0.%d.1", i%2), "GET", fmt.Sprintf("/jobs/%d?menu=a", 100+i), "", 200)
	}
	for user := range 7 {
		for range 5 {
			add(fmt.Sprintf("other%d", user), "10.0.1.1", "GET", "/", "/", 200)
		}
	}
	add("10.0.9.9", "10.0.9.9", "GET", "/", "", 200)
	appendEvents(t, c, 1, events, 1000)
	matrix, err := c.Matrix(t.Context())
	check(t, err)
	row, _ := matrix.Row("kim")
	track := trackOf(t, c, "kim")
	rules := []analysis.RuleID{analysis.LoginGuessing, analysis.Enumeration, analysis.Sharing, analysis.SharedSource, analysis.NonBrowser, analysis.ReadingTime}
	proof, err := c.Evidence(t.Context(), track, matrix, rules)
	check(t, err)
	for i, want := range []struct {
		x     float64
		proof []int
	}{
		{7, []int{0, 1, 2, 3, 4, 5, 6, 7}}, {1, []int{8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19}}, {1, []int{0, 9, 18, 19}}, {8.0 / 5, []int{0, 9}},
		{0.6, []int{8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19}},
	} {
		if got := matrix.X[rules[i]][row]; got != want.x || !slices.Equal(proof[i], want.proof) {
			t.Errorf("%s is %v, proved by %v; want %v, %v", rules[i], got, proof[i], want.x, want.proof)
		}
	}
	if proof[5] != nil {
		t.Errorf("a band is proved by %v", proof[5])
	}
	later := *matrix
	later.Window.From += 10 * 30_000
	proof, err = c.Evidence(t.Context(), track, &later, rules[4:5])
	check(t, err)
	if want := []int{10, 11, 12, 13, 14, 15, 16, 17, 18, 19}; !slices.Equal(proof[0], want) {
		t.Errorf("later %v, want %v", proof[0], want)
	}
}

func TestIsAddress(t *testing.T) {
	for _, c := range []struct {
		key, address string
		want         bool
	}{
		{"kim", "10.0.0.1", false}, {"10.0.0.1", "10.0.0.1", true}, {"10.0.0.1 Mozilla/5.0", "10.0.0.1", true}, {"2001:db8:1:2::/64", "2001:db8:1:2::3", true},
		{"host.example", "host.example", true}, {"", "", false}, {"10.0.0.1", "10.0.0.2", false},
		{"10.0.0.1", "::ffff:10.0.0.1", true}, {"10.0.0.1 curl/8.1", "::ffff:10.0.0.1", true}, {"fe80::/64", "fe80::1%eth0", true}, {"kim", "host", false},
	} {
		if got := isAddress(c.key, c.address); got != c.want {
			t.Errorf("%q of %q: %v", c.key, c.address, got)
		}
	}
}
