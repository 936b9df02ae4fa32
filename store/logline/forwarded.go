package logline

import (
	"slices"

	"spoor/store/logline/spelling"
)

// firstIfForwarded orders the places of the client in a format string: that of a forwarded address comes first only
// where the string begins with it, as where it has taken the place of the client. The others are preferred by their
// names.
func firstIfForwarded(places []int, columns []string) {
	if len(places) < 2 {
		return
	}
	lowest := slices.Index(places, slices.Min(places))
	if place := places[lowest]; slices.Contains(spelling.Forwarded, spelling.Plain(columns[place])) {
		copy(places[1:lowest+1], places[:lowest])
		places[0] = place
	}
}
