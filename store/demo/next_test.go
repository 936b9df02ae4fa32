package demo

import (
	"strings"
	"testing"
	"time"
)

// TestNextIsTheSameSiteTwoWeeksOn: the same postings, people who come again as the same people, and others.
func TestNextIsTheSameSiteTwoWeeksOn(t *testing.T) {
	site := ordinarySize()
	next := site.Next()
	if want := time.Date(2003, time.April, 1, 0, 0, 0, 0, site.Start.Location()); !next.Start.Equal(want) ||
		next.Days != 14 {
		t.Errorf("%d days from %v", next.Days, next.Start)
	}
	if whole := Default().Next().Users; whole != 12682 {
		t.Errorf("%d users of the whole site", whole)
	}
	postings, before := tables(t, site)
	postingsThen, profiles := tables(t, next)
	if len(postings) != len(postingsThen) {
		t.Fatalf("%d items, and %d before", len(postingsThen), len(postings))
	}
	for item, row := range postings {
		if row["title"] != postingsThen[item]["title"] {
			t.Errorf("%s was %q and is %q", item, row["title"], postingsThen[item]["title"])
		}
	}
	truth, truthThen := truthOf(t, site), truthOf(t, next)
	again, joined := 0, 0
	for user, row := range profiles {
		if strings.HasPrefix(row["joined"], "2003-04") {
			joined++
		}
		if before[user] == nil {
			continue
		}
		again++
		if before[user]["name"] != row["name"] || before[user]["major"] != row["major"] || truth[user] != truthThen[user] {
			t.Errorf("%s was %v, %v and is %v, %v", user, before[user], truth[user], row, truthThen[user])
		}
	}
	if share := float64(again) / float64(next.Users); len(profiles) != next.Users || share < 0.5 || share > 0.7 {
		t.Errorf("%d profiles, of which %d were there before, of %d users", len(profiles), again, next.Users)
	}
	if share := float64(joined) / float64(next.Users); share < 0.02 || share > 0.06 {
		t.Errorf("%d joined meanwhile", joined)
	}
	if share := float64(misusersOf(truthThen)) / float64(next.Users); share < 0.025 || share > 0.035 {
		t.Errorf("%.1f %% misuse the site", 100*share)
	}
}

// TestWhoComesAgainHasTheSameDevices: at most the two of one person, or those of the others who share the account.
func TestWhoComesAgainHasTheSameDevices(t *testing.T) {
	site := small()
	addresses := func(events []seen) map[string]bool {
		found := map[string]bool{}
		for _, e := range events {
			found[e.address+" "+e.agent] = true
		}
		return found
	}
	before := readLog(t, site)
	again, known := 0, 0
	for user, events := range readLog(t, site.Next()) {
		earlier := addresses(before[user])
		if len(earlier) != 1 {
			continue
		}
		again++
		for device := range addresses(events) {
			if earlier[device] {
				known++
				break
			}
		}
	}
	if again == 0 || known < again*9/10 { // who has two devices may have used one in March and the other in April
		t.Errorf("%d of %d come from an address that is known", known, again)
	}
}

// TestNextCanBeRepeated: the fortnight after the fortnight has its users too, none of them twice.
func TestNextCanBeRepeated(t *testing.T) {
	site := small().Next().Next()
	if _, profiles := tables(t, site); len(profiles) != site.Users {
		t.Errorf("%d profiles of %d users", len(profiles), site.Users)
	}
	if log := logOf(t, site); !strings.Contains(log, "[15/Apr/2003:") {
		t.Error("nothing happened on the first day")
	}
}

// TestWithoutMisuse: nobody misuses the site, and who never did behaves to the line as before.
func TestWithoutMisuse(t *testing.T) {
	for _, site := range []Site{small(), small().Next()} {
		honest := site
		honest.Misuse = false
		if misusers := misusersOf(truthOf(t, honest)); misusers > 0 {
			t.Errorf("%d misuse the site", misusers)
		}
		truth, log := truthOf(t, site), readLog(t, site)
		for user, events := range readLog(t, honest) {
			if kindAndCase := truth[user]; kindAndCase == [2]string{} && len(events) != len(log[user]) {
				t.Errorf("%s, who misuses nothing, has %d events and had %d", user, len(events), len(log[user]))
			}
		}
	}
}

func misusersOf(truth map[string][2]string) (n int) {
	for _, kindAndCase := range truth {
		if kindAndCase[1] != "harmless" {
			n++
		}
	}
	return n
}
