package tui

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"spoor/tui/term"
)

func zoneNamed(t *testing.T, name string) term.Clock {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Skip(err)
	}
	return term.Clock{Zone: zone}
}

func moment(t *testing.T, c term.Clock, text string) int64 {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04:05", text, c.At(0).Location())
	if err != nil {
		t.Fatal(err)
	}
	return at.UnixMilli()
}

// TestBarsBeginWhereClocksDo works out the edges round odd days by hand.
func TestBarsBeginWhereClocksDo(t *testing.T) {
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
		g := grains[slices.IndexFunc(grains, func(g bucketSize) bool { return g.Name == c.grain })]
		var got []string
		for _, edge := range g.bars(g.begin(moment(t, zone, c.from), zone), 2, zone) {
			got = append(got, zone.At(edge).Format("01-02 15:04"))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s in %s from %s: %v, not %s", c.grain, c.zone, c.from, got, c.want)
		}
	}
}

// TestEveryMomentIsInOneBar takes moments of many years in odd zones: a bar holds its moment, the next begins where it
// ends, and the way back is the way there.
func TestEveryMomentIsInOneBar(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 9))
	for _, name := range []string{"UTC", "Asia/Seoul", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu",
		"Africa/Cairo"} {
		zone := zoneNamed(t, name)
		for range 3000 {
			g := grains[r.IntN(len(grains))]
			ms := r.Int64N(2_000_000_000_000) - 300_000_000_000
			begin := g.begin(ms, zone)
			next := g.next(begin, zone)
			if begin > ms || next <= ms || g.begin(begin, zone) != begin || g.begin(next-1, zone) != begin ||
				g.back(next, 1, zone) != begin {
				t.Fatalf("%s in %s: %s is in the bar from %s to %s", g.Name, name, zone.At(ms), zone.At(begin), zone.At(next))
			}
		}
	}
}

func TestFittingGrain(t *testing.T) {
	const hour = 3_600_000
	for _, c := range []struct {
		hours int64
		bars  int
		least time.Duration
		want  string
	}{{0, 78, time.Second, "1 s"}, {1, 78, time.Second, "1 min"}, {24 * 31, 98, time.Minute, "8 h"},
		{24 * 31, 78, 24 * time.Hour, "1 day"}, {24 * 40000, 10, time.Second, "1 year"}} {
		if got := grains[fitting(0, c.hours*hour, c.bars, c.least)].Name; got != c.want {
			t.Errorf("%d h in %d bars: %s, not %s", c.hours, c.bars, got, c.want)
		}
	}
}

// TestTicksDoNotTouch looks at the words under every grain, from odd times on.
func TestTicksDoNotTouch(t *testing.T) {
	zone := zoneNamed(t, "Asia/Seoul")
	for at, g := range grains {
		for _, from := range []string{"2003-03-01 00:00:00", "2003-12-31 22:59:58", "2004-02-29 13:30:00"} {
			list := ticks(g.bars(g.begin(moment(t, zone, from), zone), 200, zone), at, zone)
			if len(list) < 2 {
				t.Errorf("%s from %s has %d ticks", g.Name, from, len(list))
			}
			for i := range list[:len(list)-1] {
				if list[i].at+len(list[i].word) >= list[i+1].at {
					t.Errorf("%s from %s: %v and %v touch", g.Name, from, list[i], list[i+1])
				}
			}
		}
	}
}

func TestStretches(t *testing.T) {
	zone := zoneNamed(t, "Asia/Seoul")
	for _, c := range []struct{ from, to, want string }{
		{"2003-03-01 00:00:00", "2003-03-02 00:00:00", "1 Mar 2003"},
		{"2003-03-01 00:00:00", "2003-04-01 00:00:00", "1 – 31 Mar 2003"},
		{"2003-03-01 02:00:00", "2003-03-01 03:00:00", "1 Mar 02:00 – 03:00"},
		{"2003-03-01 23:00:00", "2003-03-02 00:00:00", "1 Mar 23:00 – 00:00"},
		{"2003-03-01 23:00:00", "2003-03-02 00:01:00", "1 Mar 23:00 – 2 Mar 00:01"},
		{"2003-03-01 23:00:05", "2003-03-01 23:00:06", "1 Mar 23:00:05 – 23:00:06"},
	} {
		if got := zone.Interval(moment(t, zone, c.from), moment(t, zone, c.to)); got != c.want {
			t.Errorf("%s to %s is %s, not %s", c.from, c.to, got, c.want)
		}
	}
}
