package analysis

import (
	"math"
	"slices"
	"sort"
)

// This file judges users as reference_test.go measures them: slow and plain.

type refBand struct {
	name             string
	rare             bool // of a threshold: only what is rare hits
	xs               []float64
	median, down, up float64
}

func (b *refBand) side(x, low, high float64) Side {
	if x < low && !slices.Contains(refShareBands, b.name) {
		return Low
	}
	if x > high {
		return High
	}
	return Inside
}

func (b *refBand) distance(name string, x float64) float64 {
	d := refTransform(name, x) - b.median
	if math.Abs(d) < 1e-12 {
		return 0
	}
	scale := b.down
	if d > 0 {
		scale = b.up
	}
	if scale == 0 {
		return math.NaN()
	}
	return d / scale
}

var refNames = []string{"reading-time", "visit-frequency", "session-time", "content-usage", "menu-usage", "menu-focus",
	"profile-mismatch", "content-depth", "direct-detail", "content-order", "burst", "probing", "rare-paths",
	"bare-pages",
	"fast-reading", "metronome", "schedule", "round-the-clock", "enumeration", "harvest", "sharing",
	"account-switching", "shared-source", "login-guessing", "login-abuse", "non-browser"}

var refBandNames = append(refNames[:6:6], "content-depth")

// refShareBands are bands that have a high side only, and whose values are taken as they are.
var refShareBands = []string{"menu-focus", "content-depth"}

// refThresholds are the threshold, and the value from which on a hit weighs all.
var refThresholds = map[string][2]float64{
	"profile-mismatch": {4, 8}, "fast-reading": {3, 6}, "direct-detail": {0.80, 1}, "content-order": {0.50, 1},
	"burst":   {1, 2},
	"probing": {10, 20}, "rare-paths": {0.70, 1}, "schedule": {4, 8}, "bare-pages": {1, 1},
	"round-the-clock": {0.75, 1},
	"metronome":       {0.80, 1}, "enumeration": {0.60, 1}, "harvest": {0.10, 1}, "sharing": {3, 6},
	"login-guessing": {5, 10}, "non-browser": {0.90, 1},
}

var refFamilies = map[string]string{
	"reading-time": "tempo", "session-time": "tempo", "visit-frequency": "volume", "content-usage": "volume",
	"menu-usage": "volume", "menu-focus": "volume",
	"fast-reading": "tempo", "probing": "refused", "rare-paths": "rare", "bare-pages": "client",
	"round-the-clock": "tempo", "schedule": "tempo",
	"burst": "volume", "profile-mismatch": "semantic", "content-depth": "semantic", "direct-detail": "semantic",
	"content-order": "semantic",
	"metronome":     "tempo", "enumeration": "semantic", "sharing": "identity", "login-guessing": "identity",
	"non-browser": "client",
}

func refTransform(name string, x float64) float64 {
	if slices.Contains(refShareBands, name) {
		return x
	}
	return math.Log(1 + x)
}

func refFit(members []*refUser) map[string]*refBand {
	bands := map[string]*refBand{}
	for _, name := range append(refBandNames[:len(refBandNames):len(refBandNames)], "burst", "harvest", "bare-pages") {
		b := &refBand{name: name, rare: !slices.Contains(refBandNames, name)}
		for _, u := range members {
			if x, ok := u.values[name]; ok {
				b.xs = append(b.xs, x)
			}
		}
		if len(b.xs) < 30 {
			continue
		}
		sort.Float64s(b.xs)
		var ys []float64
		for _, x := range b.xs {
			ys = append(ys, refTransform(name, x))
		}
		b.median = refQuantile(ys, 0.5)
		for _, y := range ys {
			b.up += math.Max(y-b.median, 0)
			b.down += math.Max(b.median-y, 0)
		}
		b.up *= math.Sqrt(2*math.Pi) / float64(len(ys))
		b.down *= math.Sqrt(2*math.Pi) / float64(len(ys))
		bands[name] = b
	}
	return bands
}

