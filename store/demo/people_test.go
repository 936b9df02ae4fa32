package demo

import (
	"testing"
	"time"
)

// TestPeopleJoinedOverTheYears: nobody after the end, some in the month itself, fewer the longer ago, and nobody came
// before having joined.
func TestPeopleJoinedOverTheYears(t *testing.T) {
	site := ordinarySize()
	_, profiles := tables(t, site)
	users := readLog(t, site)
	inYear, inMonth, reticent := map[int]int{}, 0, 0
	for user, row := range profiles {
		joined, err := time.ParseInLocation(time.DateOnly, row["joined"], site.Start.Location())
		if err != nil || !joined.Before(site.Start.AddDate(0, 0, site.Days)) {
			t.Fatalf("%s joined on %q", user, row["joined"])
		}
		inYear[joined.Year()]++
		if !joined.Before(site.Start) {
			inMonth++
		}
		if events := users[user]; len(events) == 0 || events[0].at.Before(joined) {
			t.Errorf("%s joined on %v and has %d events", user, joined, len(events))
		}
		if !hasHangul(row["name"]) || !hasHangul(row["region"]) {
			t.Errorf("%s is %v", user, row)
		}
		if row["education"] == "" && row["major"] == "" {
			reticent++
		}
	}
	if inYear[2001] == 0 || inYear[2002] <= inYear[2001] {
		t.Errorf("joined in %v", inYear)
	}
	if share := float64(inMonth) / float64(site.Users); share < 0.06 || share > 0.10 {
		t.Errorf("%d joined in the month", inMonth)
	}
	if share := float64(reticent) / float64(site.Users); share < 0.02 || share > 0.04 {
		t.Errorf("%d say nothing of themselves", reticent)
	}
}

// TestPeopleComeWhenPeopleDo: more at noon than at four in the morning, more on a Monday than on a Sunday.
func TestPeopleComeWhenPeopleDo(t *testing.T) {
	byHour, byDay := map[int]int{}, map[time.Weekday]int{}
	for _, events := range readLog(t, small()) {
		for _, e := range events {
			byHour[e.at.Hour()]++
			byDay[e.at.Weekday()]++
		}
	}
	// March 2003 had five Sundays and five Mondays.
	if byHour[12] < 3*byHour[4] || byDay[time.Monday]*2 < byDay[time.Sunday]*3 {
		t.Errorf("by hour %v, by day %v", byHour, byDay)
	}
}

// TestUnusedAccounts: nobody gets the account of another, not even one that looks like a numbered one.
func TestUnusedAccounts(t *testing.T) {
	w := &world{accounts: map[string]int{}}
	given := map[string]bool{}
	for _, wanted := range []string{"jhkim", "jhkim_1", "jhkim", "jhkim", "jhkim_1", "jhkim_2", "jhkim"} {
		account := w.unused(wanted)
		if given[account] {
			t.Errorf("%s is given twice", account)
		}
		given[account] = true
	}
}
