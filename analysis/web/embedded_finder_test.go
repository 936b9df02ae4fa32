package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// fetch is a request as a log has it.
type fetch struct {
	user, second int
	target, from string // from "": no referrer; target "click": no request of a URL
	traits       Traits
}

// findEmbedded finds what is embedded among requests, which it numbers as a case does.
func findEmbedded(t rapid.TB, fetches []fetch) []Embedded {
	number := func(texts *[]string, text string) int32 {
		if i := slices.Index(*texts, text); i >= 0 {
			return int32(i)
		}
		*texts = append(*texts, text)
		return int32(len(*texts) - 1)
	}
	referrers, targets := []string{""}, []string{""}
	users := map[int][]Event{}
	for _, f := range fetches {
		event := Event{Time: 1000 * int64(f.second), Request: number(&targets, f.target),
			Referrer: number(&referrers, f.from), Traits: f.traits}
		if DefaultSite().Place(f.target).Static {
			event.Traits |= Static
		}
		users[f.user] = append(users[f.user], event)
	}
	finder := NewEmbeddedFinder()
	for _, url := range referrers[1:] {
		finder.Referrer(url)
	}
	for _, target := range targets[1:] {
		if target == "click" {
			finder.Click()
		} else {
			finder.Request(target, DefaultSite().Place(target).Static)
		}
	}
	if finder.Begin() {
		for user := range 1000 {
			slices.SortStableFunc(users[user], func(a, b Event) int { return cmp.Compare(a.Time, b.Time) })
			if len(users[user]) > 0 {
				finder.Add(users[user])
			}
		}
	}
	found, err := finder.Find(func(request int) (string, error) { return targets[request], nil })
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// shopVisits has users open the pages of a shop. Each page loads its picture after a second, and a beacon after the
// picture; four in five pages have the user click on a size table, a dead end, after ten to thirty seconds.
func shopVisits(users, pages int) []fetch {
	var fetches []fetch
	for user := 1; user <= users; user++ {
		now, from := 100*user, "https://search.example/?q=chair"
		for page := range pages {
			target := fmt.Sprintf("/chair/%d", 10*user+page)
			url := "https://shop.example" + target
			fetches = append(fetches, fetch{user, now, target, from, 0},
				fetch{user, now + 1, fmt.Sprintf("/image/%d?name=a", page), url, 0},
				fetch{user, now + 4, "/seen", url, 0})
			if page%5 > 0 {
				fetches = append(fetches, fetch{user, now + 10 + page, fmt.Sprintf("/sizes/%d", page), url, 0})
			}
			from, now = url, now+60
		}
	}
	return fetches
}

func templates(found []Embedded) string {
	var names []string
	for _, e := range found {
		names = append(names, e.Template)
	}
	return strings.Join(names, " ")
}

func TestEmbedded(t *testing.T) {
	found := findEmbedded(t, shopVisits(4, 6))
	want := []Embedded{{"/image/#", 24, 24, 24, 4, 0}, {"/seen", 24, 24, 24, 4, 0}}
	if !slices.Equal(found, want) {
		t.Errorf("found %+v, want %+v", found, want)
	}
	if found := findEmbedded(t, shopVisits(1, 24)); templates(found) != "/image/# /seen" {
		t.Errorf("of one user: %+v", found)
	}
	if found := findEmbedded(t, shopVisits(3, 6)); len(found) != 0 { // 18 requests
		t.Errorf("of a few requests: %+v", found)
	}
}

// TestNotEmbedded takes one thing after the other away that tells what is embedded.
// TestEmbeddedAmongClicks has the first of all requests be a click, and many referrers that nobody asks for.
func TestEmbeddedAmongClicks(t *testing.T) {
	visits := shopVisits(30, 10)
	want := findEmbedded(t, visits)
	among := []fetch{{user: 1, target: "click"}}
	for i, visit := range visits {
		other := visit
		other.target, other.from = "click", fmt.Sprintf("https://shop.example/nowhere/%d", i)
		among = append(among, visit, other)
	}
	if got := findEmbedded(t, among); len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
}

func TestNotEmbedded(t *testing.T) {
	each := func(change func(i int, f *fetch)) []fetch {
		fetches := shopVisits(5, 10)
		i := 0
		for k := range fetches {
			if strings.HasPrefix(fetches[k].target, "/image/") {
				change(i, &fetches[k])
				i++
			}
		}
		return fetches
	}
	for name, fetches := range map[string][]fetch{
		"as one in eight is asked for from nowhere": each(func(i int, f *fetch) {
			if i%8 == 0 {
				f.from = ""
			}
		}),
		"as three in ten come late, when somebody clicks": each(func(i int, f *fetch) {
			if i%10 < 3 {
				f.second += 20
			}
		}),
		"as other sites show them":           each(func(_ int, f *fetch) { f.from = "https://pictures.example/album" }),
		"as robots say that they are robots": each(func(_ int, f *fetch) { f.traits = Robot }),
		"as people go on from there": append(shopVisits(5, 10),
			fetch{1, 9000, "/next", "https://shop.example/image/1?name=a", 0}),
		"as a few are fast and most are not": each(func(i int, f *fetch) {
			f.user = i%3*(1+i%2) + 500
			if f.user > 500 {
				f.second += 20
			}
		}),
	} {
		if found := findEmbedded(t, fetches); strings.Contains(templates(found), "/image/#") {
			t.Errorf("embedded, %s: %+v", name, found)
		}
	}
}

// TestPicturesWithoutPages: apps and messengers ask for pictures without any page, caches show copies of pages. Neither
// makes a page of a picture; what is never asked for by a page of the site stays one, whatever its name.
func TestPicturesWithoutPages(t *testing.T) {
	pictures := func(change func(i int, f *fetch)) []fetch {
		fetches := shopVisits(5, 10)
		i := 0
		for k := range fetches {
			if strings.HasPrefix(fetches[k].target, "/image/") {
				fetches[k].target = fmt.Sprintf("/image/%d?name=a.JPG&wh=200x200", k)
				change(i, &fetches[k])
				i++
			}
		}
		return fetches
	}
	for _, c := range []struct {
		name     string
		embedded bool
		fetches  []fetch
	}{
		{"half of them from nowhere", true, pictures(func(i int, f *fetch) {
			if i%2 == 0 {
				f.user, f.from = 800+i%3, ""
			}
		})},
		{"half of them from a copy elsewhere", true, pictures(func(i int, f *fetch) {
			if i%2 == 0 {
				f.user, f.from = 800+i%3, "https://cache.example/search?q=cache:chair"
			}
		})},
		{"all but a few from nowhere", false, pictures(func(i int, f *fetch) {
			if i >= 19 {
				f.user, f.from = 800+i%3, ""
			}
		})},
		{"pages that show a picture are read", false, pictures(func(_ int, f *fetch) { f.second += 20 })},
		{"one in five names no picture, half are from nowhere", false, pictures(func(i int, f *fetch) {
			if i%5 == 0 {
				f.target = fmt.Sprintf("/image/%d?name=a", i)
			}
			if i%2 == 0 {
				f.user, f.from = 800+i%3, ""
			}
		})},
	} {
		found := findEmbedded(t, c.fetches)
		if got := strings.Contains(templates(found), "/image/#"); got != c.embedded {
			t.Errorf("%s: embedded %v: %+v", c.name, got, found)
		}
	}
}

func TestNamesPicture(t *testing.T) {
	for target, want := range map[string]bool{
		"/image/7?name=chair.jpg": true, "/i?w=20&src=%2Fa%2Fchair.PNG#top": true, "/i?chair.jpg": false,
		"/chair.jpg": false, "/i?name=.jpg": false, "/i?name=chair.jpg.html": false, "/i?name=report.pdf": false,
		"/i#?name=a.jpg": false, "": false,
	} {
		if got := namesPicture(target); got != want {
			t.Errorf("%s: %v", target, got)
		}
	}
}

// TestDeadEndsOfAProgram: one program that opens every detail at once, and people who read first.
func TestDeadEndsOfAProgram(t *testing.T) {
	fetches := shopVisits(6, 6)
	for i := range 200 {
		list := fmt.Sprintf("https://shop.example/chair/%d", 10+i%6)
		fetches = append(fetches, fetch{900, 5000 + 2*i, fmt.Sprintf("/chair/%d", 10+i%6), "", 0},
			fetch{900, 5001 + 2*i, fmt.Sprintf("/sizes/%d", i), list, 0})
	}
	if found := findEmbedded(t, fetches); strings.Contains(templates(found), "/sizes") {
		t.Errorf("found %+v", found)
	}
}

func TestPathTemplate(t *testing.T) {
	for target, want := range map[string]string{
		"/image/20116?name=chair": "/image/#", "/": "/", "": "", "/a/b2c/#x1": "/a/#/", "/4/": "/#/", "*": "*",
		"/v2?9": "/#", "//7": "//#",
	} {
		if got := PathTemplate(target); got != want {
			t.Errorf("%q is %q, want %q", target, got, want)
		}
	}
}

// TestEmbeddedEqualsPlainCounts counts again, over lists and texts.
func TestEmbeddedEqualsPlainCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		targets := []string{"/p/1", "/p/2", "/i/1", "/i/2?x", "/beacon", "/a.css"}
		from := []string{"", "https://s.example/p/1", "https://s.example/p/2", "/p/1", "https://s.example/beacon",
			"https://o.example/far"}
		weights := rapid.SliceOfN(rapid.IntRange(0, 5), 6, 6).Draw(t, "referrer by target")
		gap := rapid.IntRange(1, 9).Draw(t, "gap")
		count := rapid.IntRange(0, 200).Draw(t, "count")
		var fetches []fetch
		for i := range count {
			target := rapid.IntRange(0, 5).Draw(t, "target")
			referrer := from[weights[target]]
			if rapid.IntRange(0, 19).Draw(t, "other") == 0 {
				referrer = from[(weights[target]+1)%6]
			}
			fetches = append(fetches, fetch{1 + rapid.IntRange(0, 3).Draw(t, "user"), i * gap / 2, targets[target],
				referrer, 0})
		}
		got, want := findEmbedded(t, fetches), plainEmbedded(fetches)
		if !slices.Equal(got, want) {
			t.Fatalf("found %+v, want %+v", got, want)
		}
	})
}

