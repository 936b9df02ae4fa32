package model

import (
	"reflect"
	"slices"
	"testing"

	"spoor/analysis"
	"spoor/analysis/web"
)

// TestCatalogueEntriesKnowWhatComesBefore: one entry for each item, in order, with the items that its field names.
func TestCatalogueEntriesKnowWhatComesBefore(t *testing.T) {
	got := CatalogueEntries([]Facts{
		{Key: "/jobs/1", Fields: map[string]string{"requires": "/tour, /prices;/faq"}},
		{Key: "/jobs/2", Fields: map[string]string{"title": "cook"}},
	})
	if len(got) != 2 || got[0].Item != "/jobs/1" || got[1].Item != "/jobs/2" {
		t.Fatalf("%+v", got)
	}
	if want := []string{"/tour", "/prices", "/faq"}; !slices.Equal(got[0].Requires, want) || len(got[1].Requires) != 0 {
		t.Errorf("before them: %q and %q", got[0].Requires, got[1].Requires)
	}
	if got[1].Fields["title"] != "cook" {
		t.Errorf("%v", got[1].Fields)
	}
}

// TestProfilesAreThoseOfUsersWhoCame, by their numbers: who has no profile has none, and nobody is made up for a
// profile whose user never came.
func TestProfilesAreThoseOfUsersWhoCame(t *testing.T) {
	users := []string{"", "lee", "kim"}
	asked := []web.Requirement{{Profile: "education"}, {Profile: "major"}}
	kim := Facts{Key: "kim", Fields: map[string]string{"education": "master", "joined": "2026-01-02"}}
	want := UserProfiles{2: {Has: []string{"master", ""}, Joined: 1_767_312_000_000}}
	for name, people := range map[string][]Facts{"kim alone": {kim}, "and somebody else": {{Key: "ahn"}, kim}} {
		if got := NewProfiles(people, users, asked); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
	if got := NewProfiles(nil, users, asked); len(got) != 0 {
		t.Errorf("without profiles: %+v", got)
	}
}

// TestWhoIsOnlyAnAddress: a user who is called as the address that the first event came from may be several people.
func TestWhoIsOnlyAnAddress(t *testing.T) {
	k := Knowledge{
		Pages:    &Pages{Clients: &Clients{Names: []string{"", "10.0.0.1", "10.0.0.2"}, Addresses: []int32{0, 1, 2}}},
		Profiles: UserProfiles{7: {Joined: 5}},
	}
	from := func(clients ...int32) (events []web.Event) {
		for _, client := range clients {
			events = append(events, web.Event{Client: client})
		}
		return events
	}
	for _, test := range []struct {
		user   int
		key    string
		events []web.Event
		want   analysis.Profile
	}{
		{3, "10.0.0.2", from(2, 1), analysis.Profile{Address: true}},
		{3, "10.0.0.2", from(1, 2), analysis.Profile{}},
		{7, "kim", from(1, 1), analysis.Profile{Joined: 5}},
	} {
		if got := k.Profile(test.user, test.key, test.events); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s from client %d first: %+v, want %+v", test.key, test.events[0].Client, got, test.want)
		}
	}
}

// TestJoinedIsReadInManyWays: days, and times with and without a zone; what is neither says nothing.
func TestJoinedIsReadInManyWays(t *testing.T) {
	const day = 1_767_312_000_000 // 2026-01-02 UTC
	for text, want := range map[string]int64{
		"2026-01-02": day, "2026/01/02": day, "2026.01.02": day, "2026-01-02 01:00:00": day + 3_600_000,
		"2026-01-02T01:00:00+01:00": day, "": 0, "yesterday": 0, "2026-13-02": 0,
	} {
		if got := joined(text); got != want {
			t.Errorf("%q is %d, want %d", text, got, want)
		}
	}
}
