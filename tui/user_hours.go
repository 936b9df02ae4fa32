package tui

import (
	"fmt"
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

// drawHours paints the week, a line a day. Where there are fewer lines than days, half of the week stands beside the other.
func (u *user) drawHours(a area) {
	const days = 7
	if a.h <= days {
		fold := a.w / 2
		u.drawDays(a.columns(0, fold), 0, days/2+1)
		u.drawDays(a.columns(fold, a.w), days/2+1, days)
		return
	}
	u.drawDays(a, 0, days)
	p := a.line(days + 2)
	p.gap(1)
	p.own(dim, "events by hour of the week, "+u.work.clock.name()+"; the fullest hour has "+count(u.hours.most))
}

// drawDays paints days of the week, a cell or more an hour, or in a narrow area an hour or more a cell: the fuller, the more. The first
// line says the hours, and the last column how many events the day has if there is room for it.
func (u *user) drawDays(a area, from, to int) {
	const dayWidth, totalWidth = 4, 8
	room := a.w - dayWidth - totalWidth
	hours, cell := 1, min(max(room/24, 1), 4)
	if a.w-dayWidth < 24 {
		hours = 2
	}
	for day := from; day < to; day++ {
		p := a.line(day - from + 1)
		p.gap(1)
		p.own(dim, time.Weekday((day + 1) % 7).String()[:2])
		total := 0
		for hour := 0; hour < 24; hour += hours {
			n, most := u.hours.sum(day, hour, hours), u.hours.most*hours
			total += n
			p.moveTo(dayWidth + hour/hours*cell)
			if n == 0 {
				p.within(cell).own(dim, "·")
			} else {
				p.level(chart, float64(n)/float64(most), max(cell-1, 1))
			}
		}
		if room >= 24 {
			p.moveTo(dayWidth + 24*cell)
			p.within(totalWidth-1).ownRight(plain, count(total))
		}
	}
	p := a.line(0)
	for hour := 0; hour < 24; hour += 6 {
		p.moveTo(dayWidth + hour/hours*cell)
		p.own(dim, fmt.Sprintf("%02d", hour))
		if hours == 1 {
			p.own(dim, " h")
		}
	}
}

// sum is how many events fall into some hours of a day.
func (h *hourCounts) sum(day, hour, hours int) (n int) {
	for _, of := range h.at[day][hour : hour+hours] {
		n += of
	}
	return n
}
