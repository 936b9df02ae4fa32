package analysis

import (
	"math"
	"slices"
	"sort"

	"spoor/analysis/web"
)

// refToday measures what the rules of today look at, for checkValues.
func refToday(u *refUser, timeout int64) map[string]refValue {
	return map[string]refValue{
		"probing":    refProbing(u.events),
		"bare-pages": refBarePages(u.events), "round-the-clock": refRoundTheClock(u.events),
		"metronome": refMetronome(u.events, timeout), "enumeration": refEnumeration(u.events),
		"harvest": refHarvest(u.events),
		"sharing": refSharing(u.events, timeout), "login-guessing": refGuessing(u.events),
		"non-browser": refNonBrowser(u.events),
	}
}

func refViews(events []web.Event) (views []web.Event) {
	for _, e := range events {
		if e.Traits&web.View != 0 {
			views = append(views, e)
		}
	}
	return views
}

func refMetronome(events []web.Event, timeout int64) refValue {
	var gaps []float64
	for _, session := range refSessions(events, timeout) {
		views := refViews(session)
		for i := 1; i < len(views); i++ {
			if gap := views[i].Time - views[i-1].Time; gap != 0 && views[i].Item != views[i-1].Item {
				gaps = append(gaps, float64(gap))
			}
		}
	}
	step := 1000.0
	for _, e := range refViews(events) {
		if e.Time%1000 != 0 {
			step = 1
		}
	}
	if len(gaps) < 20 {
		return refValue{n: len(gaps)}
	}
	sort.Float64s(gaps)
	median := refQuantile(gaps, 0.5)
	var distances []float64
	for _, gap := range gaps {
		distances = append(distances, math.Abs(gap-median))
	}
	sort.Float64s(distances)
	return refValue{1 - refQuantile(distances, 0.5)/median, len(gaps), median >= 5*step}
}

// refSequence is what refKnowledge says of a request: ids in three templates, and every seventh request in none.
func refSequence(request int32) web.Sequence {
	if request%7 == 0 {
		return web.Sequence{}
	}
	return web.Sequence{Template: 1 + request%3, Place: 1 + request/2*3 + request%3, ID: int64(request / 2)}
}

func refEnumeration(events []web.Event) refValue {
	most, best := 0, refValue{}
	for template := int32(1); template <= 3; template++ {
		var ids []int64
		for _, e := range events {
			if s := refSequence(e.Request); s.Template == template && e.Traits&web.Static == 0 &&
				!slices.Contains(ids, s.ID) {
				ids = append(ids, s.ID)
			}
		}
		most = max(most, len(ids))
		if len(ids) < 10 {
			continue
		}
		for step := int64(-10); step <= 10; step++ {
			times := 0
			for i := 1; i < len(ids); i++ {
				if ids[i]-ids[i-1] == step {
					times++
				}
			}
			share := float64(times) / float64(len(ids)-1)
			if !best.ok || share > best.x || share == best.x && len(ids) > best.n {
				best = refValue{share, len(ids), true}
			}
		}
	}
	if !best.ok {
		best.n = most
	}
	return best
}

func refHarvest(events []web.Event) refValue {
	views := refViews(events)
	type thing struct {
		item  int32
		level web.Level
	}
	things, items := map[thing]bool{}, map[int32]bool{}
	for _, e := range views {
		things[thing{e.Item, e.Level}] = true
		if e.Item < 40 {
			items[e.Item] = true
		}
	}
	return refValue{float64(len(items)) / 41, 41, len(views) > 0 &&
		float64(len(things))/float64(len(views)) >= 0.9-1e-12}
}

// refSharing compares every stay with every other.
func refSharing(events []web.Event, timeout int64) refValue {
	onDevice := map[int32][]web.Event{}
	known := 0
	for _, e := range events {
		if e.Client > 0 {
			known++
			onDevice[e.Client] = append(onDevice[e.Client], e)
		}
	}
	var stays [][]web.Event
	for _, list := range onDevice {
		stays = append(stays, refSessions(list, timeout)...)
	}
	days := map[int64]bool{}
	for _, a := range stays {
		for _, b := range stays {
			from := max(a[0].Time, b[0].Time)
			if a[0].Client != b[0].Client && min(a[len(a)-1].Time, b[len(b)-1].Time)-from >= 60_000 {
				days[from/86_400_000] = true
			}
		}
	}
	return refValue{float64(len(days)), known, known > 0}
}

func refGuessing(events []web.Event) refValue {
	most, logins := 0, 0
	for i, e := range events {
		if e.Traits&(web.LoginFailed|web.LoginPassed) != 0 {
			logins++
		}
		if e.Traits&web.LoginPassed == 0 {
			continue
		}
		failures := 0
		for k := i - 1; k >= 0 && events[k].Traits&web.LoginPassed == 0; k-- {
			if events[k].Traits&web.LoginFailed != 0 && e.Time-events[k].Time <= 1_800_000 {
				failures++
			}
		}
		most = max(most, failures)
	}
	return refValue{float64(most), logins, logins > 0}
}

func refNonBrowser(events []web.Event) refValue {
	bare, asked := 0, 0
	for _, e := range events {
		if e.Traits&web.Static != 0 {
			return refValue{n: 10}
		}
		if e.Traits&web.Click == 0 {
			asked++
			if e.Traits&web.Referred == 0 {
				bare++
			}
		}
	}
	return refValue{float64(bare) / float64(asked), asked, asked >= 10}
}

// refBarePages looks at what lies between each page and the next one.
func refBarePages(events []web.Event) refValue {
	var pages []int
	for i, e := range events {
		if e.Traits&(web.Static|web.Click) == 0 {
			pages = append(pages, i)
		}
	}
	bare := 0
	for k, page := range pages {
		from, to := page, len(events)
		if k == 0 {
			from = 0
		}
		if k+1 < len(pages) {
			to = pages[k+1]
		}
		if !slices.ContainsFunc(events[from:to], func(e web.Event) bool { return e.Traits&web.Static != 0 }) {
			bare++
		}
	}
	return refValue{float64(bare) / float64(len(pages)), len(pages), len(pages) >= 5}
}

// refRoundTheClock tries every 24 hours that begin with something new.
func refRoundTheClock(events []web.Event) refValue {
	seen, hours := map[int32]bool{}, map[int64]bool{}
	for _, e := range refViews(events) {
		if !seen[e.Item] {
			hours[int64(math.Floor(float64(e.Time)/3_600_000))] = true
		}
		seen[e.Item] = true
	}
	most := 0
	for from := range hours {
		n := 0
		for hour := range hours {
			if hour >= from && hour < from+24 {
				n++
			}
		}
		most = max(most, n)
	}
	return refValue{float64(most) / 24, len(hours), len(hours) >= 1}
}

// refProbing counts over the paths of refKnowledge, two requests each.
func refProbing(events []web.Event) refValue {
	asked, refused, paths := 0, 0, map[int32]bool{}
	for _, e := range events {
		if e.Request < 1 || e.Request >= 400 {
			continue
		}
		asked++
		if e.Traits&web.ClientErrors != 0 {
			refused++
			paths[(e.Request+1)/2] = true
		}
	}
	return refValue{float64(len(paths)), asked, asked > 0 && float64(refused)/float64(asked) >= 0.3-1e-12}
}
