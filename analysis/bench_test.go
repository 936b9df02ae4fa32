package analysis

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"spoor/analysis/web"
)

// population makes a matrix of users as they are found in logs: most come once or twice, activity goes together, one in
// two hundred is a robot that reads fast and everything.
func population(users int) *Matrix {
	random := rand.New(rand.NewPCG(7, uint64(users)))
	window := Window{0, 30 * day}
	m := NewMatrix(users)
	for id := range users {
		zeal := math.Exp(random.NormFloat64())
		reading := math.Exp(3.6 + 0.9*random.NormFloat64())
		if random.IntN(200) == 0 {
			zeal, reading = 60*zeal, 1+random.Float64()
		}
		visits := 1 + math.Floor(2*zeal*random.ExpFloat64())
		items := 1 + math.Floor(visits*3*random.ExpFloat64())
		row := Measures{Stats: Stats{
			Events: int32(items) + 2, Sessions: int32(visits), Views: int32(items),
			Last:          window.To - int64(random.IntN(window28)),
			VisitInterval: day, FirstHalf: int32(visits / 2), SecondHalf: int32(visits - visits/2),
		}}
		row.First = row.Last / 2
		row.Values = [RuleCount]Value{
			ReadingTime:    {math.Round(reading*2) / 2, row.Views},
			VisitFrequency: {visits, row.Sessions},
			SessionTime:    {reading * items / visits / 60, row.Sessions},
			ContentUsage:   {items, row.Views},
			MenuUsage:      {1 + math.Floor(math.Log(items)), row.Views},

			ProfileMismatch: {0.6 * random.Float64(), row.Views},
			ContentDepth:    {random.Float64() * random.Float64(), row.Views},
			DirectDetail:    {random.Float64() * random.Float64() * random.Float64(), row.Views},
			ContentOrder:    {0.4 * random.Float64(), row.Views},
			Burst:           {items / visits / 40, row.Events},
		}
		if row.Views < 5 {
			for _, rule := range []RuleID{ReadingTime, MenuUsage, ProfileMismatch, ContentDepth, DirectDetail,
				ContentOrder} {
				row.Values[rule].X = math.NaN()
			}
		}
		if row.Events < leastEvents {
			for r := range row.Values {
				row.Values[r].X = math.NaN()
			}
		}
		m.Append(UserNumber(id), fmt.Sprintf("u%07d", id), row)
	}
	return m
}

const window28 = 28 * day

var sizes = []struct {
	name  string
	users int
}{{"16k", 16_000}, {"1M", 1_000_000}}

func BenchmarkEvaluate(b *testing.B) {
	for _, size := range sizes {
		m := population(size.users)
		for _, preset := range presets {
			set := preset()
			j := NewJudge(m, FitBaseline(m, set.BaselinePolicy, nil))
			b.Run(set.Name+"/"+size.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					j.Evaluate(set)
				}
			})
			b.Run(set.Name+"/"+size.name+"/twice", func(b *testing.B) { // more than what 16 rules cost
				for b.Loop() {
					j.Evaluate(set)
					j.Evaluate(set)
				}
			})
		}
	}
}

func BenchmarkFitBaseline(b *testing.B) {
	m := population(1_000_000)
	for b.Loop() {
		FitBaseline(m, BaselinePolicy{Passes: 2}, nil)
	}
}

func BenchmarkNewJudge(b *testing.B) {
	m := population(1_000_000)
	baseline := FitBaseline(m, BaselinePolicy{Passes: 2}, nil)
	for b.Loop() {
		NewJudge(m, baseline)
	}
}

func BenchmarkChance(b *testing.B) {
	m := population(1_000_000)
	for _, preset := range presets {
		set := preset()
		j := NewJudge(m, FitBaseline(m, set.BaselinePolicy, nil))
		b.Run(set.Name, func(b *testing.B) {
			for b.Loop() {
				j.Chance(context.Background(), set)
			}
		})
	}
}

func BenchmarkCompare(b *testing.B) {
	m := population(1_000_000)
	j := NewJudge(m, FitBaseline(m, BaselinePolicy{Passes: 2}, nil))
	before, after := j.Evaluate(Strict()), j.Evaluate(Paper())
	for b.Loop() {
		Diff(before, after)
	}
}

// BenchmarkMeasure measures users of 60 events each; the time is of one user.
func BenchmarkMeasure(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	window := Window{0, 30 * day}
	tracks := make([][]web.Event, 1000)
	for u := range tracks {
		now := int64(random.IntN(10 * day))
		clients := [2]int32{1 + random.Int32N(3000), 1 + random.Int32N(3000)}
		for i := range 60 {
			tracks[u] = append(tracks[u], web.Event{
				Time: now, Item: int32(random.IntN(5000)), Menu: int32(random.IntN(12)),
				Request: 1 + int32(random.IntN(9000)), Traits: web.Traits(random.IntN(4)),
				Client: clients[i/40], // the last third on another device
			})
			now += int64(random.ExpFloat64() * 600_000)
		}
	}
	for _, c := range []struct {
		name      string
		knowledge *Knowledge
	}{{"events alone", nil}, {"all known", wellKnown(random)}} {
		b.Run(c.name, func(b *testing.B) {
			m := NewMeasurer(sessionsOf(30*time.Minute), window, c.knowledge)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				m.Measure(tracks[i%len(tracks)], Profile{})
			}
		})
	}
}

// wellKnown knows everything of 5,000 items, 9,000 requests and 3,000 clients that the rules of today ask for.
func wellKnown(random *rand.Rand) *Knowledge {
	k := &Knowledge{Referrers: true, Devices: make([]int32, 3001), Sequences: make([]web.Sequence, 9001),
		catalogued: make([]bool, 5000), entries: 5000}
	for i := range k.Devices[1:] {
		k.Devices[i+1] = 1 + random.Int32N(2000)
	}
	for i := range k.Sequences[1:] {
		k.Sequences[i+1] = web.Sequence{Template: 1 + random.Int32N(4), Place: int32(i + 1), ID: int64(i)}
	}
	for i := range k.catalogued {
		k.catalogued[i] = true
	}
	return k
}
