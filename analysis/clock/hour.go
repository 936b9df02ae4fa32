package clock

import "iter"

// MinuteLength is a minute in milliseconds.
const MinuteLength = int64(60_000)

// Begins says when in the hour something begins: by second, how many times lie before it. Nil of nothing.
type Begins []int32

const secondsOfHour = 3600

// NewBegins counts times, UTC milliseconds.
func NewBegins(times iter.Seq[int64]) Begins {
	h := make(Begins, secondsOfHour+1)
	for at := range times {
		h[1+OfHour(at)/1000]++
	}
	for second := range secondsOfHour {
		h[second+1] += h[second]
	}
	return h
}

// Share is the share of what begins within a minute from a millisecond of the hour on.
func (h Begins) Share(from int32) float64 {
	if len(h) == 0 || h[secondsOfHour] == 0 {
		return 0
	}
	first := from / 1000
	last := first + int32(MinuteLength/1000)
	within := h[min(last, secondsOfHour)] - h[first]
	if last > secondsOfHour {
		within += h[last-secondsOfHour]
	}
	return float64(within) / float64(h[secondsOfHour])
}

// OfHour is the millisecond of its hour that a time is.
func OfHour(milliseconds int64) int64 {
	return milliseconds - FloorDiv(milliseconds, HourLength)*HourLength
}

// BusiestMinute finds the time from which on a minute of the hour holds most of some sorted times of it, the first of
// such, and how many it holds. It may go on over the full hour.
func BusiestMinute(times []int64) (from int64, most int) {
	n, end := len(times), 0
	for i := range times {
		for ; end < i+n; end++ {
			at := times[end%n] + int64(end/n)*HourLength
			if at-times[i] >= MinuteLength {
				break
			}
		}
		if end-i > most {
			from, most = times[i], end-i
		}
	}
	return from, most
}
