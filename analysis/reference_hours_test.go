package analysis

import (
	"math"
	"slices"

	"spoor/analysis/web"
)

// refVisits are the milliseconds of the hour at which visits begin that lie half an hour apart, in rising order.
func refVisits(events []web.Event, timeout int64) (phases []int64) {
	last := int64(math.MinInt64 / 2)
	for _, session := range refSessions(events, timeout) {
		if start := session[0].Time; start-last >= 1_800_000 {
			phases, last = append(phases, start%3_600_000), start
		}
	}
	slices.Sort(phases)
	return phases
}

// refMinute tries the minute from each visit on.
func refMinute(phases []int64) (from int64, most int) {
	for _, a := range phases {
		within := 0
		for _, b := range phases {
			if (b-a+3_600_000)%3_600_000 < 60_000 {
				within++
			}
		}
		if within > most {
			from, most = a, within
		}
	}
	return from, most
}

// refSchedule adds the probabilities up one by one, and asks every user.
func refSchedule(phases []int64, users []*refUser) refValue {
	n := len(phases)
	if n < 5 {
		return refValue{n: n}
	}
	from, most := refMinute(phases)
	share := 0.0
	for _, u := range users {
		if (u.events[0].Time%3_600_000/1000-from/1000+3600)%3600 < 60 {
			share += 1 / float64(len(users))
		}
	}
	p, tail := max(share, 1.0/60), 0.0
	for k := most - 1; k <= n-1; k++ {
		ways := 1.0
		for i := range k {
			ways *= float64(n-1-i) / float64(i+1)
		}
		tail += ways * math.Pow(p, float64(k)) * math.Pow(1-p, float64(n-1-k))
	}
	return refValue{math.Max(0, -math.Log10(float64(n)*math.Min(tail, 1))), n, true}
}