// plainOwn are the hosts of the own site, by the referrers that name them: "" where they name none. They are those of
// whose pages most are asked for, and those of whose pages half are; where no page is asked for, all are.
func plainOwn(fetches []fetch) map[string]bool {
	named, asked, most := map[string]int{}, map[string]int{}, 0
	var seen []string
	for _, f := range fetches {
		if f.from == "" || slices.Contains(seen, f.from) {
			continue
		}
		seen = append(seen, f.from)
		host, page, _ := splitURL(f.from)
		named[host]++
		if slices.ContainsFunc(fetches, func(other fetch) bool { return other.target == page }) {
			asked[host]++
		}
		most = max(most, asked[host])
	}
	own := map[string]bool{}
	for host := range named {
		own[host] = asked[host] == most || asked[host] > 0 && 2*asked[host] >= named[host]
	}
	return own
}

// plainEmbedded is the definition, slowly.
func plainEmbedded(fetches []fetch) []Embedded {
	hosts := plainOwn(fetches)
	targetOf := func(url string) string {
		_, target, _ := splitURL(url)
		return target
	}
	own := func(f fetch) bool {
		host, _, ok := splitURL(f.from)
		return ok && hosts[host]
	}
	var found []Embedded
	for _, template := range []string{"/p/#", "/i/#", "/beacon"} {
		e := Embedded{Template: template}
		referred, strict, foreign, users := 0, 0, 0, map[int]bool{}
		owned, soon := map[int]int{}, map[int]int{} // by user
		for i, f := range fetches {
			if own(f) && PathTemplate(targetOf(f.from)) == template && !strings.HasSuffix(f.target, ".css") {
				referred++
			}
			if PathTemplate(f.target) != template {
				continue
			}
			e.Requests++
			users[f.user] = true
			if !own(f) {
				if f.from != "" {
					foreign++
				}
				continue
			}
			e.Own++
			owned[f.user]++
			page, around := false, false
			for _, before := range fetches[:i] {
				if before.user == f.user && f.second-before.second <= 5 {
					isPage := before.target == targetOf(f.from)
					page = page || isPage
					around = around || isPage || own(before) && targetOf(before.from) == targetOf(f.from)
				}
			}
			if page {
				strict++
			}
			if around {
				e.Soon++
				soon[f.user]++
			}
		}
		e.Users = len(users)
		most, times := 0, e.Soon
		for user, requests := range owned {
			if 2*soon[user] > requests {
				most++
			}
		}
		if len(owned) < 3 { // of the users, those tell something who name a page
			most, times = len(owned), strict
		}
		n := float64(e.Requests - foreign)
		if n >= 20 && float64(e.Own) >= .9*n && float64(times) >= .8*n && 2*most > len(owned) &&
			float64(referred) < .01*n {
			found = append(found, e)
		}
	}
	slices.SortFunc(found, func(a, b Embedded) int {
		return cmp.Or(cmp.Compare(b.Requests, a.Requests), strings.Compare(a.Template, b.Template))
	})
	return found
}
