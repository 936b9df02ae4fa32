package analysis

import (
	"slices"
	"strconv"
	"testing"
	"time"
)

func TestGroup(t *testing.T) {
	tracks := []string{
		"0s @1, 1s fails @1, 2s @2, 25h @1",
		"5s @1, 6s fails @1",
		"7s @1, 25h @1",
		"8s @1, 30m fails @1",
		"25h @1",
		"9s @2, 3700s fails @1",
		"1h fails @3",
	}
	s := NewAddressIndex(sessionsOf(30*time.Minute), []int32{0, 1, 2, 3}, nil)
	m := NewMeasurer(sessionsOf(30*time.Minute), Window{0, 2 * day}, nil)
	for user, text := range tracks {
		events := track(t, text)
		row := m.Measure(events, Profile{})
		s.Add(UserNumber(user), events, &row)
	}
	hour := int64(3_600_000)
	for _, c := range []struct {
		name  string
		user  UserNumber
		rule  RuleID
		want  Group
		found bool
	}{
		{"most at an address in a day", 0, SharedSource, Group{1, 0, day - 1, []UserNumber{0, 1, 2, 3, 5}}, true},
		{"only there the day after", 4, SharedSource, Group{1, day, 2*day - 1, []UserNumber{0, 2, 4}}, true},
		{"alone at an address", 6, SharedSource, Group{}, false},
		{"within an hour", 0, LoginAbuse, Group{1, 1_000, hour / 2, []UserNumber{0, 1, 3}}, true},
		{"the hour before", 5, LoginAbuse, Group{1, hour / 2, 3_700_000, []UserNumber{3, 5}}, true},
		{"nobody else failed there", 6, LoginAbuse, Group{}, false},
		{"no failure", 2, LoginAbuse, Group{}, false},
		{"a rule of one user", 0, Sharing, Group{}, false},
	} {
		got, found := s.Group(c.user, c.rule, byNumber)
		if found != c.found || got.Address != c.want.Address || got.From != c.want.From || got.To != c.want.To ||
			!slices.Equal(got.Users, c.want.Users) {
			t.Errorf("%s: %+v, %v; want %+v", c.name, got, found, c.want)
		}
	}
	chain := NewAddressIndex(sessionsOf(30*time.Minute), []int32{0, 7}, nil)
	for user, after := range []string{"0s", "30s", "60s", "10m"} {
		events := track(t, shift(t, after, "0s @1, 10s @1, 20s @1"))
		row := m.Measure(events, Profile{})
		chain.Add(UserNumber(user), events, &row)
	}
	if got, found := chain.Group(1, AccountSwitching, byNumber); !found || got.Address != 7 || got.From != 0 ||
		got.To != 80_000 || !slices.Equal(got.Users, []UserNumber{0, 1, 2}) {
		t.Errorf("accounts one after the other: %+v, %v", got, found)
	}
	if got, found := chain.Group(3, AccountSwitching, byNumber); found {
		t.Errorf("ten minutes later: %+v", got)
	}
}

func byNumber(address int32) string { return strconv.Itoa(int(address)) }

// TestGroupOfEquals: of two addresses with as many users it is the one whose name comes first, whichever was numbered
// first.
func TestGroupOfEquals(t *testing.T) {
	s := NewAddressIndex(sessionsOf(30*time.Minute), []int32{0, 1, 2, 3}, nil)
	for user, text := range []string{"0s @1, 1s @2, 25h @2, 26h @3", "2s @2, 3s @1, 25h @2"} {
		row := Measures{}
		s.Add(UserNumber(user), track(t, text), &row)
	}
	for _, names := range [][]string{{"", "10.0.0.9", "10.0.0.1", ""}, {"", "10.0.0.1", "10.0.0.9", ""}} {
		got, found := s.Group(0, SharedSource, func(address int32) string { return names[address] })
		if !found || names[got.Address] != "10.0.0.1" || got.From != 0 {
			t.Errorf("%v: %+v, %v", names, got, found)
		}
	}
}
