package model

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"sort"

	"spoor/analysis"
	"spoor/analysis/web"
)

// Brief names a value, which may be a whole file, by its content.
func Brief(value string) string {
	if len(value) <= 16 {
		return value
	}
	return fmt.Sprintf("%x", sha256.Sum256([]byte(value)))[:16]
}

// Within cuts out the events of a window.
func Within(window analysis.Window, events []web.Event) []web.Event {
	from, to := Span(window, events)
	return events[from:to]
}

// Span is from where to where the events of a window are.
func Span(window analysis.Window, events []web.Event) (first, last int) {
	from := sort.Search(len(events), func(i int) bool { return events[i].Time >= window.From })
	end := sort.Search(len(events), func(i int) bool { return events[i].Time > window.To })
	return from, max(from, end)
}

// SortDetailed sorts events by time, with their details. Those of the same time stay in their order.
func SortDetailed(events []web.Event, details []analysis.Detail) {
	type both struct {
		web.Event
		analysis.Detail
	}
	byTime := func(a, b web.Event) int { return cmp.Compare(a.Time, b.Time) }
	if slices.IsSortedFunc(events, byTime) {
		return
	}
	pairs := make([]both, len(events))
	for i := range events {
		pairs[i] = both{events[i], details[i]}
	}
	slices.SortStableFunc(pairs, func(a, b both) int { return byTime(a.Event, b.Event) })
	for i := range pairs {
		events[i], details[i] = pairs[i].Event, pairs[i].Detail
	}
}

// SortByTime sorts events by their times; those of one time stay in order.
func SortByTime(events []web.Event) {
	byTime := func(a, b web.Event) int { return cmp.Compare(a.Time, b.Time) }
	if !slices.IsSortedFunc(events, byTime) {
		slices.SortStableFunc(events, byTime)
	}
}
