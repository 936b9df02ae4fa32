package analysis

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"spoor/analysis/predicate"
	"spoor/analysis/stats"
	"spoor/analysis/web"
)

// ownLog is what happened on a tiny site: a line for each event, of one user.
type ownLog struct {
	events  []web.Event
	details []Detail
	parts   []predicate.Event // by event, whole
	numbers OwnNumbers
}

// add adds an event so many seconds after midnight of Thursday, 1 January 1970, UTC.
func (l *ownLog) add(second int64, path string, item int32, status int, bytes int64, address int32) {
	request, client := int32(len(l.events)+1), address
	traits := web.View
	if item == web.None {
		traits = 0
	}
	if web.IsClientError(status) {
		traits |= web.ClientErrors
	}
	l.events = append(l.events, web.Event{Time: second * 1000, Item: item, Menu: item % 2, Client: client,
		Request: request, Traits: traits})
	l.details = append(l.details, Detail{Bytes: bytes, Referrer: address, Source: 1, Status: int16(status)})
	part := NewRequestPart("GET", path, false)
	part.Address = NewClientPart(fmt.Sprintf("10.0.%d.1", address), "x").Address
	part.Network, part.Agent = fmt.Sprintf("10.0.%d.0/24", address), "x"
	part.Referrer, part.Source, part.Status, part.Bytes = fmt.Sprintf("r%d", address), "a.log", status, int(bytes)
	part.Level, part.Outcome, part.User = "unknown", outcome(status, noLogin), "kim"
	part.Profile = map[string]string{"major": "law"}
	at := time.UnixMilli(second * 1000).UTC()
	part.Hour, part.Weekday = at.Hour(), predicate.Weekdays[at.Weekday()]
	l.parts = append(l.parts, part)
	stats.Put(&l.numbers.Paths, request, int32(slices.Index(ownPaths, part.Path)+1))
	stats.Put(&l.numbers.Addresses, client, address)
	stats.Put(&l.numbers.Networks, client, address)
	stats.Put(&l.numbers.Agents, client, 1)
}

var ownPaths = []string{"/", "/a", "/b", "/invoice"}

// measurer has been told of everything in the log.
func (l *ownLog) measurer(own OwnRules) *OwnMeasurer {
	t := NewOwnTables(own, time.UTC)
	for i := range l.parts {
		t.Tell(predicate.Request, l.events[i].Request, &l.parts[i])
		t.Tell(predicate.Client, l.events[i].Client, &l.parts[i])
		t.Tell(predicate.Referrer, l.details[i].Referrer, &l.parts[i])
		t.Tell(predicate.Source, 1, &l.parts[i])
		t.Tell(predicate.User, 7, &l.parts[i])
	}
	return NewOwnMeasurer(t, 30*time.Minute, l.numbers)
}

func ownRule(t interface{ Fatal(...any) }, rule OwnRule) OwnRules {
	rule.Name = "x"
	own, err := NewOwnRules([]OwnRule{rule})
	if err != nil {
		t.Fatal(err)
	}
	return own
}

