package demo

import (
	"encoding/csv"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

// truthOf returns user → kind and case.
func truthOf(t *testing.T, site Site) map[string][2]string {
	t.Helper()
	var out strings.Builder
	if err := site.WriteTruth(&out); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(out.String())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	truth := map[string][2]string{}
	for _, row := range rows[1:] {
		truth[row[0]] = [2]string{row[1], row[2]}
	}
	return truth
}

func TestEveryKindHasItsShare(t *testing.T) {
	site := Default()
	counts, misusers := map[[2]string]int{}, 0
	for _, kindAndCase := range truthOf(t, site) {
		counts[kindAndCase]++
		if kindAndCase[1] != "harmless" {
			misusers++
		}
	}
	for _, k := range kinds {
		want := int(math.Round(k.share * float64(site.Users)))
		if k.harmless {
			if got := counts[[2]string{k.name, "harmless"}]; got != want {
				t.Errorf("%s: %d users, want %d", k.name, got, want)
			}
			continue
		}
		easy, hard := counts[[2]string{k.name, "easy"}], counts[[2]string{k.name, "hard"}]
		if easy+hard != want || easy-hard < 0 || easy-hard > 1 {
			t.Errorf("%s: %d easy and %d hard, want %d", k.name, easy, hard, want)
		}
	}
	if share := float64(misusers) / float64(site.Users); share < 0.025 || share > 0.035 {
		t.Errorf("%.1f %% misuse the site", 100*share)
	}
}

// TestKindsBehaveAsTheyAreCalled looks in the log for what makes each kind: it holds of every user of the kind's easy
// case, and of hardly any ordinary one.
func TestKindsBehaveAsTheyAreCalled(t *testing.T) {
	site := ordinarySize()
	users, truth := readLog(t, site), truthOf(t, site)
	for _, c := range []struct {
		kind, difficulty string
		is               func([]seen) bool
	}{
		{"copyist", "easy", func(e []seen) bool { return figuresOf(e).items >= 75 && steadiness(e) < 0.25 }},
		{"scraper", "easy", func(e []seen) bool {
			return figuresOf(e).items >= 115 && figuresOf(e).reading <= 2 &&
				!hasStatic(e)
		}},
		{"scraper", "hard", func(e []seen) bool {
			return figuresOf(e).items >= 55 && figuresOf(e).reading <= 10 &&
				hasStatic(e)
		}},
		{"hoarder", "easy", func(e []seen) bool { return figuresOf(e).items >= 120 && figuresOf(e).reading > 5 }},
		{"hoarder", "hard", func(e []seen) bool { return figuresOf(e).items >= 60 && figuresOf(e).reading > 5 }},
		{"shared", "easy", func(e []seen) bool { return daysTogether(e) >= 3 }},
		{"shared", "hard", func(e []seen) bool { return daysTogether(e) >= 1 && daysTogether(e) <= 2 }},
		{"out-of-order", "easy", func(e []seen) bool { return unreadApplications(e) >= 3 }},
		{"slow", "harmless", func(e []seen) bool { return figuresOf(e).reading >= 75 }},
		{"one-visit", "harmless", func(e []seen) bool { return figuresOf(e).visits == 1 && figuresOf(e).items >= 22 }},
		{"keen", "harmless", func(e []seen) bool { return figuresOf(e).visits >= 18 && figuresOf(e).items >= 55 }},
	} {
		t.Run(c.kind+" "+c.difficulty, func(t *testing.T) {
			members, ordinary, alike := 0, 0, 0
			for user, events := range users {
				switch truth[user] {
				case [2]string{c.kind, c.difficulty}:
					members++
					if !c.is(events) {
						t.Errorf("%s does not behave as a %s: %+v", user, c.kind, figuresOf(events))
					}
				case [2]string{}:
					ordinary++
					if c.is(events) {
						alike++
					}
				}
			}
			if members == 0 || alike > ordinary/33 {
				t.Errorf("%d of the kind; %d of %d ordinary users behave like it", members, alike, ordinary)
			}
		})
	}
}

// steadiness is the median deviation from the median gap between views of different postings, as a share of it.
func steadiness(events []seen) float64 {
	var gaps []float64
	var last *seen
	for i := range events {
		e := &events[i]
		if e.posting == "" {
			continue
		}
		if last != nil && last.posting != e.posting && e.at.Sub(last.at) < 30*time.Minute {
			gaps = append(gaps, e.at.Sub(last.at).Seconds())
		}
		last = e
	}
	if len(gaps) < 20 {
		return math.NaN()
	}
	slices.Sort(gaps)
	median := gaps[len(gaps)/2]
	for i := range gaps {
		gaps[i] = math.Abs(gaps[i] - median)
	}
	slices.Sort(gaps)
	return gaps[len(gaps)/2] / median
}

func hasStatic(events []seen) bool {
	return slices.ContainsFunc(events, func(e seen) bool { return e.static })
}

// daysTogether counts the days on which sessions of two devices overlap by a minute or more. Two devices differ in the
// network and in the family of the browser.
func daysTogether(events []seen) int {
	type session struct{ first, last time.Time }
	devices := map[[2]string][]session{}
	for _, e := range events {
		key := [2]string{e.address[:strings.LastIndex(e.address, ".")], familyOf(e.agent)}
		sessions := devices[key]
		if n := len(sessions); n > 0 && e.at.Sub(sessions[n-1].last) <= 30*time.Minute {
			sessions[n-1].last = e.at
			continue
		}
		devices[key] = append(sessions, session{e.at, e.at})
	}
	days := map[int]bool{}
	for one, sessions := range devices {
		for other, others := range devices {
			if one[0] == other[0] || one[1] == other[1] {
				continue
			}
			for _, a := range sessions {
				for _, b := range others {
					first, last := later(a.first, b.first), earlier(a.last, b.last)
					if last.Sub(first) >= time.Minute {
						days[first.YearDay()] = true
					}
				}
			}
		}
	}
	return len(days)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// familyOf knows the browsers by the word that only they say.
func familyOf(agent string) string {
	for _, family := range []string{"Opera", "Netscape", "Safari", "Konqueror", "Gecko", "MSIE"} {
		if strings.Contains(agent, family) {
			return family
		}
	}
	return ""
}

func unreadApplications(events []seen) int {
	read, unread := map[string]bool{}, map[string]bool{}
	for _, e := range events {
		read[e.posting] = true
		if e.application != "" && !read[e.application] {
			unread[e.application] = true
		}
	}
	return len(unread)
}
