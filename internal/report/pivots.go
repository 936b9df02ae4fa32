package report

import (
	"slices"
	"time"

	"spoor/internal/engine"
	"spoor/store/model"
)

// visitorFields are the columns that count the users of what a list is of.
func visitorFields(visitors []engine.VisitorCounts) []field[int32] {
	return []field[int32]{
		{Column{Name: "users", Right: true}, func(i int32) Cell { return visitors[i].Users }},
		{Column{Name: "flagged", Right: true}, func(i int32) Cell { return visitors[i].Flagged }},
		{Column{Name: "robots", Right: true}, func(i int32) Cell { return visitors[i].Robots }},
	}
}

// Items lists those items whose numbers are among rows, with how many users visited each of them; times in the zone.
func Items(items []model.Item, visitors []engine.VisitorCounts, rows []int32, zone *time.Location) *Table {
	return list("items", slices.Concat([]field[int32]{
		{Column{Name: "item"}, func(i int32) Cell { return items[i].Name }},
		{Column{Name: "views", Right: true}, func(i int32) Cell { return items[i].Views }},
	}, visitorFields(visitors), []field[int32]{
		{Column{Name: "summaries", Right: true}, func(i int32) Cell { return items[i].Summaries }},
		{Column{Name: "details", Right: true}, func(i int32) Cell { return items[i].Details }},
		{Column{Name: "last"}, func(i int32) Cell { return instant(items[i].Last, zone) }},
		{Column{Name: "menu"}, func(i int32) Cell { return items[i].Menu }},
		{Column{Name: "title"}, func(i int32) Cell { return items[i].Title }},
	}), rows)
}

// Addresses lists those addresses whose numbers are among rows, with how many users came from each of them; times in
// the zone.
func Addresses(addresses []model.Address, visitors []engine.VisitorCounts, rows []int32, zone *time.Location) *Table {
	return list("addresses", slices.Concat([]field[int32]{
		{Column{Name: "address"}, func(i int32) Cell { return addresses[i].Name }},
		{Column{Name: "events", Right: true}, func(i int32) Cell { return addresses[i].Events }},
	}, visitorFields(visitors), []field[int32]{
		{Column{Name: "sessions", Right: true}, func(i int32) Cell { return addresses[i].Sessions }},
		{Column{Name: "agents", Right: true}, func(i int32) Cell { return addresses[i].Agents }},
		{Column{Name: "refused", Title: "4xx", Right: true}, func(i int32) Cell { return addresses[i].Refused }},
		{Column{Name: "last"}, func(i int32) Cell { return instant(addresses[i].Last, zone) }},
	}), rows)
}

// Bursts lists the addresses with several users from which there was too much at a time.
func Bursts(bursts []model.AddressBurst, zone *time.Location) *Table {
	return list("bursts", []field[model.AddressBurst]{
		{Column{Name: "address"}, func(b model.AddressBurst) Cell { return b.Address }},
		{Column{Name: "users", Right: true}, func(b model.AddressBurst) Cell { return b.Users }},
		{Column{Name: "events", Right: true}, func(b model.AddressBurst) Cell { return b.Events }},
		{Column{Name: "level", Title: "at once", Right: true, Decimals: 1}, func(b model.AddressBurst) Cell {
			return b.Peak.Level
		}},
		{Column{Name: "kind", Title: "of what"}, func(b model.AddressBurst) Cell { return b.Peak.Kind.String() }},
		{Column{Name: "at", Title: "when"}, func(b model.AddressBurst) Cell { return instant(b.Peak.At, zone) }},
	}, bursts)
}
