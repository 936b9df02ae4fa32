package analysis

import "time"

// localClock tells the time of day in a zone. It asks the zone once for each time between two changes of its clocks.
type localClock struct {
	zone     *time.Location
	from, to int64 // milliseconds between which the offset holds
	offset   int64 // milliseconds
}

const (
	hourLength  = int64(time.Hour / time.Millisecond)
	hoursOfWeek = 7 * 24

	epochWeekday = int64(time.Thursday)
)

// local is a time as the clocks of the zone show it, as if they showed UTC.
func (c *localClock) local(milliseconds int64) int64 {
	if milliseconds < c.from || milliseconds >= c.to {
		t := time.UnixMilli(milliseconds).In(c.zone)
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

// day is the number of the day.
func (c *localClock) day(milliseconds int64) int64 { return floorDiv(c.local(milliseconds), dayLength) }

// hourOfWeek counts from the first hour of Sunday.
func (c *localClock) hourOfWeek(milliseconds int64) int32 {
	hours := floorDiv(c.local(milliseconds), hourLength) + 24*epochWeekday
	return int32((hours%hoursOfWeek + hoursOfWeek) % hoursOfWeek)
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
