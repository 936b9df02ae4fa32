package analysis

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"spoor/analysis/web"
)

// The site of the reference: what its items ask for, and of whom.

var refRequirements = []web.Requirement{
	{Profile: "education", Item: "level", Order: []string{"none", "school", "bachelor", "doctor"}},
	{Profile: "major", Item: "majors"},
	{Profile: "licence", Item: "licence"}, // of which the catalogue says nothing
}

// refCatalogue has items 0 to 39 and one that nobody can see.
var refCatalogue = func() map[string]map[string]string {
	random := rand.New(rand.NewPCG(8, 9))
	pick := func(of ...string) string { return of[random.IntN(len(of))] }
	catalogue := map[string]map[string]string{}
	for i := range 40 {
		entry := map[string]string{
			"level":  pick("", "none", "school", "bachelor", "doctor", "unheard of"),
			"majors": pick("", "any", "law", "physics; chemistry", "law;physics", " any"),
		}
		switch {
		case i%3 == 2:
			entry["requires"] = fmt.Sprintf("i%d", i-1)
		case i%10 == 9:
			entry["requires"] = fmt.Sprintf("i%d, i%d;nowhere", i-1, i-2)
		}
		catalogue[fmt.Sprintf("i%d", i)] = entry
	}
	catalogue["never seen"] = map[string]string{"level": "doctor", "majors": "law"}
	return catalogue
}()

func refKnowledge() *Knowledge {
	var entries []web.Entry
	for i := range 50 {
		if entry := refCatalogue[fmt.Sprintf("i%d", i)]; entry != nil {
			entries = append(entries, web.Entry{Item: fmt.Sprintf("i%d", i), Fields: entry,
				Requires: web.SplitRequires(entry["requires"])})
		}
	}
	entries = append(entries, web.Entry{Item: "never seen", Fields: refCatalogue["never seen"]})
	site := &web.Site{Requirements: refRequirements, Described: true}
	k, err := NewKnowledge(site, entries, func(item string) (id int32, occurs bool) {
		_, err := fmt.Sscanf(item, "i%d", &id)
		return id, err == nil
	})
	if err != nil {
		panic(err)
	}
	k.Referrers, k.Devices = true, []int32{0, 1, 2, 3}
	for request := range int32(400) {
		k.Sequences = append(k.Sequences, refSequence(request))
		k.Paths = append(k.Paths, (request+1)/2)
	}
	return k
}

func refProfile(random *rand.Rand) []string {
	pick := func(of ...string) string { return of[random.IntN(len(of))] }
	switch random.IntN(4) {
	case 0:
		return nil
	case 1:
		return []string{pick("none", "doctor", "elsewhere")}
	default:
		return []string{pick("", "none", "school", "bachelor", "doctor"), pick("", "law", "chemistry", "music"), "pilot"}
	}
}

func refMeets(r web.Requirement, have, need string) bool {
	if r.Order != nil {
		return !slices.Contains(r.Order, need) || !slices.Contains(r.Order, have) ||
			slices.Index(r.Order, have) >= slices.Index(r.Order, need)
	}
	for _, x := range strings.Split(need, ";") {
		if strings.TrimSpace(x) == have {
			return true
		}
	}
	return need == "any"
}

func refShares(r web.Requirement, have string) float64 {
	unmet, all := 0, 0
	for _, entry := range refCatalogue {
		if need := entry[r.Item]; need != "" {
			all++
			if !refMeets(r, have, need) {
				unmet++
			}
		}
	}
	if all == 0 {
		return 0
	}
	return float64(unmet) / float64(all)
}

type refValue struct {
	x  float64
	n  int
	ok bool
}

func refSemantic(u *refUser) (values map[string]refValue) {
	u.unmet, u.tried = nil, nil
	var views []web.Event
	for _, e := range u.events {
		if e.Traits&web.View != 0 {
			views = append(views, e)
		}
	}
	values = map[string]refValue{"content-order": refOrder(views)}
	seen, deeper, details, direct := map[int32]bool{}, map[int32]bool{}, 0, 0
	for _, e := range views {
		switch {
		case e.Level == web.LevelSummary:
			seen[e.Item] = true
		case e.Level == web.LevelDetail && seen[e.Item]:
			details++
			deeper[e.Item] = true
		case e.Level == web.LevelDetail:
			details++
			direct++
		}
	}
	values["content-depth"] = refValue{float64(len(deeper)) / float64(len(seen)), len(seen), len(seen) >= 5}
	values["direct-detail"] = refValue{float64(direct) / float64(details), details, details >= 5}
	for r, requirement := range refRequirements {
		items, unmet := map[string]bool{}, 0
		if r < len(u.has) && u.has[r] != "" {
			for _, e := range views {
				item := fmt.Sprintf("i%d", e.Item)
				if need := refCatalogue[item][requirement.Item]; need != "" && !items[item] {
					items[item] = true
					if !refMeets(requirement, u.has[r], need) {
						unmet++
					}
				}
			}
		}
		u.unmet = append(u.unmet, unmet)
		if len(items) >= 5 {
			u.tried = append(u.tried, refTried{r, len(items), unmet, refShares(requirement, u.has[r])})
		}
	}
	return values
}