func refBaseline(users []*refUser, passes int) (map[string]*refBand, []*refUser) {
	var members []*refUser
	for _, u := range users {
		if len(u.events) >= 5 && !u.robot {
			members = append(members, u)
		}
	}
	bands := refFit(members)
	if passes == 2 {
		var inside []*refUser
		for _, u := range members {
			outside := 0
			for name, b := range bands {
				if x, ok := u.values[name]; ok && !b.rare && name != "menu-focus" &&
					b.side(x, refQuantile(b.xs, 0.10), refQuantile(b.xs, 0.90)) != Inside {
					outside++
				}
			}
			if outside < 2 {
				inside = append(inside, u)
			}
		}
		members, bands = inside, refFit(inside)
	}
	return bands, members
}

// refReach adds up how far out a user is.
func refReach(u *refUser, bands map[string]*refBand, preset string) (reach float64) {
	for _, name := range refBandNames {
		x, ok := u.values[name]
		if !ok || bands[name] == nil || name == "menu-focus" && preset == "paper" {
			continue
		}
		if z := bands[name].distance(name, x); !math.IsNaN(z) {
			reach += math.Min(math.Abs(z), 6)
		}
	}
	return reach
}

// refMeanReach is how far out a user is on average in what is known of the user, by strict, and how near to a
// threshold: 3 at it, none at the median of the members.
func refMeanReach(u *refUser, bands map[string]*refBand, members []*refUser) float64 {
	known, nearest := 0, 0.0
	for _, name := range refBandNames {
		if x, ok := u.values[name]; ok && bands[name] != nil && !math.IsNaN(bands[name].distance(name, x)) {
			known++
		}
	}
	for name, threshold := range refThresholds {
		var xs []float64
		for _, member := range members {
			if x, ok := member.values[name]; ok {
				xs = append(xs, x)
			}
		}
		x, ok := u.values[name]
		if !ok || len(xs) < 30 || slices.Contains(refOff, name) {
			continue
		}
		sort.Float64s(xs)
		at, usual := threshold[0], refQuantile(xs, 0.5)
		if other, ok := refUsualThresholds[name]; ok {
			at = other
		}
		if rarer, ok := refRarer[name]; ok {
			at = math.Max(at, refQuantile(xs, rarer))
		}
		if usual < at {
			nearest = math.Max(nearest, math.Min(1, (x-usual)/(at-usual)))
		}
	}
	return refReach(u, bands, "strict")/math.Max(float64(known), 1) + 3*nearest
}

// refOff are the thresholds that strict leaves off, refRarer the quantile that a hit must also lie above, and
// refUsualThresholds those that strict has otherwise than a rule that is just switched on.
var (
	refUsualThresholds = map[string]float64{"sharing": 2, "metronome": 0.9}

	refOff   = []string{"shared-source", "account-switching"}
	refRarer = map[string]float64{"burst": 0.99, "harvest": 0.99, "rare-paths": 0.99, "bare-pages": 0.80}
)

// refCompare gives all users what rests on the ordinary ones.
func refCompare(users []*refUser, bands map[string]*refBand, members []*refUser) {
	leanings := refLeanings(members)
	for _, u := range users {
		mismatch := refMismatch(u, leanings)
		u.n["profile-mismatch"] = mismatch.n
		delete(u.values, "profile-mismatch")
		delete(u.values, "fast-reading")
		delete(u.values, "schedule")
		if len(u.events) < 5 {
			continue
		}
		if mismatch.ok {
			u.values["profile-mismatch"] = mismatch.x
		}
		if v := refSchedule(u.visits, users); v.ok {
			u.values["schedule"] = v.x
		}
		x, ok := u.values["reading-time"]
		if b := bands["reading-time"]; ok && b != nil && u.n["fast-reading"] >= 30 {
			if z := b.distance("reading-time", x); !math.IsNaN(z) {
				u.values["fast-reading"] = math.Max(0, -z)
			}
		}
	}
}

type refHit struct {
	name, family string
	side         Side
	points       float64
}