// TestOwnMeasures is worked out by hand on two visits, of five events at 03:00 and three at 10:00.
func TestOwnMeasures(t *testing.T) {
	var l ownLog
	l.add(10800, "/", 1, 200, 100, 1)          // 03:00:00
	l.add(10810, "/a?x=1", 2, 200, 200, 1)     // 03:00:10
	l.add(10850, "/a", 2, 404, 0, 1)           // 03:00:50
	l.add(10865, "/invoice", 3, 403, 50, 2)    // 03:01:05
	l.add(10925, "/b", web.None, 200, 1000, 2) // 03:02:05
	l.add(36000, "/invoice", 3, 200, 700, 1)   // 10:00:00
	l.add(36030, "/invoice", 3, 200, 700, 1)   // 10:00:30
	l.add(36100, "/", 1, 500, 10, 3)           // 10:01:40
	for _, c := range []struct {
		rule  OwnRule
		x     float64
		n     int32
		proof []int
	}{
		{OwnRule{Where: "hour < 6"}, 5, 8, []int{0, 1, 2, 3, 4}},
		{OwnRule{Where: "status in 400..499"}, 2, 8, []int{2, 3}},
		{OwnRule{Where: `outcome == "refused"`}, 1, 8, []int{3}},
		{OwnRule{Of: TheViews, Where: "hour < 6"}, 4, 7, []int{0, 1, 2, 3}},
		{OwnRule{Measure: MeasureDistinct, Of: TheItems, Where: `path != "/"`}, 2, 7, []int{1, 2, 3, 5, 6}},
		{OwnRule{Measure: MeasureDistinct, Of: ThePaths}, 4, 8, []int{0, 1, 2, 3, 4, 5, 6, 7}},
		{OwnRule{Measure: MeasureDistinct, Of: TheSessions, Where: `address == "10.0.1.1"`}, 2, 8, []int{0, 1, 2, 5, 6}},
		{OwnRule{Measure: MeasureDistinct, Of: TheDays}, 1, 8, []int{0, 1, 2, 3, 4, 5, 6, 7}},
		{OwnRule{Measure: MeasureDistinct, Of: TheNetworks, Where: "bytes > 0"}, 3, 8, []int{0, 1, 3, 4, 5, 6, 7}},
		{OwnRule{Measure: MeasureShare, Where: "hour < 6", Least: 1}, 5. / 8, 8, []int{0, 1, 2, 3, 4}},
		{OwnRule{Measure: MeasureShare, Where: "hour < 6", Among: `path == "/invoice"`, Least: 1}, 1. / 3, 3, []int{3}},
		{OwnRule{Measure: MeasureShare, Of: ThePaths, Where: "hour >= 6", Least: 1}, 0.5, 4, []int{5, 6, 7}},
		// 60 s after 03:01:05 is not the same minute
		{OwnRule{Measure: MeasurePerMinute}, 3, 8, []int{0, 1, 2}},
		{OwnRule{Measure: MeasurePerMinute, Of: ThePaths}, 2, 8, []int{0, 1}}, // the first two
		{OwnRule{Measure: MeasurePerHour, Where: `path == "/invoice"`}, 2, 8, []int{5, 6}},
		// 03:02:05 is 115 s after the first
		{OwnRule{Measure: MeasurePerTime, Within: 100 * time.Second}, 4, 8, []int{0, 1, 2, 3}},
		{OwnRule{Measure: MeasurePerTime, Within: 101 * time.Second, Of: TheRequests, Where: "hour >= 10"}, 3, 8,
			[]int{5, 6, 7}},
		{OwnRule{Measure: MeasurePerDay}, 8, 8, []int{0, 1, 2, 3, 4, 5, 6, 7}},
		{OwnRule{Measure: MeasurePerSession, Where: "bytes >= 100"}, 3, 8, []int{0, 1, 4}},
		{OwnRule{Measure: MeasureRun, Where: "status == 200"}, 3, 8, []int{4, 5, 6}},
		{OwnRule{Measure: MeasureSum, Of: TheBytes, Where: "hour < 6"}, 1350, 8, []int{0, 1, 2, 3, 4}},
		{OwnRule{Measure: MeasureGap, Least: 1}, 35, 6, []int{0, 1, 2, 3, 4, 5, 6, 7}}, // of 10 15 30 40 60 70
		{OwnRule{Measure: MeasureGap, Least: 1, Unit: "min"}, 35. / 60, 6, []int{0, 1, 2, 3, 4, 5, 6, 7}},
		{OwnRule{Measure: MeasureShare, Where: "hour < 6", Among: `path == "/none"`, Least: 1}, math.NaN(), 0, nil},
		{OwnRule{Where: "hour < 6", Least: 9}, math.NaN(), 8, []int{0, 1, 2, 3, 4}},
	} {
		own := ownRule(t, c.rule)
		m := l.measurer(own)
		values := make([]Value, 1)
		m.Measure(7, l.events, l.details, values)
		if got := values[0]; got.N != c.n || got.X != c.x && !(math.IsNaN(got.X) && math.IsNaN(c.x)) {
			t.Errorf("%s of %s where %s among %s is %v over %d, want %v over %d", c.rule.Measure, c.rule.Of,
				c.rule.Where, c.rule.Among,
				got.X, got.N, c.x, c.n)
		}
		if proof := m.Evidence(RuleCount, 7, l.events, l.details); !slices.Equal(proof, c.proof) {
			t.Errorf("%s of %s where %s is proved by %v, want %v", c.rule.Measure, c.rule.Of, c.rule.Where, proof, c.proof)
		}
	}
}

// TestOwnMeasuresEqualThePlain holds the measurer to a slow and plain way of saying the same.
func TestOwnMeasuresEqualThePlain(t *testing.T) {
	wheres := []string{"", "hour < 6", `status == 404`, `path startsWith "/a" && hour >= 3`, `bytes > 100 * hour`,
		`weekday == "thursday" || bytes > 500`,
		`not (address contains "2" and status >= 400)`, `profile.major == "law" && referrer == "r1"`,
		`lower(path) == "/b" || source == "b.log"`, `query != ""`}
	rapid.Check(t, func(t *rapid.T) {
		var l ownLog
		second := int64(rapid.IntRange(0, 200_000).Draw(t, "first"))
		for range rapid.IntRange(5, 40).Draw(t, "events") {
			second += rapid.SampledFrom([]int64{0, 1, 20, 59, 60, 61, 1800, 1801, 3599, 3600, 50_000}).Draw(t, "gap")
			l.add(second, rapid.SampledFrom(append([]string{"/a?x"}, ownPaths...)).Draw(t, "path"),
				int32(rapid.IntRange(-1, 3).Draw(t, "item")),
				rapid.SampledFrom([]int{200, 304, 401, 404, 500}).Draw(t, "status"),
				int64(rapid.IntRange(0, 1000).Draw(t, "bytes")),
				int32(rapid.IntRange(1, 3).Draw(t, "address")))
		}
		rule := OwnRule{Measure: OwnMeasure(rapid.IntRange(0, measureCount-1).Draw(t, "measure")),
			Where: rapid.SampledFrom(wheres).Draw(t, "where"), Least: 1}
		rule.Of = thingNamed(rapid.SampledFrom(rule.Measure.takenThings()).Draw(t, "of"))
		if rule.Measure == MeasurePerTime {
			rule.Within = rapid.SampledFrom([]time.Duration{
				time.Second, 20 * time.Second, 5 * time.Minute, 7 * 24 * time.Hour,
			}).Draw(t, "within")
		}
		if rule.Measure == MeasureShare {
			rule.Among = rapid.SampledFrom(wheres).Draw(t, "among")
		}
		values := make([]Value, 1)
		l.measurer(ownRule(t, rule)).Measure(7, l.events, l.details, values)
		x, n := l.plain(t, &rule)
		if n < rule.Least {
			x = math.NaN()
		}
		if got := values[0]; got.N != n || !(math.Abs(got.X-x) < 1e-12 || math.IsNaN(got.X) && math.IsNaN(x)) {
			t.Fatalf("%+v: %v over %d, plainly %v over %d", rule, got.X, got.N, x, n)
		}
	})
}

