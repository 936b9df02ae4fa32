package store

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"spoor/analysis"
	"spoor/store/logline"
)

// TestTheOrderOfLinesMakesNoDifference to any metric, as long as no two events of a user are of the same time: devices
// that overlap, logins that fail, ids in order, items at once, accounts that take turns.
func TestTheOrderOfLinesMakesNoDifference(t *testing.T) {
	var events []placed
	add := func(user, address, agent, action, target string, status int32, seconds int64) {
		events = append(events, placed{Event: logline.Event{
			Key: []byte(user), Client: []byte(address), Agent: []byte(agent),
			Action: []byte(action), Target: []byte(target), Status: status, Bytes: -1,
			Time: seconds * 1000}, Source: 1,
		})
	}
	for i := range int64(60) {
		add("anna", fmt.Sprintf("10.0.%d.1", i%2), "Firefox", "GET", fmt.Sprintf("/jobs/%d", i), 200, 10*i)
		add("ben", "10.0.7.7", "Chrome", "POST", "/login", int32(200+i/50*102), 20*i)
		add(fmt.Sprintf("carl%d", i/20), "10.0.9.9", "Safari",
			"GET", fmt.Sprint("/a/", i%5), 200, 100_000*(i%4/2)+200*(i/20)+9*(i%20))
	}
	r := rand.New(rand.NewPCG(51, 52))
	var want *analysis.Matrix
	for round := range 3 {
		c := newCase(t)
		check(t, c.SetSite(t.Context(), "site.toml", []byte("[login]\npath = '^/login$'\n")))
		for i := range events {
			events[i].Line = int64(i + 1)
		}
		appendEvents(t, c, 1, events, 1000)
		matrix, err := c.Matrix(t.Context())
		check(t, err)
		matrix.ID = nil // numbers go by who comes first
		if round == 0 {
			want = matrix
			for _, rule := range []analysis.RuleID{
				analysis.Sharing, analysis.LoginGuessing, analysis.LoginAbuse,
				analysis.Enumeration, analysis.Burst, analysis.Metronome,
			} {
				if low, high := extremes(matrix.X[rule]); low == high {
					t.Errorf("%s tells nobody from anybody", rule)
				}
			}
		}
		sameMatrix(t, matrix, want)
		r.Shuffle(len(events), func(i, k int) { events[i], events[k] = events[k], events[i] })
	}
}

// extremes are the smallest and the largest value that is evaluable, 0 for one that is not.
func extremes(column []float64) (low, high float64) {
	for _, x := range column {
		if x == x { // not NaN
			low, high = min(low, x), max(high, x)
		}
	}
	return low, high
}
