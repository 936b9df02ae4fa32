package store

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store/model"
)

// plainRules are rules of one's own of every part of an event, whose values plainValue says.
var plainRules = []analysis.OwnRule{
	{Name: "count", Where: `status == 404 || hour < 6`},
	{Name: "views", Of: analysis.TheViews, Where: `path startsWith "/jobs/"`},
	{Name: "pages", Of: analysis.ThePages},
	{Name: "paths", Measure: analysis.MeasureDistinct, Of: analysis.ThePaths, Where: `agent != ""`},
	{Name: "requests", Measure: analysis.MeasureDistinct, Of: analysis.TheRequests},
	{Name: "addresses", Measure: analysis.MeasureDistinct, Of: analysis.TheAddresses, Where: `not (query contains "q")`},
	{Name: "referrers", Measure: analysis.MeasureDistinct, Of: analysis.TheReferrers},
	{Name: "share", Measure: analysis.MeasureShare, Least: 1,
		Where: `len(path) > hour && weekday != "sunday"`, Among: `status != 500`},
	{Name: "minute", Measure: analysis.MeasurePerMinute, Where: `bytes >= 0 && user != "busy1"`},
	{Name: "time", Measure: analysis.MeasurePerTime, Within: 20 * time.Minute,
		Where: `source endsWith "1.log" || action == "POST"`},
	{Name: "session", Measure: analysis.MeasurePerSession, Where: `outcome == "passed"`},
	{Name: "run", Measure: analysis.MeasureRun, Where: `network == "10.0.0.0/24" && !(path endsWith ".js")`},
	{Name: "sum", Measure: analysis.MeasureSum, Of: analysis.TheBytes},
	{Name: "gap", Measure: analysis.MeasureGap, Of: analysis.ThePages, Where: `status < 400`, Least: 1},
}

// plainValue is the value of a rule of plainRules for a user, and of how many it is, by a look at each event of the
// track.
func plainValue(t *testing.T, rule *analysis.OwnRule, track *model.Track, window analysis.Window,
	timeout time.Duration, zone *time.Location) (float64, int32) {
	t.Helper()
	holds := func(text string, i int) bool {
		if text == "" {
			return true
		}
		return plainPredicate(t, text).Matches(plainEvent(track, i, zone))
	}
	var of, base, taken []int // the events of the kind, those that a share is of, and those that count
	session, sessions := -1, map[int]int{}
	last := int64(math.MinInt64)
	for i := range track.Events {
		e := &track.Events[i]
		if e.Time < window.From || e.Time > window.To {
			continue
		}
		if last == math.MinInt64 || e.Time-last > timeout.Milliseconds() {
			session++
		}
		last, sessions[i] = e.Time, session
		page := rule.Of == analysis.ThePages || rule.Of == analysis.ThePaths
		if rule.Of == analysis.TheViews && !e.Traits.Has(web.View) || page && e.Traits.Has(web.Static) {
			continue
		}
		of = append(of, i)
		if !holds(rule.Among, i) {
			continue
		}
		base = append(base, i)
		if holds(rule.Where, i) {
			taken = append(taken, i)
		}
	}
	distinct := func(name func(e *model.Event) string) float64 {
		names := map[string]bool{"": true}
		for _, i := range taken {
			names[name(&track.Events[i])] = true
		}
		return float64(len(names) - 1)
	}
	most := func(together func(a, b int) bool) (most float64) {
		for _, a := range taken {
			n := 0.0
			for _, b := range taken {
				if b >= a && together(a, b) {
					n++
				}
			}
			most = max(most, n)
		}
		return most
	}
	within := func(length time.Duration) float64 {
		return most(func(a, b int) bool { return track.Events[b].Time-track.Events[a].Time < length.Milliseconds() })
	}
	x := 0.0
	switch rule.Name {
	case "count", "views", "pages":
		x = float64(len(taken))
	case "paths":
		x = distinct(func(e *model.Event) string {
			if e.Traits.Has(web.Click) {
				return ""
			}
			return "=" + web.Path(e.Request.Target)
		})
	case "requests":
		x = distinct(func(e *model.Event) string {
			return fmt.Sprint(e.Traits.Has(web.Click), e.Request.Menu, e.Request.Action, e.Request.Target)
		})
	case "addresses":
		x = distinct(func(e *model.Event) string { return e.Client.Address })
	case "referrers":
		x = distinct(func(e *model.Event) string { return e.Referrer })
	case "share":
		return float64(len(taken)) / float64(len(base)), int32(len(base))
	case "minute":
		x = within(time.Minute)
	case "time":
		x = within(rule.Within)
	case "session":
		x = most(func(a, b int) bool { return sessions[a] == sessions[b] })
	case "run":
		run := 0.0
		for _, i := range of {
			if run++; !slices.Contains(taken, i) {
				run = 0
			}
			x = max(x, run)
		}
	case "sum":
		for _, i := range taken {
			x += float64(max(track.Events[i].Bytes, 0))
		}
	case "gap":
		var gaps []float64
		for k := 1; k < len(taken); k++ {
			if a, b := taken[k-1], taken[k]; sessions[a] == sessions[b] {
				gaps = append(gaps, float64(track.Events[b].Time-track.Events[a].Time)/1000)
			}
		}
		if len(gaps) == 0 {
			return math.NaN(), 0
		}
		slices.Sort(gaps)
		return (gaps[(len(gaps)-1)/2] + gaps[len(gaps)/2]) / 2, int32(len(gaps))
	}
	return x, int32(len(of))
}