func thingNamed(name string) Thing { return Thing(slices.Index(thingNames(), name)) }

// plain evaluates a rule event by event, as it reads.
func (l *ownLog) plain(t *rapid.T, rule *OwnRule) (x float64, n int32) {
	holds := func(text string, i int) bool {
		if text == "" {
			return true
		}
		p, err := parseCondition(text)
		if err != nil {
			t.Fatal(err)
		}
		return p.Matches(&l.parts[i])
	}
	starts := CutSessions(l.events, 30*time.Minute, nil)
	session := func(i int) int {
		n := 0
		for _, start := range starts {
			if start <= i {
				n++
			}
		}
		return n
	}
	name := func(i int) string {
		switch rule.Of {
		case TheItems:
			return nonNegative(l.events[i].Item)
		case TheMenus:
			return nonNegative(l.events[i].Menu)
		case ThePaths:
			return l.parts[i].Path
		case TheRequests:
			return fmt.Sprint(l.events[i].Request)
		case TheAddresses, TheNetworks:
			return l.parts[i].Network
		case TheAgents:
			return l.parts[i].Agent
		case TheReferrers:
			return l.parts[i].Referrer
		case TheSessions:
			return fmt.Sprint(session(i))
		case TheDays:
			return time.UnixMilli(l.events[i].Time).UTC().Format(time.DateOnly)
		}
		return fmt.Sprint("event ", i)
	}
	distinct := func(of []int) float64 {
		names := map[string]bool{}
		for _, i := range of {
			if name(i) != "" {
				names[name(i)] = true
			}
		}
		return float64(len(names))
	}
	var kind, base, taken []int
	for i := range l.events {
		if things[rule.Of].each == TheViews && !l.events[i].Traits.Has(web.View) {
			continue
		}
		kind = append(kind, i)
		if rule.Measure == MeasureShare && !holds(rule.Among, i) {
			continue
		}
		base = append(base, i)
		if holds(rule.Where, i) {
			taken = append(taken, i)
		}
	}
	n = int32(len(kind))
	most := func(with func(first, i int) bool) {
		for _, first := range taken {
			var some []int
			for _, i := range taken {
				if i >= first && with(first, i) {
					some = append(some, i)
				}
			}
			x = max(x, distinct(some))
		}
	}
	within := func(seconds int64) {
		most(func(first, i int) bool { return l.events[i].Time-l.events[first].Time < seconds*1000 })
	}
	switch rule.Measure {
	case MeasureCount, MeasureDistinct:
		x = distinct(taken)
	case MeasureShare:
		return distinct(taken) / distinct(base), int32(distinct(base))
	case MeasurePerMinute:
		within(60)
	case MeasurePerHour:
		within(3600)
	case MeasurePerDay:
		within(86400)
	case MeasurePerTime:
		within(int64(rule.Within.Seconds()))
	case MeasurePerSession:
		most(func(first, i int) bool { return session(first) == session(i) })
	case MeasureRun:
		run := 0.0
		for _, i := range kind {
			if run++; !slices.Contains(taken, i) {
				run = 0
			}
			x = max(x, run)
		}
	case MeasureSum:
		for _, i := range taken {
			x += float64(l.details[i].Bytes)
		}
	case MeasureGap:
		var gaps []float64
		for k := 1; k < len(taken); k++ {
			if session(taken[k-1]) == session(taken[k]) {
				gaps = append(gaps, float64(l.events[taken[k]].Time-l.events[taken[k-1]].Time)/1000)
			}
		}
		if len(gaps) == 0 {
			return math.NaN(), 0
		}
		slices.Sort(gaps)
		return (gaps[(len(gaps)-1)/2] + gaps[len(gaps)/2]) / 2, int32(len(gaps))
	}
	return x, n
}

func nonNegative(id int32) string {
	if id < 0 {
		return ""
	}
	return fmt.Sprint(id)
}
