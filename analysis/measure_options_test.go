package analysis

import (
	"slices"
	"testing"
	"time"

	"spoor/analysis/units"
)

func TestWithMeasuring(t *testing.T) {
	want := Strict()
	want.MeasureOptions.Timeout, want.MeasureOptions.Overlap = 15*time.Minute, 90*time.Second
	want.MeasureOptions.Buckets[ManyItems] = Bucket{60, 500 * time.Millisecond}
	want.MeasureOptions.Buckets[SameRequest].Capacity, want.MeasureOptions.Buckets[ManyRefused].Leak = 12.5, time.Hour
	changes := []string{"burst.items=60", "burst.items-leak=500ms", "burst.same=12.5", "burst.refused-leak=1h",
		"sharing.overlap=1m30s", "session.timeout=15m"}
	got := mustWith(t, Strict(), changes...)
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if again := got.Changes(Strict()); !slices.Equal(again, changes) {
		t.Errorf("changes %q, want %q", again, changes)
	}
	if read, err := ParseRuleSet("a.toml", []byte(got.TOML())); err != nil || read != got.Named("a") {
		t.Errorf("read again: %v\n%+v", err, read)
	}
	if own := mustWith(t, got, "session.timeout=case"); own.MeasureOptions.Timeout != 0 {
		t.Errorf("timeout %s", own.MeasureOptions.Timeout)
	}
	for expression, want := range map[string]string{
		"session.timeout=30":    `session.timeout: "30" is not a length of time as in 30m, in whole seconds, or case`,
		"session.timeout=1.5s":  `session.timeout: "1.5s" is not a length of time as in 30m, in whole seconds, or case`,
		"session.timeout=0s":    `session.timeout: "0s" is not a length of time as in 30m, in whole seconds, or case`,
		"sharing.overlap=-1m":   `sharing.overlap: "-1m" is not a length of time as in 90s or 1m30s`,
		"sharing.overlap=1us":   `sharing.overlap: "1us" is not a length of time as in 90s or 1m30s`,
		"sharing.overlap=1000h": `sharing.overlap: "1000h" is not a length of time as in 90s or 1m30s`,
		"burst.same=0.5":        `burst.same: "0.5" is not a number from 1 to 1e+06`,
		"burst.sam=20":          "burst.sam: no such field; did you mean same?",
	} {
		if _, err := Strict().With(expression); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", expression, err, want)
		}
	}
}

func TestFormatLength(t *testing.T) {
	for length, want := range map[time.Duration]string{
		30 * time.Minute: "30m", 2 * time.Hour: "2h", 90 * time.Second: "1m30s", 10 * time.Second: "10s",
		500 * time.Millisecond: "500ms", 61 * time.Minute: "1h1m",
		time.Hour + time.Second: "1h0m1s", 20*time.Hour + 10*time.Minute: "20h10m",
	} {
		if got := formatLength(length); got != want {
			t.Errorf("%d is written %q, want %q", length, got, want)
		}
	}
}

// TestMeasuringChangesMetrics by hand: sessions end earlier, buckets are smaller, overlaps shorter.
func TestMeasuringChangesMetrics(t *testing.T) {
	const walk = "0s view a1, 5m view a2, 25m view a3" // one visit, or two
	const overlapping = "0s @1, 10s @2, 61s @1, 70s @2"
	again := times(10, 1000, "view a1 #2")
	devices := &Knowledge{Devices: []int32{0, 1, 2}}
	for _, c := range []struct {
		name    string
		track   string
		changes []string
		rule    RuleID
		want    float64
	}{
		{"one session", walk, nil, VisitFrequency, 1},
		{"two sessions", walk, []string{"session.timeout=15m"}, VisitFrequency, 2},
		{"a gap of the timeout", walk, []string{"session.timeout=20m"}, VisitFrequency, 1},
		{"ten in a bucket of 20", again, nil, Burst, (10 - 9.0/3) / 20},
		{"ten in a bucket of 5", again, []string{"burst.same=5"}, Burst, (10 - 9.0/3) / 5},
		{"that leaks faster", again, []string{"burst.same=5", "burst.same-leak=1s"}, Burst, 1.0 / 5},
		{"51 s on two devices", overlapping, nil, Sharing, 0},
		{"51 s are enough", overlapping, []string{"sharing.overlap=51s"}, Sharing, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			how := mustWith(t, Strict(), c.changes...).MeasureOptions.Of(30 * time.Minute)
			text := c.track + ", 26m other, 26m other" // five events
			row := NewMeasurer(how, Window{0, day}, devices).Measure(track(t, text), Profile{})
			if got := row.Values[c.rule].X; !same(got, c.want) {
				t.Errorf("%s is %v, want %v", c.rule, got, c.want)
			}
		})
	}
}

func TestLengthForPeople(t *testing.T) {
	for length, want := range map[time.Duration]string{
		30 * time.Minute: "30 min", 90 * time.Second: "90 s", 500 * time.Millisecond: "0.5 s", 2 * time.Hour: "2 h",
		90 * time.Minute: "1 h 30 min", 0: "0 s",
	} {
		if got := units.Length(length); got != want {
			t.Errorf("%v: %q, want %q", length, got, want)
		}
	}
}
