package engine

import "time"

// Bucket is how much time one line or bar of a timeline stands for. Buckets begin where clocks of the zone do: at
// midnight, on Mondays, on the first of a month; a day that is an hour longer or shorter has more or fewer of those
// within a day.
type Bucket struct {
	Name   string        // as in 15 min
	Length time.Duration // of those shorter than a day
	Days   int           // of days and weeks
	Months int           // of months and years
}

// Buckets are all the buckets there are, the finest first.
var Buckets = []Bucket{
	{Name: "1 s", Length: time.Second}, {Name: "5 s", Length: 5 * time.Second}, {Name: "15 s", Length: 15 * time.Second},
	{Name: "1 min", Length: time.Minute}, {Name: "5 min", Length: 5 * time.Minute},
	{Name: "15 min", Length: 15 * time.Minute},
	{Name: "30 min", Length: 30 * time.Minute}, {Name: "1 h", Length: time.Hour}, {Name: "2 h", Length: 2 * time.Hour},
	{Name: "4 h", Length: 4 * time.Hour}, {Name: "8 h", Length: 8 * time.Hour},
	{Name: "1 day", Days: 1}, {Name: "1 week", Days: 7}, {Name: "1 month", Months: 1}, {Name: "3 months", Months: 3},
	{Name: "1 year", Months: 12},
}

// Usual is how long the bucket usually is.
func (b Bucket) Usual() time.Duration {
	const day = 24 * time.Hour
	return b.Length + time.Duration(b.Days)*day + time.Duration(b.Months)*30*day
}

// Begin is the beginning of the bucket that a time lies in; both are UTC milliseconds.
func (b Bucket) Begin(ms int64, zone *time.Location) int64 {
	at := time.UnixMilli(ms).In(zone)
	year, month, day := at.Date()
	switch {
	case b.Months > 0:
		month -= (month - 1) % time.Month(b.Months)
		day = 1
	case b.Days == 7:
		day -= (int(at.Weekday()) + 6) % 7
	}
	start := startOfDay(year, month, day, zone)
	if b.Length == 0 {
		return start
	}
	step := b.Length.Milliseconds()
	return start + (ms-start)/step*step
}

// startOfDay is the first moment of a day, which is not midnight where clocks are put on at midnight.
func startOfDay(year int, month time.Month, day int, zone *time.Location) int64 {
	start := time.Date(year, month, day, 0, 0, 0, 0, zone)
	for noon := time.Date(year, month, day, 12, 0, 0, 0, zone); start.Day() != noon.Day(); {
		start = start.Add(time.Hour)
	}
	return start.UnixMilli()
}

// Next is the beginning of the bucket after the one that begins at a time.
func (b Bucket) Next(begin int64, zone *time.Location) int64 {
	year, month, day := time.UnixMilli(begin).In(zone).Date()
	if b.Length == 0 {
		return startOfDay(year, month+time.Month(b.Months), day+b.Days, zone)
	}
	return min(begin+b.Length.Milliseconds(), startOfDay(year, month, day+1, zone))
}

// Back is the beginning of the bucket that lies n buckets before the one that begins at a time.
func (b Bucket) Back(begin int64, n int, zone *time.Location) int64 {
	for range n {
		begin = b.Begin(begin-1, zone)
	}
	return begin
}

// On is the beginning of the bucket that lies n buckets after the one that begins at a time.
func (b Bucket) On(begin int64, n int, zone *time.Location) int64 {
	for range n {
		begin = b.Next(begin, zone)
	}
	return begin
}

// Edges are where n buckets begin, from one on, and where the last of them ends.
func (b Bucket) Edges(begin int64, n int, zone *time.Location) []int64 {
	edges := make([]int64, 1, n+1)
	edges[0] = begin
	for range n {
		begin = b.Next(begin, zone)
		edges = append(edges, begin)
	}
	return edges
}

// FittingBucket returns the index in Buckets of the finest bucket, no finer than least, of which at most so many are
// needed from one time to another; the index of the coarsest if even of that more are.
func FittingBucket(from, to int64, most int, least time.Duration) int {
	for i, b := range Buckets {
		if b.Usual() >= least && time.Duration(to-from)*time.Millisecond <= b.Usual()*time.Duration(most-1) {
			return i
		}
	}
	return len(Buckets) - 1
}
