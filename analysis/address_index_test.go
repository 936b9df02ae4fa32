package analysis

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// measureAll measures users, numbered from 0, by what all of them did; addresses are the clients' own numbers.
func measureAll(t testing.TB, tracks ...string) []Measures {
	t.Helper()
	addresses := make([]int32, 100)
	for i := range addresses {
		addresses[i] = int32(i)
	}
	s := NewAddressIndex(sessionsOf(30*time.Minute), addresses, nil)
	m := NewMeasurer(sessionsOf(0), Window{0, day}, nil)
	rows := make([]Measures, len(tracks))
	for user, text := range tracks {
		events := track(t, text)
		rows[user] = m.Measure(events, Profile{})
		s.Add(UserNumber(user), events, &rows[user])
	}
	s.Finish(func(user UserNumber, rule RuleID, x float64) {
		if value := &rows[user].Values[rule]; x > value.X {
			value.X = x
		}
	})
	return rows
}

func TestSharedSource(t *testing.T) {
	visit := times(5, 1000, "@1")
	five := []string{visit, visit, visit, visit, visit}
	for _, c := range []struct {
		name   string
		tracks []string
		x      float64 // of the first
		n      int32
	}{
		{"five users", five, 1, 1},
		{"six users", append(five, visit), 6.0 / 5, 1},
		{"one with too few events is one, too", append(five, "0s @1"), 6.0 / 5, 1},
		{"the sixth on another day", append(five, shift(t, "24h", visit)), 1, 1},
		{"the sixth at the end of the day", append(five, shift(t, "23h59m55s", visit)), 6.0 / 5, 1},
		{"ten addresses", []string{times(10, 1000, "@%d")}, 10.0 / 9, 10},
		{"nine, and back", []string{times(9, 1000, "@%d") + ", 20s @1, 21s @2"}, 1, 9},
		{"unknown", []string{times(9, 1000, "@0")}, none, 0},
		{"one event", []string{"0s @1"}, none, 1},
	} {
		if got := measureAll(t, c.tracks...)[0].Values[SharedSource]; !same(got.X, c.x) || got.N != c.n {
			t.Errorf("%s: %v of %d, want %v of %d", c.name, got.X, got.N, c.x, c.n)
		}
	}
}

func TestLoginAbuse(t *testing.T) {
	failing := func(users int, apart string) (tracks []string) {
		after := "0s"
		for i := range users {
			if i > 0 {
				after = apart
			}
			tracks = append(tracks, shift(t, after, "0s fails @1, 0s other @1, 0s other @1, 0s other @1, 0s other @1"))
		}
		return tracks
	}
	passes := shift(t, "30m", times(5, 0, "passes @1"))
	for _, c := range []struct {
		name   string
		tracks []string
		x      float64 // of the first
		n      int32
	}{
		{"20 accounts", failing(20, "1h"), 20, 1},
		{"an hour and a second later", failing(20, "3601s"), 1, 1},
		{"20 of 25 fail", append(failing(20, "1h"), passes), 20, 1},
		{"20 of 26 fail: only the first at the beginning",
			append(failing(20, "1h"), passes, shift(t, "30m", "0s passes @1")), 1, 1},
		{"one account 20 times", []string{times(20, 1000, "fails @1")}, 1, 20},
		{"who succeeds there", append([]string{times(5, 0, "passes @1")}, failing(40, "1s")...), 0, 5},
		{"from somewhere else", append([]string{times(5, 0, "fails @2")}, failing(20, "1s")...), 1, 5},
		{"one event", []string{"0s fails @1"}, none, 1},
	} {
		if got := measureAll(t, c.tracks...)[0].Values[LoginAbuse]; !same(got.X, c.x) || got.N != c.n {
			t.Errorf("%s: %v of %d, want %v of %d", c.name, got.X, got.N, c.x, c.n)
		}
	}
}

// TestFailingAccounts compares with every hour that ends with a login and with all others of its moment, each counted
// from the start.
func TestFailingAccounts(t *testing.T) {
	random := rand.New(rand.NewPCG(31, 32))
	for range 200 {
		var logins []login
		now := int64(0)
		for range 1 + random.IntN(60) {
			now += random.Int64N(4) * 600_000
			logins = append(logins, login{now, 1, UserNumber(random.Int32N(12)), random.IntN(6) > 0})
		}
		want := make([]int, len(logins))
		for end := range logins {
			if end+1 < len(logins) && logins[end+1].time == logins[end].time {
				continue
			}
			first, failed, accounts := end, 0, map[UserNumber]bool{}
			for first > 0 && logins[end].time-logins[first-1].time <= 3_600_000 {
				first--
			}
			for _, l := range logins[first : end+1] {
				if l.failed {
					failed++
					accounts[l.user] = true
				}
			}
			if 5*failed >= 4*(end+1-first) {
				for i := first; i <= end; i++ {
					want[i] = max(want[i], len(accounts))
				}
			}
		}
		for i, got := range failingAccounts(logins) {
			if got != want[i] {
				t.Fatalf("login %d of %+v: %d accounts, want %d", i, logins, got, want[i])
			}
		}
	}
}

// TestLoginsOfOneMomentComeInNoOrder has 20 accounts fail and 6 pass in one second: 77 % in whatever order they are
// numbered.
func TestLoginsOfOneMomentComeInNoOrder(t *testing.T) {
	var tracks []string
	for range 20 {
		tracks = append(tracks, "0s fails @1, 0s other @1, 0s other @1, 0s other @1, 0s other @1")
	}
	passes := slices.Repeat([]string{"0s passes @1"}, 6)
	for name, row := range map[string]Measures{
		"fails first": measureAll(t, append(slices.Clone(tracks), passes...)...)[0],
		"fails last":  measureAll(t, append(slices.Clone(passes), tracks...)...)[25],
	} {
		if x := row.Values[LoginAbuse].X; x != 0 {
			t.Errorf("who %s: %v accounts", name, x)
		}
	}
}

// TestLoginsOfEachUser counts those of a user alone, whoever was added before.
func TestLoginsOfEachUser(t *testing.T) {
	rows := measureAll(t, "0s fails @1, 1s fails @1, 2s passes @1", "0s fails @2, 1s @2", "0s @3")
	for user, want := range []int32{3, 1, 0} {
		if got := rows[user].Values[LoginAbuse].N; got != want {
			t.Errorf("user %d: %d logins, want %d", user, got, want)
		}
	}
}

// TestSharedAddresses names who shared an address, and no address that one user alone came from, however often.
func TestSharedAddresses(t *testing.T) {
	addresses := []int32{0, 7, 8, 9}
	s := NewAddressIndex(sessionsOf(30*time.Minute), addresses, nil)
	for user, text := range []string{"0s @1, 30h @1, 60h @2", "5s @3", "10s @1, 20s @3", "40h @1"} {
		s.Add(UserNumber(user), track(t, text), &Measures{})
	}
	s.Finish(func(UserNumber, RuleID, float64) {})
	want := []AddressUser{{7, 0}, {7, 2}, {7, 3}, {9, 1}, {9, 2}}
	if got := s.Shared(); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestRulesOfGroups(t *testing.T) {
	var groups []RuleID
	for r := range RuleID(RuleCount) {
		if r.HasGroup() {
			groups = append(groups, r)
		}
	}
	if want := []RuleID{AccountSwitching, SharedSource, LoginAbuse}; !slices.Equal(groups, want) {
		t.Errorf("%v, want %v", groups, want)
	}
}
