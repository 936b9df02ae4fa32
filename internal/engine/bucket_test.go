package engine

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

func zoneNamed(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Skip(err)
	}
	return zone
}

func moment(t *testing.T, zone *time.Location, text string) int64 {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04:05", text, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at.UnixMilli()
}

// TestBucketsBeginWhereClocksDo works out the edges round odd days by hand.
func TestBucketsBeginWhereClocksDo(t *testing.T) {
	for _, c := range []struct{ zone, grain, from, want string }{
		{"UTC", "1 week", "2003-03-05 12:00:00", "03-03 00:00 03-10 00:00 03-17 00:00"},
		{"Asia/Kathmandu", "4 h", "2003-03-05 04:10:00", "03-05 04:00 03-05 08:00 03-05 12:00"},
		{"Europe/Berlin", "1 day", "2026-03-29 12:00:00", "03-29 00:00 03-30 00:00 03-31 00:00"},     // 23 h
		{"Europe/Berlin", "8 h", "2026-03-29 23:00:00", "03-29 17:00 03-30 00:00 03-30 08:00"},       // 16 h after midnight
		{"Europe/Berlin", "8 h", "2026-10-25 23:30:00", "10-25 23:00 10-26 00:00 10-26 08:00"},       // an hour is left over
		{"America/Sao_Paulo", "1 day", "2018-11-04 12:00:00", "11-04 01:00 11-05 00:00 11-06 00:00"}, // there was no midnight
		{"America/Sao_Paulo", "8 h", "2018-11-03 20:00:00", "11-03 16:00 11-04 01:00 11-04 09:00"},
		{"UTC", "3 months", "2003-06-30 23:59:59", "04-01 00:00 07-01 00:00 10-01 00:00"},
		{"UTC", "1 year", "2004-02-29 00:00:00", "01-01 00:00 01-01 00:00 01-01 00:00"},
	} {
		zone := zoneNamed(t, c.zone)
		g := Buckets[slices.IndexFunc(Buckets, func(g Bucket) bool { return g.Name == c.grain })]
		var got []string
		for _, edge := range g.Edges(g.Begin(moment(t, zone, c.from), zone), 2, zone) {
			got = append(got, time.UnixMilli(edge).In(zone).Format("01-02 15:04"))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s in %s from %s: %v, not %s", c.grain, c.zone, c.from, got, c.want)
		}
	}
}

// TestEveryMomentIsInOneBucket takes moments of many years in odd zones: a bucket holds its moment, the next begins
// where it ends, and the way back is the way there.
func TestEveryMomentIsInOneBucket(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 9))
	for _, name := range []string{"UTC", "Asia/Seoul", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu",
		"Africa/Cairo"} {
		zone := zoneNamed(t, name)
		for range 3000 {
			g := Buckets[r.IntN(len(Buckets))]
			ms := r.Int64N(2_000_000_000_000) - 300_000_000_000
			begin := g.Begin(ms, zone)
			next := g.Next(begin, zone)
			if begin > ms || next <= ms || g.Begin(begin, zone) != begin || g.Begin(next-1, zone) != begin ||
				g.Back(next, 1, zone) != begin {
				t.Fatalf("%s in %s: %d is in the bucket from %d to %d", g.Name, name, ms, begin, next)
			}
		}
	}
}

func TestFittingBucket(t *testing.T) {
	const hour = 3_600_000
	for _, c := range []struct {
		hours int64
		bars  int
		least time.Duration
		want  string
	}{{0, 78, time.Second, "1 s"}, {1, 78, time.Second, "1 min"}, {24 * 31, 98, time.Minute, "8 h"},
		{24 * 31, 78, 24 * time.Hour, "1 day"}, {24 * 40000, 10, time.Second, "1 year"}} {
		if got := Buckets[FittingBucket(0, c.hours*hour, c.bars, c.least)].Name; got != c.want {
			t.Errorf("%d h in %d bars: %s, not %s", c.hours, c.bars, got, c.want)
		}
	}
}
