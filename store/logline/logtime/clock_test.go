package logtime

import (
	"testing"
	"time"
)

// readingDay is the day on which times without a year are read.
var readingDay = time.Date(2024, 6, 3, 12, 0, 0, 0, time.UTC)

func TestReadTime(t *testing.T) {
	noon := time.Date(2021, 1, 1, 12, 34, 56, 0, time.UTC).UnixMilli()
	const zoned, assumed = false, true
	tests := []struct {
		text    string
		want    int64
		assumed bool
	}{
		{"2021-01-01T12:34:56Z", noon, zoned},
		{"2021-01-01t12:34:56z", noon, zoned},
		{"2021-01-01T21:34:56+09:00", noon, zoned},
		{"2021-01-01T21:34:56+0900", noon, zoned},
		{"2021-01-01T21:34:56.5+09", noon + 500, zoned},
		{"2020-12-31 22:04:56.123456789 -14:30", noon + 123, zoned},
		{"2021-01-01 12:34:56 UTC", noon, zoned},
		{"2021-01-01 12:34:56,078 GMT", noon + 78, zoned},
		{"2021-01-01 12:34:56", noon, assumed},
		{"2021-01-01T12:34:56.9999", noon + 999, assumed},
		{"2021-01-01 12:33:60", noon - 56_000, assumed},
		{"01/Jan/2021:12:34:56 +0000", noon, zoned},
		{"01/Jan/2021:13:04:56 +0030", noon, zoned},
		{"1609504496", noon, zoned},
		{"1609504496.0785", noon + 78, zoned},
		{"1609504496078", noon + 78, zoned},
		{"1609504496078.9", noon + 78, zoned},
		{"1609504496078999", noon + 78, zoned},
		{"1609504496078999999", noon + 78, zoned},
		{"1.609504496078e+12", noon + 78, zoned},
		{"1.609504496E9", noon, zoned},
		{"0", 0, zoned},
		{"99999999999", 99_999_999_999_000, zoned},
		{"100000000000", 100_000_000_000, zoned},
	}
	for _, test := range tests {
		c := New(time.UTC, time.Time{}, nil)
		got, assumed, ok := c.Read([]byte(test.text))
		if !ok || got != test.want || assumed != test.assumed {
			t.Errorf("%s: %d, assumed %v, ok %v; want %d, %v", test.text, got, assumed, ok, test.want, test.assumed)
		}
	}
}

func TestReadTimeRejects(t *testing.T) {
	for _, text := range []string{
		"", "-", "now", "-1", "1e400", "1e", "0x10", "1.", ".5", "1,", "1_000", "99999999999999999999", "1609504496 ",
		"2021-13-01T12:34:56Z", "2021-02-29T12:34:56Z", "2021-00-01T12:34:56Z",
		"2021-1a-01T12:34:56Z", "0000-01-01T12:34:56Z", "2021-01-01~12:34:56Z", "2021-01-01T24:00:00Z",
		"2021-01-01T12:60:00Z", "2021-01-01T12:34:61Z",
		"2021-01-01T12:34:56ZZ",
		"2021-01-01T12:34:56+9", "2021-01-01T12:34:56+09:0", "2021-01-01T12:34:56+09:", "2021-01-01T12:34:56+09000",
		"2021-01-01T12:34:56+15:00", "2021-01-01T12:34:56+aa:bb",
		"01/Xxx/2021:12:34:56 +0000", "01/Jan/2021:12:34:56 +09:0", "01/Jan/2021:12:34:56Z+0000",
	} {
		c := New(time.UTC, time.Time{}, nil)
		if got, _, ok := c.Read([]byte(text)); ok {
			t.Errorf("%q is read as %d", text, got)
		}
	}
}

func TestZoneIsAssumed(t *testing.T) {
	seoul := time.FixedZone("KST", 9*3600)
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip(err)
	}
	tests := []struct {
		zone *time.Location
		text string
		want time.Time
	}{
		{seoul, "2021-01-01 12:34:56.5", time.Date(2021, 1, 1, 3, 34, 56, 5e8, time.UTC)},
		{seoul, "2021-01-01T12:34:56Z", time.Date(2021, 1, 1, 12, 34, 56, 0, time.UTC)},
		{seoul, "1609504496", time.Date(2021, 1, 1, 12, 34, 56, 0, time.UTC)},
		{berlin, "2021-07-01 12:00:00", time.Date(2021, 7, 1, 10, 0, 0, 0, time.UTC)},
		{berlin, "2021-12-01 12:00:00", time.Date(2021, 12, 1, 11, 0, 0, 0, time.UTC)},
	}
	for _, test := range tests {
		c := New(test.zone, time.Time{}, nil)
		if got, _, ok := c.Read([]byte(test.text)); !ok || got != test.want.UnixMilli() {
			t.Errorf("%s in %s: %s, %v, want %s", test.text, test.zone, time.UnixMilli(got).UTC(), ok, test.want)
		}
	}
}

// TestZoneStandsApart reads times whose zone stands beside them: it counts where they name none.
func TestZoneStandsApart(t *testing.T) {
	seoul := time.FixedZone("KST", 9*3600)
	const wall = "2024-05-17 12:46:40"
	for zone, want := range map[string]string{
		"+02:00": "10:46", "-0330": "16:16", "UTC": "12:46", "CEST": "10:46", "America/New_York": "16:46",
		"": "03:46", "IST": "03:46", "Nowhere/At_All": "03:46", // the clock's own
	} {
		c := New(seoul, time.Time{}, nil)
		at, assumed, ok := c.ReadIn([]byte(zone), []byte(wall))
		if got := time.UnixMilli(at).UTC().Format("15:04"); !ok || got != want || assumed != (want == "03:46") {
			t.Errorf("%q: %s, assumed %v, %v; want %s", zone, got, assumed, ok, want)
		}
		at, assumed, ok = c.ReadIn([]byte(zone), []byte("2024-05-17T12:46:40+01:00"))
		if got := time.UnixMilli(at).UTC().Format("15:04"); !ok || got != "11:46" || assumed {
			t.Errorf("%q beside an offset: %s, assumed %v, %v", zone, got, assumed, ok)
		}
	}
}

// TestClockForgets reads days and offsets in turn, good ones and bad ones: what is remembered must not leak.
func TestClockForgets(t *testing.T) {
	c := New(time.UTC, time.Time{}, nil)
	read := func(text string) (string, bool) {
		at, ok := c.CommonTime([]byte(text))
		return time.UnixMilli(at).UTC().Format(time.RFC3339), ok
	}
	for range 2 {
		for text, want := range map[string]string{
			"17/May/2015:10:05:03 +0000": "2015-05-17T10:05:03Z",
			"17/May/2015:10:05:03 +0100": "2015-05-17T09:05:03Z",
			"18/May/2015:10:05:03 +0100": "2015-05-18T09:05:03Z",
			"29/Feb/2016:10:05:03 -0100": "2016-02-29T11:05:03Z",
		} {
			if got, ok := read(text); !ok || got != want {
				t.Errorf("%s: %s, %v, want %s", text, got, ok, want)
			}
			if got, ok := read("30/Feb/2016:10:05:03 -0100"); ok {
				t.Errorf("30 February is %s", got)
			}
		}
	}
}
