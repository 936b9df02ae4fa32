package store

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store/logline"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// meetings make up accounts that come to a few addresses one after the other, try to log in, and ask for what others
// ask for, too, or for something of their own.
func meetings(r *rand.Rand, source, count int) (events []placed) {
	now := int64(1_700_000_000_000)
	address := 0
	for range count {
		user := r.IntN(9)
		if now += pick(r, []int64{9_000, 9_000, 20_000, 600_000, 40_000_000}); r.IntN(4) == 0 {
			address = r.IntN(4)
		}
		agent, late := pick(r, agents[:2]), r.IntN(5)/4
		for range 3 + r.IntN(2) {
			action, target := "GET", pick(r, []string{
				"/", "/a.js", fmt.Sprintf("/own/%d/%d", user, r.IntN(3)), fmt.Sprintf("/item/%d?q=%d", r.IntN(60), user),
			})
			if r.IntN(3) == 0 {
				action, target = "POST", "/login"
			}
			events = append(events, placed{Event: logline.Event{
				Time: now - int64(late*r.IntN(30_000)), Key: fmt.Append(nil, "user", user),
				Client: fmt.Append(nil, "10.0.0.", address), Agent: []byte(agent), Action: []byte(action),
				Target: []byte(target), Bytes: -1, Status: pick(r, []int32{200, 200, 200, 302, 404}),
			}, Source: source, Line: int64(len(events) + 1)})
			now += 3000
		}
	}
	return events
}

// TestNeighboursAreThoseOfTheCase asks for the groups and the evidence of everybody, by what is kept of those at the
// same addresses and by the events of all users: both say the same, in runs and in the tail, in all of the time and in
// a part of it.
func TestNeighboursAreThoseOfTheCase(t *testing.T) {
	found := map[analysis.RuleID]int{}
	for seed := range uint64(4) {
		c := newCase(t)
		check(t, c.SetSite(t.Context(), "site", []byte("[login]\npath = '^/login$'\n")))
		events := meetings(rand.New(rand.NewPCG(seed, 1)), 1, 120)
		appendEvents(t, c, 1, events[:len(events)-40], 150)
		live := events[len(events)-40:]
		for i := range live {
			live[i].Source, live[i].Line = 2, int64(i+1)
		}
		appendToTail(t, c, streamSource(2), live, 40)
		matrix, err := c.Matrix(t.Context())
		check(t, err)
		part := *matrix
		part.Window.From += (matrix.Window.To - matrix.Window.From) / 3
		for _, users := range []*analysis.Matrix{matrix, &part} {
			compareNeighbours(t, c, users, found)
		}
	}
	for _, rule := range meetingRules {
		if found[rule] < 3 {
			t.Errorf("%d are found by %s", found[rule], rule)
		}
	}
}

var meetingRules = []analysis.RuleID{
	analysis.RarePaths, analysis.SharedSource, analysis.LoginAbuse, analysis.AccountSwitching,
}

// compareNeighbours compares what is kept with what all events say, and counts what was found.
func compareNeighbours(t *testing.T, c *Case, users *analysis.Matrix, found map[analysis.RuleID]int) {
	t.Helper()
	all, err := c.together(t.Context(), users)
	check(t, err)
	for _, key := range users.Key {
		track, user := trackOf(t, c, key), numberOf(t, c, key)
		var near *model.Meeting
		var alone map[int32]bool
		check(t, c.snapshot(t.Context(), func(db sqlite.Querier) error {
			if near, err = readNeighbours(t.Context(), db, user, track, users); err == nil {
				alone, err = readAlone(t.Context(), db, track, users.Window)
			}
			return err
		}))
		if near == nil {
			t.Fatalf("the neighbours of %s are not kept", key)
		}
		whole := all.meeting(track)
		for _, rule := range meetingRules {
			a, known := near.Index.Group(user, rule, near.Address)
			b, wanted := whole.Index.Group(user, rule, whole.Address)
			if known != wanted || known && !reflect.DeepEqual(near.Named(a), whole.Named(b)) {
				t.Errorf("%s, %s: %+v, want %+v", key, rule, near.Named(a), whole.Named(b))
			}
			if known {
				found[rule]++
			}
		}
		for i := range track.Events {
			e := &track.Events[i]
			is := all.index.AskedAlone(user, e.Event.Request)
			if alone != nil && !e.Traits.Has(web.Static) && alone[e.Event.Request] != is {
				t.Errorf("%s asked alone for %s: %v", key, e.Request.Target, is)
			} else if is {
				found[analysis.RarePaths]++
			}
		}
	}
}

// TestNeighboursOutOfDate: what is kept is not asked when the case has come further, until it is derived anew.
func TestNeighboursOutOfDate(t *testing.T) {
	c := newCase(t)
	visit := func(source int, key, target string) []placed {
		events := []placed{{Source: source, Line: 1}}
		e := &events[0].Event
		e.Key, e.Client, e.Agent = []byte(key), []byte("10.0.0.1"), []byte("a")
		e.Action, e.Target = []byte("GET"), []byte(target)
		e.Status, e.Bytes, e.Time = 200, -1, int64(source)*1000
		return events
	}
	for user := range 2 {
		appendEvents(t, c, user+1, visit(user+1, fmt.Sprint("user", user), fmt.Sprint("/own", user)), 10)
	}
	matrix, err := c.Matrix(t.Context())
	check(t, err)
	rules := []analysis.RuleID{analysis.RarePaths, analysis.SharedSource}
	ask := func() (alone, users int) {
		track := trackOf(t, c, "user0")
		evidence, err := c.Evidence(t.Context(), track, matrix, rules[:1])
		check(t, err)
		groups, err := c.Group(t.Context(), track, matrix, rules)
		check(t, err)
		return len(evidence[0]), len(groups[1].Users)
	}
	if alone, users := ask(); alone != 1 || users != 2 || c.kept.last != nil {
		t.Errorf("%d alone, %d users, %v read", alone, users, c.kept.last)
	}
	appendEvents(t, c, 3, visit(3, "user2", "/own0"), 10)
	matrix.Window.To = 3000
	if alone, users := ask(); alone != 0 || users != 3 || c.kept.last == nil {
		t.Errorf("with one more: %d alone, %d users, %v read", alone, users, c.kept.last)
	}
	matrix, err = c.Matrix(t.Context())
	check(t, err)
	c.kept.last = nil
	if alone, users := ask(); alone != 0 || users != 3 || c.kept.last != nil {
		t.Errorf("derived anew: %d alone, %d users, %v read", alone, users, c.kept.last)
	}
}
