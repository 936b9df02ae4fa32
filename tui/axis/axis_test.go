package axis

import (
	"slices"
	"testing"
	"time"

	"spoor/internal/engine"
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

// TestTicksDoNotTouch looks at the words under every grain, from odd times on.
func TestTicksDoNotTouch(t *testing.T) {
	zone := zoneNamed(t, "Asia/Seoul")
	for at, g := range engine.Buckets {
		for _, from := range []string{"2003-03-01 00:00:00", "2003-12-31 22:59:58", "2004-02-29 13:30:00"} {
			list := Ticks(g.Edges(g.Begin(moment(t, zone, from), zone.Location()), 200, zone.Location()), at, zone)
			if len(list) < 2 {
				t.Errorf("%s from %s has %d ticks", g.Name, from, len(list))
			}
			for i := range list[:len(list)-1] {
				if list[i].At+len(list[i].Word) >= list[i+1].At {
					t.Errorf("%s from %s: %v and %v touch", g.Name, from, list[i], list[i+1])
				}
			}
		}
	}
}

// TestTicksOfAMonth names days of a month of days, of which no other month begins in it.
func TestTicksOfAMonth(t *testing.T) {
	zone := zoneNamed(t, "Asia/Seoul")
	day := 11
	for from, want := range map[string][]Tick{
		"2003-03-01 00:00:00": {{0, "1 Mar"}, {12, "13 Mar"}, {24, "25 Mar"}},
		"2003-03-15 00:00:00": {{0, "Mar 2003"}, {17, "Apr 2003"}},
	} {
		b := engine.Buckets[day]
		if got := Ticks(b.Edges(moment(t, zone, from), 31, zone.Location()), day, zone); !slices.Equal(got, want) {
			t.Errorf("31 days from %s: %v", from, got)
		}
	}
}
