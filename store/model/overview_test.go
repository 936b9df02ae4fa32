package model

import (
	"testing"
	"time"
)

// TestHoursOfADayThatClocksAreChangedOn counts by the clock on the wall: 2026-03-29 has no 02:30 in Berlin, and
// 2026-10-25 has it twice.
func TestHoursOfADayThatClocksAreChangedOn(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	b := OverviewBuilder{zone: zone}
	for _, day := range []time.Time{
		time.Date(2026, 3, 28, 22, 0, 0, 0, time.UTC),
		time.Date(2026, 10, 24, 22, 0, 0, 0, time.UTC),
	} {
		for minute := range 36 * 60 {
			at := day.Add(time.Duration(minute) * time.Minute)
			if got := b.hourOf(at.UnixMilli()); int(got) != at.In(zone).Hour() {
				t.Fatalf("%s is in hour %d", at.In(zone), got)
			}
		}
	}
}

// TestHoursWhereClocksAreChangedByHalfAnHour: at 2:00 it is 2:30 on Lord Howe, so that 2:45 is a quarter of an hour
// after 1:59. Users come one after the other, so times go back.
func TestHoursWhereClocksAreChangedByHalfAnHour(t *testing.T) {
	zone, err := time.LoadLocation("Australia/Lord_Howe")
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range []time.Time{
		time.Date(2024, 10, 5, 15, 30, 0, 0, time.UTC), time.Date(2024, 4, 6, 15, 0, 0, 0, time.UTC), // forth and back
	} {
		b := &OverviewBuilder{zone: zone}
		for _, minutes := range []int{15, -15, 45, -1, 0, 29, 31, -61, 59, 60, -45, 14} {
			at := change.Add(time.Duration(minutes) * time.Minute)
			if got := b.hourOf(at.UnixMilli()); int(got) != at.In(zone).Hour() {
				t.Errorf("%d minutes after the change, at %s: hour %d", minutes, at.In(zone), got)
			}
		}
	}
}
