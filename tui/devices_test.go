package tui

import (
	"encoding/csv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"spoor/store/model"
	"spoor/tui/term/termtest"
)

// sharedAccount has 김민수 use two devices in turns, in a first session that lasts into the fourth day.
func sharedAccount(t *testing.T) *app {
	t.Helper()
	c := newFakeCase()
	for _, track := range c.Tracks {
		if track.Key != "김민수" {
			continue
		}
		other := &model.Client{Address: "10.36.228.145", Agent: "Mozilla/5.0 Netscape/7.1"}
		first := track.Sessions[0]
		for i := first.First; i < first.End; i++ {
			if i%3 == 2 {
				track.Events[i].Client = other
			}
			if i > first.First+1 {
				track.Events[i].Time += int64(i/20+1) * (24 * time.Hour).Milliseconds()
			}
		}
		for i := first.End; i < len(track.Events); i++ {
			track.Events[i].Time += (20 * 24 * time.Hour).Milliseconds()
		}
	}
	a := shown(t, c, 120, 40)
	toUser(t, a, "김민수")
	press(a, "enter")
	return a
}

// TestASharedSessionShowsItsDevices looks for both devices in the list of sessions, in the head of the session, in its
// rows, in the file and in what is copied.
func TestASharedSessionShowsItsDevices(t *testing.T) {
	a := sharedAccount(t)
	press(a, "enter")
	if !strings.Contains(seen(a), "AB    2 devices  A 10.1.2.4 40×") {
		t.Errorf("the sessions do not name both devices:\n%s", seen(a))
	}
	press(a, "enter")
	for _, want := range []string{"2 devices  A 10.1.2.4 40× Mozilla/4.0 (com", "B 10.36.228.145 20×", "dev", " B "} {
		if !strings.Contains(seen(a), want) {
			t.Errorf("the session does not show %q:\n%s", want, seen(a))
		}
	}
	golden(t, a, "session-devices-120x40")
	send(a, tea.WindowSizeMsg{Width: 80, Height: 24})
	golden(t, a, "session-devices-80x24")
	rows, err := csv.NewReader(strings.NewReader(exported(t, a, ".csv"))).ReadAll()
	if err != nil || rows[0][1] != "device" || rows[1][1] != "A" || rows[3][1] != "B" ||
		!strings.Contains(strings.Join(rows[3], "|"), "|10.36.228.145|Mozilla/5.0 Netscape/7.1|") {
		t.Errorf("the file says %q, %q: %v", rows[0], rows[3], err)
	}
	lines := strings.Split(copies(t, a, "events"), "\n")
	if !strings.HasSuffix(lines[2], ` B 10.36.228.145 "Mozilla/5.0 Netscape/7.1"`) {
		t.Errorf("%q is copied", lines[2])
	}
	press(a, "]")
	if strings.Contains(seen(a), "dev ") || strings.Contains(seen(a), "2 devices") {
		t.Errorf("a session of one device has a column of devices:\n%s", seen(a))
	}
}

// TestASessionOfSeveralDaysShowsThem names the day of each event, and that of the end.
func TestASessionOfSeveralDaysShowsThem(t *testing.T) {
	a := sharedAccount(t)
	press(a, "enter", "enter")
	track := a.work.Source.(*fakeCase).TrackOf("김민수")
	events, clock := track.Events[:track.Sessions[0].End], a.work.Clock
	for _, want := range []string{
		clock.DateTime(events[0].Time) + " – " + clock.DateTime(events[len(events)-1].Time),
		clock.At(events[0].Time).Format("_2 Jan 15:04:05"), clock.At(events[21].Time).Format("_2 Jan 15:04:05"),
	} {
		if text := termtest.Text(a.frame(), a.w, a.h); !strings.Contains(text, want) {
			t.Errorf("%q is not shown:\n%s", want, text)
		}
	}
}
