package axis

import (
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
