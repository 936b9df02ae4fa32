package term

import (
	"math"
	"testing"
	"time"
)

func TestFigures(t *testing.T) {
	for x, want := range map[float64]string{
		0: "0", 0.42: "0.42", 6.1: "6.1", 38.4: "38", 1512: "1,512", 99.96: "100", -3.25: "-3.2", 1e9: "1,000,000,000",
	} {
		if got := Figure(x); got != want {
			t.Errorf("%v is %s, not %s", x, got, want)
		}
	}
	if Figure(math.NaN()) != "–" {
		t.Error("not evaluable is a number")
	}
}

func TestDurations(t *testing.T) {
	for d, want := range map[time.Duration][2]string{
		0:                       {"0s", "0 s"},
		2100 * time.Millisecond: {"2.1s", "2 s"},
		38 * time.Second:        {"38s", "38 s"},
		442 * time.Second:       {"7m22s", "7 min 22 s"},
		47 * time.Minute:        {"47m", "47 min"},
		185 * time.Minute:       {"3h05m", "3 h 5 min"},
		100 * time.Hour:         {"4d", "4 d 4 h"},
	} {
		if got := [2]string{ShortDuration(d), LongDuration(d)}; got != want {
			t.Errorf("%v is %q, not %q", d, got, want)
		}
	}
}

func TestPercent(t *testing.T) {
	for _, c := range []struct {
		part, all int
		want      string
	}{{0, 0, "–"}, {0, 9, "0 %"}, {1, 100_000, "<0.1 %"}, {24, 1000, "2.4 %"}, {1, 2, "50 %"}, {7, 7, "100 %"}} {
		if got := Percent(c.part, c.all); got != c.want {
			t.Errorf("%d of %d is %s, not %s", c.part, c.all, got, c.want)
		}
	}
}

func TestSpans(t *testing.T) {
	seoul := Clock{Zone: time.FixedZone("Asia/Seoul", 9*3600)}
	at := func(text string) int64 {
		d, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return d.UnixMilli()
	}
	for _, c := range []struct{ from, to, want string }{
		{"2003-03-01T00:00:00Z", "2003-03-31T00:00:00Z", "1 – 31 Mar 2003"},
		{"2003-02-28T00:00:00Z", "2003-03-31T16:00:00Z", "28 Feb – 1 Apr 2003"},
		{"2002-12-31T15:00:00Z", "2003-01-01T00:00:00Z", "1 Jan 2003"},
		{"2002-12-31T14:59:59Z", "2003-01-01T00:00:00Z", "31 Dec 2002 – 1 Jan 2003"},
	} {
		if got := seoul.Span(at(c.from), at(c.to)); got != c.want {
			t.Errorf("%s to %s is %s, not %s", c.from, c.to, got, c.want)
		}
	}
}

func TestIntervals(t *testing.T) {
	seoul := time.FixedZone("KST", 9*60*60)
	zone := Clock{Zone: seoul}
	moment := func(text string) int64 {
		at, err := time.ParseInLocation("2006-01-02 15:04:05", text, seoul)
		if err != nil {
			t.Fatal(err)
		}
		return at.UnixMilli()
	}
	for _, c := range []struct{ from, to, want string }{
		{"2003-03-01 00:00:00", "2003-03-02 00:00:00", "1 Mar 2003"},
		{"2003-03-01 00:00:00", "2003-04-01 00:00:00", "1 – 31 Mar 2003"},
		{"2003-03-01 02:00:00", "2003-03-01 03:00:00", "1 Mar 02:00 – 03:00"},
		{"2003-03-01 23:00:00", "2003-03-02 00:00:00", "1 Mar 23:00 – 00:00"},
		{"2003-03-01 23:00:00", "2003-03-02 00:01:00", "1 Mar 23:00 – 2 Mar 00:01"},
		{"2003-03-01 23:00:05", "2003-03-01 23:00:06", "1 Mar 23:00:05 – 23:00:06"},
	} {
		if got := zone.Interval(moment(c.from), moment(c.to)); got != c.want {
			t.Errorf("%s to %s is %s, not %s", c.from, c.to, got, c.want)
		}
	}
}

// TestPeriods takes the ends of what a time stands for, in a zone with a day of 23 hours.
func TestPeriods(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip(err)
	}
	for text, hours := range map[string]int64{"2026-03-28": 24, "2026-03-29": 23, "2026-02": 28 * 24, "2024": 366 * 24} {
		from, to, ok := Clock{Zone: zone}.ParsePeriod(text)
		if !ok || to-from != hours*3_600_000 {
			t.Errorf("%s is %d ms long", text, to-from)
		}
	}
	if from, to, ok := (Clock{}).ParsePeriod("1970-01-01T00:01"); !ok || from != 60_000 || to != 120_000 {
		t.Errorf("a minute goes from %d to %d", from, to)
	}
}
