package report

import (
	"time"

	"spoor/internal/engine"
)

// Odd lists the ways in which users are out of the ordinary.
func Odd(odd []engine.Odd) *Table {
	return list("what is odd", []field[engine.Odd]{
		{Column{Name: "odd", Title: "what is odd"}, func(o engine.Odd) Cell { return o.Words }},
		{Column{Name: "flagged", Right: true}, func(o engine.Odd) Cell { return o.Flagged }},
		{Column{Name: "users", Title: "hit by", Right: true}, func(o engine.Odd) Cell { return o.Users }},
		{Column{Name: "rule"}, func(o engine.Odd) Cell { return o.Rule }},
		{Column{Name: "side"}, func(o engine.Odd) Cell { return sideNames[o.Side] }},
		{Column{Name: "filter", FileOnly: true}, func(o engine.Odd) Cell { return o.Filter }},
	}, odd)
}

// Part lists a part of an overview, times in the zone. all is how many events there are in the overview.
func Part(p *engine.Part, all int, zone *time.Location) *Table {
	fields := []field[engine.PartRow]{
		{Column{Name: p.One}, func(r engine.PartRow) Cell { return r.Words(p, zone) }},
		{Column{Name: "events", Right: true}, func(r engine.PartRow) Cell { return r.Events }},
		{Column{Name: "share", Unit: "%", Right: true, Decimals: 1}, func(r engine.PartRow) Cell {
			return 100 * float64(r.Events) / float64(max(all, 1))
		}},
		{Column{Name: "errors", Right: true}, func(r engine.PartRow) Cell { return r.Errors }},
		{Column{Name: "bytes", Right: true}, func(r engine.PartRow) Cell { return r.Bytes }},
	}
	if p.Name == engine.PartTime {
		fields[0].cell = func(r engine.PartRow) Cell { return instant(r.From, zone) }
		fields[0].Layout = "2006-01-02 15:04"
		return list(p.Name, fields, p.Rows)
	}
	return list(p.Name, append(fields,
		field[engine.PartRow]{Column{Name: "users", Right: true}, func(r engine.PartRow) Cell { return len(r.Users) }},
		field[engine.PartRow]{Column{Name: "flagged", Right: true}, func(r engine.PartRow) Cell { return r.Flagged }},
		field[engine.PartRow]{Column{Name: "filter", FileOnly: true}, func(r engine.PartRow) Cell { return r.Filter() }},
	), p.Rows)
}
