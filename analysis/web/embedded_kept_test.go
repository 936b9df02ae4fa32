package web

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// gather numbers requests as a case does, for a finder that has been told all of them.
func gather(fetches []fetch) (f *EmbeddedFinder, targets []string, events []Event) {
	f = NewEmbeddedFinder()
	f.ToBeKept()
	referrers, targets := []string{""}, []string{""}
	number := func(texts *[]string, text string) int32 {
		if i := slices.Index(*texts, text); i >= 0 {
			return int32(i)
		}
		*texts = append(*texts, text)
		return int32(len(*texts) - 1)
	}
	for _, fetch := range fetches {
		event := Event{Time: 1000 * int64(fetch.second), Referrer: number(&referrers, fetch.from),
			Request: number(&targets, fetch.target)}
		if DefaultSite().Place(fetch.target).Static {
			event.Traits = Static
		}
		events = append(events, event)
	}
	for _, url := range referrers[1:] {
		f.Referrer(url)
	}
	for _, target := range targets[1:] {
		f.Request(target, DefaultSite().Place(target).Static)
	}
	return f, targets, events
}

// byUser are the events of each user among the first so many, in time order.
func byUser(fetches []fetch, events []Event, count int) map[int][]Event {
	users := map[int][]Event{}
	for i := range fetches[:count] {
		users[fetches[i].user] = append(users[fetches[i].user], events[i])
	}
	for _, events := range users {
		slices.SortStableFunc(events, func(a, b Event) int { return int(a.Time - b.Time) })
	}
	return users
}

// TestGoingOnEqualsCountingAll: what is counted of a part of the requests, kept, and gone on with by the users of the
// rest says the same as counting all, wherever it is cut, in whichever order requests come in.
func TestGoingOnEqualsCountingAll(t *testing.T) {
	compared := 0
	rapid.Check(t, func(t *rapid.T) {
		targets := []string{"/p/1", "/p/2", "/i/1", "/i/2?x=a.png", "/beacon", "/a.css", "/late/3"}
		from := []string{"", "https://s.example/p/1", "https://s.example/p/2", "/p/1", "https://s.example/beacon",
			"https://s.example/late/3"}
		weights := rapid.SliceOfN(rapid.IntRange(0, 5), 7, 7).Draw(t, "referrer by target")
		count := rapid.IntRange(1, 250).Draw(t, "count")
		cut := rapid.IntRange(0, count).Draw(t, "cut")
		gap := rapid.IntRange(1, 9).Draw(t, "gap")
		var all []fetch
		for i := range count {
			target := rapid.IntRange(0, 6).Draw(t, "target")
			if i >= cut {
				target = rapid.IntRange(2, 6).Draw(t, "target that comes later")
			}
			referrer := from[weights[target]]
			if rapid.IntRange(0, 19).Draw(t, "other") == 0 {
				referrer = from[(weights[target]+1)%6]
			}
			all = append(all, fetch{1 + rapid.IntRange(0, 5).Draw(t, "user"), i * gap / 2, targets[target], referrer, 0})
		}
		if rapid.Bool().Draw(t, "shuffled") { // what comes in late may have happened before
			all = rapid.Permutation(all).Draw(t, "order")
		}
		first, _, events := gather(all[:cut])
		if !first.Begin() {
			return
		}
		for _, events := range byUser(all, events, cut) {
			first.Add(events)
		}
		before, canKeep := first.Own()
		then, _, events := gather(all)
		then.Begin()
		now, ok := then.Own()
		if !canKeep || !ok || !slices.Equal(before, now) {
			return
		}
		old := byUser(all, events, cut)
		for user, events := range byUser(all, events, count) {
			if len(events) > len(old[user]) {
				then.Add(events)
				then.TakeBack(old[user])
			}
		}
		if err := then.GoOn(first.AppendCounts(nil)); err != nil {
			t.Fatal(err)
		}
		whole, names, events := gather(all)
		whole.Begin()
		for _, events := range byUser(all, events, count) {
			whole.Add(events)
		}
		target := func(request int) (string, error) { return names[request], nil }
		got, _ := then.Find(target)
		want, _ := whole.Find(target)
		if !slices.Equal(got, want) || !slices.Equal(then.AppendCounts(nil), whole.AppendCounts(nil)) {
			t.Fatalf("gone on %+v, all %+v", got, want)
		}
		compared++
	})
	if compared == 0 {
		t.Error("none was compared")
	}
}

func TestCountsThatCannotBe(t *testing.T) {
	fetches := shopVisits(4, 6)
	f, _, events := gather(fetches)
	f.Begin()
	for _, events := range byUser(fetches, events, len(fetches)) {
		f.Add(events)
	}
	kept := f.AppendCounts(nil)
	for name, body := range map[string][]byte{
		"cut": kept[:len(kept)-1], "of another template": append([]byte("12345678"), kept[8:]...), "short": kept[:5],
	} {
		f, _, _ := gather(fetches)
		f.Begin()
		if f.GoOn(body) == nil {
			t.Errorf("%s: taken", name)
		}
	}
	f, _, events = gather(fetches)
	f.Begin()
	for range 2 {
		for _, events := range byUser(fetches, events, len(fetches)) {
			f.TakeBack(events)
		}
	}
	if f.GoOn(kept) == nil {
		t.Error("more was taken back than there was")
	}
	f.Forget()
	for _, events := range byUser(fetches, events, len(fetches)) {
		f.Add(events)
	}
	if got := f.AppendCounts(nil); fmt.Sprintf("%x", got) != fmt.Sprintf("%x", kept) {
		t.Errorf("after Forget:\n%x\n%x", got, kept)
	}
}
