package clock

import "time"

// Local tells the time of day in a zone. It asks the zone once for each time between two changes of its clocks.
type Local struct {
	Zone     *time.Location
	from, to int64 // milliseconds between which the offset holds
	offset   int64 // milliseconds
}

// Lengths in milliseconds, and the hours of a week.
const (
	HourLength  = int64(time.Hour / time.Millisecond)
	HoursOfWeek = 7 * 24

	epochWeekday = int64(time.Thursday)
)

// shown is a time as the clocks of the zone show it, as if they showed UTC.
func (c *Local) shown(milliseconds int64) int64 {
	if milliseconds < c.from || milliseconds >= c.to {
		t := time.UnixMilli(milliseconds).In(c.Zone)
		_, offset := t.Zone()
		c.offset, c.from, c.to = int64(offset)*1000, milliseconds, milliseconds+1
		if from, to := t.ZoneBounds(); !from.IsZero() && !to.IsZero() {
			c.from, c.to = from.UnixMilli(), to.UnixMilli()
		} else if from.IsZero() && to.IsZero() {
			c.from, c.to = -1<<62, 1<<62
		} else if to.IsZero() {
			c.from, c.to = from.UnixMilli(), 1<<62
		} else {
			c.from, c.to = -1<<62, to.UnixMilli()
		}
	}
	return milliseconds + c.offset
}

// Day is the number of the day.
func (c *Local) Day(milliseconds int64) int64 { return FloorDiv(c.shown(milliseconds), DayLength) }

// HourOfWeek counts from the first hour of Sunday.
func (c *Local) HourOfWeek(milliseconds int64) int32 {
	hours := FloorDiv(c.shown(milliseconds), HourLength) + 24*epochWeekday
	return int32((hours%HoursOfWeek + HoursOfWeek) % HoursOfWeek)
}

// FloorDiv is a ÷ b rounded down, also of what is negative.
func FloorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// DayLength is a day in milliseconds.
const DayLength = 24 * 60 * 60 * 1000