// refUsual are the thresholds that hit more than 2 % of the members, and whether that can be told: a package that keeps
// the quantiles of the members reads between them.
func refUsual(members []*refUser) (usual map[string]bool, sure bool) {
	usual, sure = map[string]bool{}, true
	for name, threshold := range refThresholds {
		var xs []float64
		for _, u := range members {
			if x, ok := u.values[name]; ok {
				xs = append(xs, x)
			}
		}
		if len(members) < 30 || len(xs) < 30 && refRarer[name] > 0 {
			continue
		}
		sort.Float64s(xs)
		high := threshold[0]
		if name == "harvest" {
			high = math.Max(high, refQuantile(xs, 0.99))
		}
		first := sort.Search(len(xs), func(i int) bool { return xs[i] >= high })
		above := float64(len(xs)-first) / float64(len(xs)-1)
		if first > 0 && first < len(xs) {
			above = (float64(len(xs)-first) - (high-xs[first-1])/(xs[first]-xs[first-1])) / float64(len(xs)-1)
		}
		if len(xs) < 30 { // then they are all kept
			hits := len(xs) - first
			usual[name] = hits > 2 && float64(hits) > 0.02*float64(len(members))
			continue
		}
		share := math.Min(above, 1) * float64(len(xs)) / float64(len(members))
		usual[name] = share > 0.02
		sure = sure && math.Abs(share-0.02) > 0.002
	}
	return usual, sure
}

// refJudge judges a user by the preset's own numbers.
func refJudge(u *refUser, bands map[string]*refBand, usual map[string]bool,
	preset string) (hits []refHit, score float64, flagged bool) {
	groups := map[string][]*refHit{}
	alone := false
	for _, name := range refNames {
		b, x := bands[name], u.values[name]
		if _, ok := u.values[name]; !ok {
			continue
		}
		if _, ok := refThresholds[name]; ok {
			common := b != nil && x <= refQuantile(b.xs, 0.99)
			if name == "bare-pages" {
				common = b == nil || x <= refQuantile(b.xs, 0.80)
			}
			if points, hit := refThreshold(name, x, u.n[name], preset); hit && !common {
				hits = append(hits, refHit{name, refFamilies[name], High, points})
				alone = alone || !slices.Contains(refNotAlone, name) && !usual[name]
			}
			continue
		}
		if b == nil {
			continue
		}
		side, z := b.side(x, refQuantile(b.xs, 0.10), refQuantile(b.xs, 0.90)), b.distance(name, x)
		if side == Inside || preset == "strict" && !(math.Abs(z) >= 3.5) {
			continue
		}
		if math.IsNaN(z) {
			z = 0
		}
		weight := 20.0
		switch {
		case name == "visit-frequency" && preset == "strict":
			weight = 5
		case name == "menu-focus" && preset == "paper":
			continue
		}
		hits = append(hits, refHit{name, refFamilies[name], side, weight * math.Min(math.Abs(z), 6) / 6})
	}
	for i := range hits {
		groups[hits[i].family] = append(groups[hits[i].family], &hits[i])
	}
	for _, group := range groups {
		sort.Slice(group, func(a, b int) bool {
			// logarithms are not exact to the last bit, but those of two bands are equal only at the cap
			_, exactA := refThresholds[group[a].name]
			_, exactB := refThresholds[group[b].name]
			difference := math.Abs(group[a].points - group[b].points)
			if difference > 1e-12 || (exactA && exactB) && difference > 0 {
				return group[a].points > group[b].points
			}
			return group[a].name < group[b].name
		})
		for i, hit := range group {
			hit.points /= math.Pow(float64(i+1), 1.5)
			score += hit.points
		}
	}
	flagged = len(hits) >= 2
	if preset == "strict" {
		flagged = score >= 25 && (len(groups) >= 2 || alone)
	}
	return hits, math.Min(score, 100), flagged && !u.robot
}

// refNotAlone are the thresholds that are no evidence alone.
var refNotAlone = []string{"burst", "bare-pages", "metronome", "login-guessing", "non-browser"}

func refThreshold(name string, x float64, n int, preset string) (points float64, hit bool) {
	weight := map[string]float64{"strict": 40, "paper": 20}[preset]
	threshold := refThresholds[name]
	ofToday := slices.Index(refNames, name) >= slices.Index(refNames, "burst")
	switch {
	case ofToday && preset == "paper", x < threshold[0], name == "content-order" && x*float64(n) < 1.5:
		return 0, false
	case x == threshold[0] && (name == "burst" || name == "login-guessing"), name == "harvest" && x*float64(n) < 99.5:
		return 0, false
	case slices.Contains(refNotAlone, name):
		weight = 20
	}
	if x >= threshold[1] { // which may be the threshold itself
		return weight, true
	}
	return weight * (0.5 + 0.5*(x-threshold[0])/(threshold[1]-threshold[0])), true
}
