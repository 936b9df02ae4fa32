package store

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"spoor/analysis"
)

// TestUsersWith holds it to a look at each event of each track, in all of a case with live events and in a part of its
// time.
func TestUsersWith(t *testing.T) {
	zone, err := time.LoadLocation("Asia/Seoul")
	check(t, err)
	c, all := generatedCase(t, 51, 500, 130)
	check(t, c.SetZone(t.Context(), zone))
	appendToTail(t, c, streamSource(3), generated(rand.New(rand.NewPCG(52, 1)), 3, 60), 7)
	for _, window := range []analysis.Window{{}, {From: all[100].Time, To: all[300].Time}} {
		m, err := c.MatrixWith(t.Context(), analysis.DefaultMeasureOptions(), window, nil)
		check(t, err)
		users, err := c.UsersWith(t.Context(), window, plainConditions, nil)
		check(t, err)
		found := 0
		for row, track := range plainTracks(t, c, m) {
			for i, condition := range plainConditions {
				p, want := plainPredicate(t, condition), false
				for e := range track.Events {
					at := track.Events[e].Time
					want = want || m.Window.From <= at && at <= m.Window.To && p.Matches(plainEvent(track, e, zone))
				}
				if users[i].HasRow(m, int32(row)) != want {
					t.Errorf("%s of %s is %v", condition, track.Key, !want)
				}
				if want {
					found++
				}
			}
		}
		if found < 100 {
			t.Errorf("%d are found in all", found)
		}
	}
}

func TestUsersWithWhatIsWrong(t *testing.T) {
	c, _ := generatedCase(t, 53, 100, 50)
	if _, err := c.UsersWith(t.Context(), analysis.Window{}, []string{"statu == 1"}, nil); err == nil {
		t.Error("a field that there is not is taken")
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := c.UsersWith(stopped, analysis.Window{}, []string{"status == 1"}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped, it says %v", err)
	}
}