// checkOwnValues holds the values of a matrix to those of a look at each event.
func checkOwnValues(t *testing.T, c *Case, m *analysis.Matrix, zone *time.Location, about string) {
	t.Helper()
	for row, track := range plainTracks(t, c, m) {
		for i, rule := range plainRules {
			x, n := plainValue(t, &rule, track, m.Window, m.Timeout, zone)
			if n < max(rule.Least, 1) || m.Stats[row].Events < 5 {
				x = math.NaN()
			}
			r := analysis.RuleCount + i
			if got := m.X[r][row]; m.N[r][row] != n || !(math.Abs(got-x) < 1e-9 || math.IsNaN(got) && math.IsNaN(x)) {
				t.Fatalf("%s: %s of %s is %v of %d, plainly %v of %d", about, rule.Name, track.Key, got, m.N[r][row], x, n)
			}
		}
	}
}

// TestOwnRulesAreMeasured holds what is measured, in all of a case and in a part of its time, to a look at each event.
func TestOwnRulesAreMeasured(t *testing.T) {
	c, all := generatedCase(t, 61, 400, 150)
	appendToTail(t, c, streamSource(3), generated(rand.New(rand.NewPCG(62, 1)), 3, 50), 7)
	how := ownOptions(t)
	many := slices.Clone(plainRules)
	for i := len(many); i < analysis.MostOwnRules; i++ {
		where := fmt.Sprintf("status == %d || bytes > %d", i, i)
		many = append(many, analysis.OwnRule{Name: fmt.Sprintf("one-of-%d", i), Where: where})
	}
	own, err := analysis.NewOwnRules(many)
	check(t, err)
	how.Own = own
	for _, timeout := range []time.Duration{time.Minute, 0, time.Minute} { // before anything is kept, and after
		how.Timeout = timeout
		for _, window := range []analysis.Window{{}, {From: all[100].Time, To: all[300].Time}} {
			for range 2 { // measured, and then as it is kept
				m, err := c.MatrixWith(t.Context(), how, window, nil)
				check(t, err)
				checkOwnValues(t, c, m, time.UTC, fmt.Sprint(window, timeout))
			}
		}
	}
}

func ownOptions(t *testing.T) analysis.MeasureOptions {
	t.Helper()
	own, err := analysis.NewOwnRules(plainRules)
	check(t, err)
	how := analysis.DefaultMeasureOptions()
	how.Own = own
	return how
}

// TestOwnRulesAreRefreshed has events come in by every way, pages become embedded, and settings change; what a refresh
// gives equals a look at each event.
func TestOwnRulesAreRefreshed(t *testing.T) {
	zone := time.UTC
	r := rand.New(rand.NewPCG(18, 9))
	c, all := generatedCase(t, 63, 300, 150)
	appendEvents(t, c, 30, beacons(all[0], "early", 1), 150)
	how := ownOptions(t)
	matrix, err := c.MatrixWith(t.Context(), how, analysis.Window{}, nil)
	check(t, err)
	at, err := c.Watermark(t.Context())
	check(t, err)
	for round := range 14 {
		events := generated(r, 3+round, 1+r.IntN(12))
		shift := []int64{-5_000_000, 0, 3_000_000, 90_000_000}[r.IntN(4)]
		for i := range events {
			events[i].Time += shift
			if round%3 > 0 { // as live events are
				events[i].Client, events[i].Click = nil, true
			}
			if r.IntN(4) == 0 {
				events[i].Key = fmt.Appendf(nil, "new%d", r.IntN(20))
			}
		}
		switch {
		case round == 5:
			events = beacons(events[0], "beacon", 8)
		case round == 9:
			zone = time.FixedZone("UTC+9", 9*60*60)
			check(t, c.SetZone(t.Context(), mustZone(t, "Asia/Seoul")))
		case round == 11:
			check(t, c.SetTimeout(t.Context(), time.Minute))
		}
		switch r.IntN(3) {
		case 0:
			appendEvents(t, c, 3+round, events, 5)
		case 1:
			appendToTail(t, c, streamSource(3+round), events, 3)
			check(t, c.FlushTail(t.Context()))
		default:
			appendToTail(t, c, streamSource(3+round), events, 3)
		}
		fresh, now, err := c.Refresh(t.Context(), matrix, at)
		check(t, err)
		checkOwnValues(t, c, fresh, zone, fmt.Sprint("round ", round))
		if round >= 5 {
			found, err := c.Embedded(t.Context())
			check(t, err)
			if !slices.ContainsFunc(found, func(e web.Embedded) bool { return strings.Contains(e.Template, "seen") }) {
				t.Fatalf("nothing becomes embedded: %v", found)
			}
		}
		matrix, at = fresh, now
	}
	kept, err := c.MatrixWith(t.Context(), how, analysis.Window{}, nil)
	check(t, err)
	if got, want := fmt.Sprintf("%+v", *matrix), fmt.Sprintf("%+v", *kept); got != want {
		t.Errorf("refreshed\n%s\nkept\n%s", got, want)
	}
}

func mustZone(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	check(t, err)
	return zone
}

// beacons are pages, and after each a request that pages make by themselves: of a few users nobody can tell that, of
// many it is so.
func beacons(like placed, name string, users int) (events []placed) {
	for user := range users {
		for i := range 12 {
			e := like
			e.Key, e.Client = fmt.Appendf(nil, "%s%d", name, user), fmt.Appendf(nil, "10.9.0.%d", user)
			e.Agent = []byte("Mozilla/5.0")
			e.Action, e.Target, e.Menu, e.Click, e.Item = []byte("GET"), []byte("/page"), nil, false, nil
			e.Status, e.Referrer, e.Time = 200, nil, like.Time+int64(user)*977+int64(i/2)*60_000
			if i%2 == 1 {
				e.Target, e.Referrer, e.Time = []byte("/seen"), []byte("https://example.com/page"), e.Time+100
			}
			e.Line = int64(len(events) + 1)
			events = append(events, e)
		}
	}
	return events
}
