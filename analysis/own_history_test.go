package analysis

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"spoor/analysis/clock"
	"spoor/analysis/web"
)

// viewsAt are views of different items, one at each time, each on a client.
func viewsAt(times []int64, clients []int32) []web.Event {
	var events []web.Event
	for i, at := range times {
		events = append(events, web.Event{Time: at, Item: int32(i % 50), Client: clients[i%len(clients)], Request: 1,
			Traits: web.View})
	}
	return events
}

// alike is the likelihood of so many equal ones, of so many kinds with the prior of changes.
func alike(n, kinds int) float64 {
	p := 1.0
	for i := range n {
		p *= (changePrior + float64(i)) / (changePrior*float64(kinds) + float64(i))
	}
	return p
}

// TestChangedHours can be worked out: 20 days at 9 and 20 days at 21 o'clock are two habits of 20 equal hours each.
// Together they are 20 equal ones and then 20 equal ones that are not the same.
func TestChangedHours(t *testing.T) {
	const hour = clock.HourLength
	var times []int64
	for d := range int64(40) {
		at := 9 * hour
		if d >= 20 {
			at = 21 * hour
		}
		times = append(times, d*day+at, d*day+at+60_000) // two events, one hour
	}
	together := alike(20, 24)
	for i := range 20 {
		together *= (changePrior + float64(i)) / (24*changePrior + 20 + float64(i))
	}
	want := math.Log10(alike(20, 24) * alike(20, 24) / together / 21)
	m := NewMeasurer(sessionsOf(30*time.Minute), Window{0, 40 * day}, nil)
	events := viewsAt(times, []int32{1})
	if got := m.Measure(events, Profile{}).Values[ChangedHours]; !same(got.X, want) || got.N != 40 || want < 8 {
		t.Errorf("%+v, want %v of 40", got, want)
	}
	var proof []int
	changedHoursEvidence(m, nil, func(event int) { proof = append(proof, event) })
	if !slices.Equal(proof, []int{40, 41}) {
		t.Errorf("proved by %v, want the first day of the other hours", proof)
	}
	if got := m.Measure(events[:78], Profile{}).Values[ChangedHours]; !math.IsNaN(got.X) || got.N != 39 {
		t.Errorf("%+v of 39 hours", got)
	}
	for i := range times { // always the same
		times[i] = int64(i/2)*day + 9*hour
	}
	if got := m.Measure(viewsAt(times, []int32{1}), Profile{}).Values[ChangedHours]; got.X >= 0 {
		t.Errorf("%+v of one habit", got)
	}
}

// TestChangedDevices: 20 sessions on one device, and 20 on another, of three kinds as one more could be.
func TestChangedDevices(t *testing.T) {
	devices := &Knowledge{Devices: []int32{0, 7, 8}}
	var events []web.Event
	for d := range int64(40) {
		events = append(events, web.Event{Time: d * day, Client: 1 + int32(d/20), Item: 1, Traits: web.View})
	}
	together := alike(20, 3)
	for i := range 20 {
		together *= (changePrior + float64(i)) / (3*changePrior + 20 + float64(i))
	}
	want := math.Log10(alike(20, 3) * alike(20, 3) / together / 21)
	m := NewMeasurer(sessionsOf(30*time.Minute), Window{0, 40 * day}, devices)
	if got := m.Measure(events, Profile{}).Values[ChangedDevices]; !same(got.X, want) || got.N != 40 || want < 5 {
		t.Errorf("%+v, want %v of 40", got, want)
	}
	var proof []int
	changedDevicesEvidence(m, nil, func(event int) { proof = append(proof, event) })
	if !slices.Equal(proof, []int{20}) {
		t.Errorf("proved by %v", proof)
	}
	if got := m.Measure(events, Profile{Address: true}).Values[ChangedDevices]; !math.IsNaN(got.X) || got.N != 0 {
		t.Errorf("%+v of an address", got)
	}
	for i := range events { // one after the other: no change
		events[i].Client = 1 + int32(i%2)
	}
	if got := m.Measure(events, Profile{}).Values[ChangedDevices]; got.X >= 0 {
		t.Errorf("%+v of two devices in turn", got)
	}
}

