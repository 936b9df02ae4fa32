package logtime

import (
	"time"

	"spoor/store/logline/decimal"
)

// otherCalendar takes a date that is counted otherwise than by months, as ISO 8601 has them: 2026-W09-7 and 2026W097
// by weeks, 2026-060 by days of the year; or one of six digits with the time of the day behind it, 260301 10:00:00.
func (t *spelled) otherCalendar(s []byte, length int, before byte) (rest []byte, ok bool) {
	if t.count > 0 || t.named {
		return nil, false
	}
	switch length {
	case 4:
		return t.countedDate(s, before)
	case 6:
		if len(s) > 8 && (s[6] == ' ' || s[6] == 'T') && beginsClock(s[7:], min(2, decimal.Length(s[7:]))) {
			t.setDate(fullYear(pair(s[0], s[1])), pair(s[2], s[3]), pair(s[4], s[5]), before)
			return s[6:], true
		}
	}
	return nil, false
}

// countedDate takes a date by the week or by the day of its year.
func (t *spelled) countedDate(s []byte, before byte) (rest []byte, ok bool) {
	year, _ := decimal.Number(s[:4])
	behind, dashed := s[4:], false
	if len(behind) > 0 && behind[0] == '-' {
		behind, dashed = behind[1:], true
	}
	var day time.Time
	switch {
	case len(behind) > 0 && behind[0]|0x20 == 'w':
		day, rest = dayOfWeek(int(year), behind[1:], dashed)
	case dashed && decimal.Length(behind) == 3 && (len(behind) == 3 || behind[3] != '-'):
		n, _ := decimal.Number(behind[:3])
		day, rest = time.Date(int(year), time.January, int(n), 0, 0, 0, 0, time.UTC), behind[3:]
		if int64(day.Year()) != year || n == 0 {
			return nil, false
		}
	}
	if day.IsZero() {
		return nil, false
	}
	t.setDate(int64(day.Year()), int64(day.Month()), int64(day.Day()), before)
	return rest, true
}

// dayOfWeek reads the number of a week and of a day in it, from Monday: 09-7 or 097. The zero time is none. The first
// week of a year is that with its 4 January.
func dayOfWeek(year int, s []byte, dashed bool) (day time.Time, rest []byte) {
	if dashed && len(s) > 2 && s[2] == '-' {
		s = append(append(make([]byte, 0, len(s)), s[:2]...), s[3:]...)
	}
	if len(s) < 3 || len(s) > 3 && s[3]-'0' <= 9 {
		return day, nil
	}
	week, weekday := pair(s[0], s[1]), int64(s[2]-'0')
	if week < 1 || week > 53 || weekday < 1 || weekday > 7 {
		return day, nil
	}
	fourth := time.Date(year, time.January, 4, 0, 0, 0, 0, time.UTC)
	monday := 4 - (int(fourth.Weekday())+6)%7
	day = time.Date(year, time.January, monday+7*int(week-1)+int(weekday-1), 0, 0, 0, 0, time.UTC)
	if own, _ := day.ISOWeek(); own != year { // a year without week 53
		return time.Time{}, nil
	}
	return day, s[3:]
}

// setDate takes a whole date.
func (t *spelled) setDate(year, month, day int64, before byte) {
	t.numbers, t.count = [3]dateNumber{{year, 4, before}, {month, 2, '-'}, {day, 2, '-'}}, 3
}