// refTried is a requirement that a user's items tell something of.
type refTried struct {
	requirement, items, unmet int
	share                     float64 // unmet if the profile did not matter
}

// refLeanings are, by requirement, what ordinary users leave unmet as a share of what they would if profiles did not
// matter.
func refLeanings(members []*refUser) map[int]float64 {
	leanings := map[int]float64{}
	for r := range refRequirements {
		users, unmet, expected := 0, 0.0, 0.0
		for _, u := range members {
			for _, tried := range u.tried {
				if tried.requirement == r && tried.share > 0 {
					users++
					unmet += float64(tried.unmet)
					expected += float64(tried.items) * tried.share
				}
			}
		}
		if users >= 30 {
			leanings[r] = unmet / expected
		}
	}
	return leanings
}

// refMismatch compares how likely the unmet items are if the profile does not matter and of an ordinary user.
func refMismatch(u *refUser, leanings map[int]float64) (worst refValue) {
	most := 0
	for _, tried := range u.tried {
		most = max(most, tried.items)
		leaning, ok := leanings[tried.requirement]
		if !ok || tried.share <= 0 {
			continue
		}
		clip := func(x, low, high float64) float64 { return math.Min(math.Max(x, low), high) }
		alien, usual := clip(tried.share, 0.01, 0.99), clip(tried.share*leaning, 0.005, 0.95)
		if usual >= alien {
			continue
		}
		odds := 0.0
		for i := range tried.items {
			if i < tried.unmet {
				odds += math.Log10(alien / usual)
			} else {
				odds += math.Log10((1 - alien) / (1 - usual))
			}
		}
		if !worst.ok || odds > worst.x {
			worst = refValue{odds, tried.items, true}
		}
	}
	if !worst.ok {
		worst.n = most
	}
	return worst
}

// refOrder asks of every view for itself what was viewed before it or in its second.
func refOrder(views []web.Event) refValue {
	cases, dependent := 0, 0
	for _, e := range views {
		need := web.SplitRequires(refCatalogue[fmt.Sprintf("i%d", e.Item)]["requires"])
		if len(need) == 0 {
			continue
		}
		dependent++
		viewed := 0
		for _, x := range need {
			if slices.ContainsFunc(views, func(other web.Event) bool {
				return fmt.Sprintf("i%d", other.Item) == x && other.Time/1000 <= e.Time/1000
			}) {
				viewed++
			}
		}
		if viewed < len(need) {
			cases++
		}
	}
	return refValue{float64(cases) / float64(dependent), dependent, dependent >= 3}
}

// refBurst fills a bucket for each kind, and one for each request.
func refBurst(events []web.Event) float64 {
	fullest := 0.0
	distinct := func(capacity, leak float64, what func(web.Event) int32) {
		level, last, memory := 0.0, int64(0), map[int32]bool{}
		for _, e := range events {
			id := what(e)
			if id < 0 {
				continue
			}
			if level -= float64(e.Time-last) / leak; level <= 0 {
				level, memory = 0, map[int32]bool{}
			}
			last = e.Time
			if !memory[id] {
				memory[id] = true
				level++
			}
			fullest = max(fullest, level/capacity)
		}
	}
	distinct(40, 2000, func(e web.Event) int32 {
		if e.Traits&web.Static != 0 {
			return -1
		}
		return e.Item
	})
	distinct(10, 10000, func(e web.Event) int32 {
		if e.Traits&web.ClientErrors == 0 {
			return -1
		}
		if e.Request > 0 && e.Request < 400 { // two requests of a path, as in refKnowledge
			return 1<<20 + (e.Request+1)/2
		}
		return e.Request
	})
	level, last := map[int32]float64{}, map[int32]int64{}
	for _, e := range events {
		if e.Traits&web.Static == 0 {
			level[e.Request] = max(0, level[e.Request]-float64(e.Time-last[e.Request])/3000) + 1
			last[e.Request] = e.Time
			fullest = max(fullest, level[e.Request]/20)
		}
	}
	return fullest
}