// TestUsageFall: 30 views in the first half and 3 in the second are a tenth.
func TestUsageFall(t *testing.T) {
	m := NewMeasurer(sessionsOf(30*time.Minute), Window{0, 100 * day}, nil)
	for _, c := range []struct {
		name          string
		joined        int64
		first, second int // views before day 50, and from then on
		want          float64
		n             int32
	}{
		{"a tenth is left", 0, 30, 3, 0.9, 33}, {"nothing is left", 0, 30, 0, 1, 30}, {"as many", 0, 15, 15, 0, 30},
		{"more", 0, 10, 30, 0, 40}, {"all later", 0, 0, 30, 0, 30}, {"too few", 0, 19, 0, none, 19},
		{"since joining half of the rest has passed later", 60 * day, 0, 30, 0.5, 30}, // 20 before day 80, 10 after
	} {
		var times []int64
		for i := range c.first {
			times = append(times, int64(i)*day)
		}
		for i := range c.second {
			times = append(times, 60*day+int64(i)*day)
		}
		if c.name == "too few" {
			c.want = math.NaN()
		}
		got := m.Measure(viewsAt(times, []int32{1}), Profile{Joined: c.joined}).Values[UsageFall]
		if !same(got.X, c.want) || got.N != c.n {
			t.Errorf("%s: %+v, want %v of %d", c.name, got, c.want, c.n)
		}
	}
}

// TestOwnHistoryEqualsPlainCounts measures generated users once more, from lists of days and hours.
func TestOwnHistoryEqualsPlainCounts(t *testing.T) {
	devices := &Knowledge{Devices: []int32{0, 3, 4, 5, 3}}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 160).Draw(t, "events")
		var events []web.Event
		at := int64(rapid.IntRange(0, 100).Draw(t, "begin")) * clock.HourLength / 7
		for range n {
			at += int64(rapid.IntRange(0, 40).Draw(t, "gap")) * clock.HourLength / 4
			events = append(events, web.Event{Time: at, Item: 1, Client: int32(rapid.IntRange(0, 4).Draw(t, "client")),
				Traits: web.View})
		}
		window := Window{0, at}
		m := NewMeasurer(sessionsOf(30*time.Minute), window, devices)
		got := m.Measure(events, Profile{})
		var hours, on []int32
		for i, e := range events {
			stamp := time.UnixMilli(e.Time).UTC()
			if i == 0 || stamp.Format("0102 15") != time.UnixMilli(events[i-1].Time).UTC().Format("0102 15") {
				hours = append(hours, int32(stamp.Hour()))
			}
			begins := i == 0 || e.Time-events[i-1].Time > 30*60*1000
			if device := devices.Devices[e.Client]; begins && device != 0 {
				on = append(on, device)
			}
		}
		kinds := map[int32]bool{}
		for _, device := range on {
			kinds[device] = true
		}
		for rule, want := range map[RuleID]Value{
			ChangedHours:   {plainSplit(hours, 24), int32(len(hours))},
			ChangedDevices: {plainSplit(on, len(kinds)+1), int32(len(on))},
		} {
			if n < leastEvents {
				want.X = math.NaN()
			}
			if v := got.Values[rule]; v.N != want.N || !same(v.X, want.X) && math.Abs(v.X-want.X) > 1e-9 {
				t.Fatalf("%s is %+v, want %+v", rule, v, want)
			}
		}
	})
}

// plainSplit is the definition: the best of all splits, by the closed form, less the logarithm of how many there are.
func plainSplit(of []int32, kinds int) float64 {
	if len(of) < 40 {
		return math.NaN()
	}
	gamma := func(x float64) float64 { y, _ := math.Lgamma(x); return y }
	likelihood := func(part []int32) float64 {
		counts := map[int32]float64{}
		for _, kind := range part {
			counts[kind]++
		}
		sum := gamma(changePrior*float64(kinds)) - gamma(changePrior*float64(kinds)+float64(len(part)))
		for _, count := range counts {
			sum += gamma(changePrior+count) - gamma(changePrior)
		}
		return sum
	}
	best := math.Inf(-1)
	for k := 10; k <= len(of)-10; k++ {
		best = max(best, likelihood(of[:k])+likelihood(of[k:])-likelihood(of))
	}
	return (best - math.Log(float64(len(of)-19))) / math.Ln10
}

// student is somebody who takes a course for twelve weeks: at some hours of the day, on some devices.
type student struct {
	hours   [3]int
	devices [3]int32
	days    float64 // share of the days with a visit
	pace    float64 // s of reading
}

