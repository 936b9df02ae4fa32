package cli

import "github.com/dustin/go-humanize"

// plural writes a number and what is counted: 1 user, 16,414 users.
func plural[T ~int | ~int64](n T, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return humanize.Comma(int64(n)) + " " + one + "s"
}

// sum writes what lines have become: 6 lines = 4 events + 1 reject + 1 blank.
func sum(lines, events, rejects, blank int64) string {
	return plural(lines, "line") + " = " + plural(events, "event") + " + " + plural(rejects, "reject") + " + " +
		humanize.Comma(blank) + " blank"
}
