package model

import (
	"time"

	"spoor/analysis"
	"spoor/analysis/web"
)

// Knowledge is everything that metrics are measured with besides the events.
type Knowledge struct {
	Pages    *Pages
	Content  *analysis.Knowledge
	Profiles UserProfiles
}

// UserProfiles are those of users, by number of the user.
type UserProfiles map[int]analysis.Profile

// Profile is what is known of a user, who came with these events.
func (k *Knowledge) Profile(user int, key string, events []web.Event) analysis.Profile {
	profile := k.Profiles[user]
	profile.Address = IsAddressOf(key, k.Pages.Names[k.Pages.Addresses[events[0].Client]])
	return profile
}

// The fields with a meaning of their own.
const (
	fieldRequires = "requires" // of an entry of the catalogue: items that should be looked at before
	fieldJoined   = "joined"   // of a profile: a date
)

// CatalogueEntries are the catalogue as the analysis wants it.
func CatalogueEntries(catalogue []Facts) []web.Entry {
	list := make([]web.Entry, 0, len(catalogue))
	for _, facts := range catalogue {
		requires := web.SplitRequires(facts.Fields[fieldRequires])
		list = append(list, web.Entry{Item: facts.Key, Fields: facts.Fields, Requires: requires})
	}
	return list
}

// NewProfiles are the profiles of the users whose keys are given, by number, as far as there are any.
func NewProfiles(people []Facts, userKeys []string, requirements []web.Requirement) UserProfiles {
	if len(people) == 0 {
		return nil
	}
	number := make(map[string]int, len(userKeys))
	for user, key := range userKeys {
		number[key] = user
	}
	p := UserProfiles{}
	for _, facts := range people {
		if user, found := number[facts.Key]; found {
			p[user] = NewProfile(facts, requirements)
		}
	}
	return p
}

// NewProfile is a profile as the analysis wants it.
func NewProfile(person Facts, requirements []web.Requirement) analysis.Profile {
	profile := analysis.Profile{Joined: joined(person.Fields[fieldJoined])}
	for _, requirement := range requirements {
		profile.Has = append(profile.Has, person.Fields[requirement.Profile])
	}
	return profile
}

// joined reads a date, or a time; 0 if it is neither.
func joined(text string) int64 {
	for _, layout := range []string{time.DateOnly, time.RFC3339, time.DateTime, "2006/01/02", "2006.01.02"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UnixMilli()
		}
	}
	return 0
}
