package logtime

import "time"

// Days are the dates of times of the day, of which a log tells that of the first one alone. The zero Days knows none.
type Days struct {
	Date []byte // of the times now, as 2006-01-02; nil: nobody has told one

	minute int    // of the day, in the last line
	past   []byte // the date before, in the first minutes of a day: what came before midnight may still be written
}

// The minutes of a day by which a log is known to have come to the next one: it goes on early after it was late.
// Requests are written when they are answered, so that some may be of some minutes before.
const (
	early      = 6 * 60
	late       = 18 * 60
	underWay   = 10
	dayMinutes = 24 * 60
)

// Begin takes a date that is told.
func (d *Days) Begin(date []byte) { *d = Days{Date: date} }

// Turn goes on to the next day where a time such as 00:00:02 says that midnight has passed since the one before it.
func (d *Days) Turn(clock []byte) (turned bool) {
	minute, before := minuteOf(clock), d.minute
	if minute < 0 {
		return false
	}
	if d.minute = minute; minute >= underWay && minute < dayMinutes-underWay {
		d.past = nil
	}
	if before < late || minute >= early || d.past != nil {
		return false
	}
	day, err := time.Parse(time.DateOnly, string(d.Date))
	if err != nil {
		return false
	}
	d.past, d.Date = d.Date, day.AddDate(0, 0, 1).AppendFormat(nil, time.DateOnly)
	return true
}

// OfLast is the date of the time that Turn was last asked about.
func (d *Days) OfLast() []byte {
	if d.minute >= late && d.past != nil {
		return d.past
	}
	return d.Date
}

// minuteOf is the minute of the day of a time such as 23:59:58; negative if it is none.
func minuteOf(clock []byte) int {
	const layout = "15:04"
	if len(clock) < len(layout) {
		return -1
	}
	at, err := time.Parse(layout, string(clock[:len(layout)]))
	if err != nil {
		return -1
	}
	return at.Hour()*60 + at.Minute()
}
