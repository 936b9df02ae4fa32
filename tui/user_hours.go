package tui

import (
	"strings"
	"time"

	"spoor/store"
)

// hourCounts are how many events fall into each hour of the week, Monday first.
type hourCounts struct {
	at   [7][24]int
	most int
}

func countHours(events []store.Event, zone clock) (h hourCounts) {
	for i := range events {
		at := zone.at(events[i].Time)
		day := (int(at.Weekday()) + 6) % 7
		h.at[day][at.Hour()]++
		h.most = max(h.most, h.at[day][at.Hour()])
	}
	return h
}

// drawHours paints the week, a line a day and a cell an hour: the fuller, the more. The last line says the hours, the last column how
// many events the day has.
func (u *user) drawHours(a area) {
	const dayWidth = 4
	cell := min(max((a.w-dayWidth-8)/24, 1), 4)
	heights := a.canvas.theme.heights()
	for day, hours := range u.hours.at {
		p := a.line(day + 1)
		p.gap(1)
		p.own(dim, time.Weekday((day + 1) % 7).String()[:2])
		p.moveTo(dayWidth)
		total := 0
		for hour, n := range hours {
			total += n
			if n == 0 {
				p.within(cell).own(dim, "·")
			} else {
				p.put(chart, strings.Repeat(heights[level(float64(n)/float64(u.hours.most)*8)], max(cell-1, 1)))
			}
			p.moveTo(dayWidth + (hour+1)*cell)
		}
		p.within(7).ownRight(plain, count(total))
	}
	p := a.line(0)
	for hour := 0; hour < 24; hour += 6 {
		p.moveTo(dayWidth + hour*cell)
		p.own(dim, time.Date(0, 1, 1, hour, 0, 0, 0, time.UTC).Format("15 h"))
	}
	p = a.line(9)
	p.gap(1)
	p.own(dim, "events by hour of the week, "+u.work.clock.name()+"; the fullest hour has "+count(u.hours.most))
}