func newStudent(random *rand.Rand, number int) student {
	s := student{days: 0.3 + 0.5*random.Float64(), pace: math.Exp(3 + random.NormFloat64()/2)}
	for i := range s.hours {
		s.hours[i] = 7 + random.IntN(17)
		s.devices[i] = int32(3*number + i)
	}
	s.devices[2] = 0 // the campus
	return s
}

// events are what the student does from one day to another.
func (s *student) events(random *rand.Rand, from, to int) (events []web.Event) {
	for d := from; d < to; d++ {
		if random.Float64() > s.days {
			continue
		}
		device := s.devices[[]int{0, 0, 0, 1, 1, 2}[random.IntN(6)]]
		hour := s.hours[random.IntN(3)] + random.IntN(3) - 1
		at := int64(d)*day + int64(hour)*clock.HourLength + random.Int64N(clock.HourLength)
		for range 2 + random.IntN(12) {
			item := int32(min(d*2+random.IntN(6), 170))
			events = append(events, web.Event{Time: at, Item: item, Menu: item % 7, Client: device + 1,
				Request: item + 1, Traits: web.View | web.Referred})
			at += int64(1000 * s.pace * math.Exp(random.NormFloat64()))
		}
	}
	return events
}

// course are 400 students in the order of their keys, of whom 20 lose their account to another one from some day on,
// with whom half of them share it then. One in ten gets another device, and one in ten other hours, which is nothing to
// wonder at.
func course(random *rand.Rand) (m *Matrix, taken []bool) {
	const students, days = 400, 84
	knowledge := &Knowledge{Referrers: true}
	for client := range 3*students + 10 {
		knowledge.Devices = append(knowledge.Devices, int32(client))
	}
	m = NewMatrix(students)
	m.Window = Window{0, days * day}
	measurer := NewMeasurer(sessionsOf(30*time.Minute), m.Window, knowledge)
	for i := range students {
		one := newStudent(random, i)
		change := days/4 + random.IntN(days/2)
		after := one
		switch taker := newStudent(random, random.IntN(students)); {
		case i%20 == 0:
			after = taker
		case i%10 == 1:
			after.devices[0] = int32(3*students + 5)
		case i%10 == 2:
			after.hours = taker.hours
		}
		events := append(one.events(random, 0, change), after.events(random, change, days)...)
		if i%40 == 0 {
			events = append(events, one.events(random, change, days)...)
		}
		slices.SortStableFunc(events, func(a, b web.Event) int { return int(a.Time - b.Time) })
		m.Append(UserNumber(i), string(rune('a'+i/100))+string(rune('0'+i/10%10))+string(rune('0'+i%10)),
			measurer.Measure(events, Profile{}))
		taken = append(taken, i%20 == 0)
	}
	return m, taken
}

// TestTakeovers: the rules of own history find accounts that others have taken over, of whom strict knows little.
// docs/quality.md quotes what it logs.
func TestTakeovers(t *testing.T) {
	sets := []struct {
		name string
		set  RuleSet
		mean float64
	}{
		{"strict", Strict(), 0},
		{"strict with changed-hours", mustWith(t, Strict(), "changed-hours.on=true"), 0},
		{"strict with changed-devices", mustWith(t, Strict(), "changed-devices.on=true"), 0},
		{"strict with both", mustWith(t, Strict(), "changed-hours.on=true", "changed-devices.on=true"), 0},
		{"both alone", mustWith(t, Strict().Only(ChangedHours), "changed-devices.on=true"), 0},
		{"usage-fall alone", Strict().Only(UsageFall), 0},
	}
	const seeds = 5
	for seed := range uint64(seeds) {
		m, taken := course(rand.New(rand.NewPCG(seed, 77)))
		judge := NewJudge(m, FitBaseline(m, Strict().BaselinePolicy, nil))
		for i := range sets {
			found, sum := 0.0, 0.0
			for place, row := range judge.Evaluate(sets[i].set).Order {
				if taken[row] {
					found++
					sum += found / float64(place+1)
				}
			}
			sets[i].mean += sum / found / seeds
		}
	}
	for _, s := range sets {
		t.Logf("%s: average precision %.2f", s.name, s.mean)
	}
	if both, strict := sets[3].mean, sets[0].mean; both < 3*strict || both < 0.2 {
		t.Errorf("average precision %.2f with own history, %.2f without", both, strict)
	}
}
