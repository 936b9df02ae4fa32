package user

import (
	"fmt"
	"time"

	"spoor/store/model"
	"spoor/tui/term"
)

// hourCounts are how many events fall into each hour of the week, Monday first.
type hourCounts struct {
	at   [7][24]int
	most int
}

func countHours(events []model.Event, zone term.Clock) (h hourCounts) {
	for i := range events {
		at := zone.At(events[i].Time)
		day := (int(at.Weekday()) + 6) % 7
		h.at[day][at.Hour()]++
		h.most = max(h.most, h.at[day][at.Hour()])
	}
	return h
}

// drawHours paints the week, a line a day. Where there are fewer lines than days, half of the week stands beside the
// other.
func (u *user) drawHours(a term.Area) {
	const days = 7
	if a.H <= days {
		fold := a.W / 2
		u.drawDays(a.Columns(0, fold), 0, days/2+1)
		u.drawDays(a.Columns(fold, a.W), days/2+1, days)
		return
	}
	u.drawDays(a, 0, days)
	p := a.Line(days + 2)
	p.Gap(1)
	p.Own(term.Dim,
		"events by hour of the week, "+u.work.Clock.ZoneName()+"; the fullest hour has "+term.Count(u.hours.most))
}

// drawDays paints days of the week, a cell or more an hour, or in a narrow area an hour or more a cell: the fuller, the
// more. The first line says the hours, and the last column how many events the day has if there is room for it.
func (u *user) drawDays(a term.Area, from, to int) {
	const dayWidth, totalWidth = 4, 8
	room := a.W - dayWidth - totalWidth
	hours, cell := 1, min(max(room/24, 1), 4)
	if a.W-dayWidth < 24 {
		hours = 2
	}
	for day := from; day < to; day++ {
		p := a.Line(day - from + 1)
		p.Gap(1)
		p.Own(term.Dim, time.Weekday((day + 1) % 7).String()[:2])
		total := 0
		for hour := 0; hour < 24; hour += hours {
			n, most := u.hours.sum(day, hour, hours), u.hours.most*hours
			total += n
			p.MoveTo(dayWidth + hour/hours*cell)
			if n == 0 {
				p.Within(cell).Own(term.Dim, "·")
			} else {
				p.Level(term.Chart, float64(n)/float64(most), max(cell-1, 1))
			}
		}
		if room >= 24 {
			p.MoveTo(dayWidth + 24*cell)
			p.Within(totalWidth-1).OwnRight(term.Plain, term.Count(total))
		}
	}
	p := a.Line(0)
	for hour := 0; hour < 24; hour += 6 {
		p.MoveTo(dayWidth + hour/hours*cell)
		p.Own(term.Dim, fmt.Sprintf("%02d", hour))
		if hours == 1 {
			p.Own(term.Dim, " h")
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
