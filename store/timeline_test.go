package store

import (
	"fmt"
	"slices"
	"testing"

	"spoor/store/model"
)

// TestTimelineIsWhatPlainQueriesSay compares the events and the sessions of each step, for some of the users, with SQL.
func TestTimelineIsWhatPlainQueriesSay(t *testing.T) {
	for seed := range uint64(4) {
		c := pivotedCase(t, 60+seed)
		line, err := c.Timeline(t.Context(), model.DefaultTimeout, nil)
		check(t, err)
		keys, err := userKeys(t.Context(), c.reader)
		check(t, err)
		chosen := make([]bool, len(keys)-5) // shorter than there are users
		for user := range chosen {
			chosen[user] = user%3 == 1
		}
		steps := func(counts []int32) (lines []string) {
			for step, n := range counts {
				if n > 0 {
					lines = append(lines, words(step, n))
				}
			}
			return lines
		}
		got := steps(line.Events)
		want := table(t, c, "SELECT (ts - ?) / ?, count(*) FROM every_event GROUP BY 1 ORDER BY 1", line.From, line.Step)
		if !slices.Equal(got, want) {
			t.Errorf("events by step\n%s\nSQL says\n%s", someOf(got), someOf(want))
		}
		events, sessions := line.Of(model.NewUserSet(chosen))
		got = steps(events)
		want = table(t, c, `SELECT (ts - ?) / ?, count(*) FROM every_event
			WHERE user % 3 = 1 AND user < ? GROUP BY 1 ORDER BY 1`,
			line.From, line.Step, len(chosen))
		if !slices.Equal(got, want) || len(got) == 0 {
			t.Errorf("events of some users by step\n%s\nSQL says\n%s", someOf(got), someOf(want))
		}
		got = steps(sessions)
		want = table(t, c, `SELECT (CAST(round(1000 * (julianday(start) - 2440587.5) * 86400) AS INTEGER) - ?) / ?, count(*)
			FROM v_session s JOIN user u ON u.key = s.user WHERE u.id % 3 = 1 AND u.id < ? GROUP BY 1 ORDER BY 1`,
			line.From, line.Step, len(chosen))
		if !slices.Equal(got, want) || len(got) == 0 {
			t.Errorf("sessions by step\n%s\nSQL says\n%s", someOf(got), someOf(want))
		}
	}
}

func TestTimelineOfNothing(t *testing.T) {
	line, err := newCase(t).Timeline(t.Context(), model.DefaultTimeout, nil)
	check(t, err)
	if events, sessions := line.Of(model.UserSet{}); len(line.Events) != 0 || len(events) != 0 || len(sessions) != 0 {
		t.Errorf("an empty case has the timeline %+v", line)
	}
}

// TestTimelineOutOfBounds is a case whose events lie outside of what its sources say.
func TestTimelineOutOfBounds(t *testing.T) {
	c, _ := generatedCase(t, 5, 50, 50)
	_, err := c.writer.Exec("UPDATE source SET last_ts = first_ts")
	check(t, err)
	if line, err := c.Timeline(t.Context(), model.DefaultTimeout, nil); err == nil {
		t.Error(fmt.Sprint("the timeline is ", line))
	}
}
