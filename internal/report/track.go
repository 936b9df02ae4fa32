package report

import (
	"slices"
	"strings"
	"time"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/internal/engine"
	"spoor/store"
	"spoor/store/model"
)

// Sessions lists the sessions of a user, times in the zone. Where one came from several devices, all their letters are
// there; the address and the agent are those of the first.
func Sessions(track *model.Track, zone *time.Location) *Table {
	type session struct {
		number      int
		first, last *model.Event
		events      []model.Event
		devices     []engine.DeviceUse
		*model.Session
	}
	devices := engine.DevicesOf(track)
	sessions := make([]session, len(track.Sessions))
	for i := range track.Sessions {
		s := &track.Sessions[i]
		events := track.Events[s.First:s.End]
		sessions[i] = session{i + 1, &events[0], &events[len(events)-1], events, devices.In(events), s}
	}
	return list("sessions", []field[session]{
		{Column{Name: "session", Right: true}, func(s session) Cell { return s.number }},
		{Column{Name: "start"}, func(s session) Cell { return instant(s.first.Time, zone) }},
		{Column{Name: "end"}, func(s session) Cell { return instant(s.last.Time, zone) }},
		{Column{Name: "events", Right: true}, func(s session) Cell { return len(s.events) }},
		{Column{Name: "views", Right: true}, func(s session) Cell { return s.Views }},
		{Column{Name: "reading_time", Title: "reading time", Unit: "s", Right: true, Decimals: 1}, func(s session) Cell {
			return engine.MedianReading(s.events)
		}},
		{Column{Name: "devices"}, func(s session) Cell { return engine.DeviceLetters(s.devices) }},
		{Column{Name: "address"}, func(s session) Cell { return clientOf(s.first).Address }},
		{Column{Name: "agent"}, func(s session) Cell { return clientOf(s.first).Agent }},
	}, sessions)
}

// clientOf is where an event came from, nothing where it does not tell.
func clientOf(e *model.Event) model.Client {
	if e.Client == nil {
		return model.Client{}
	}
	return *e.Client
}

// knownCell is a value that may be missing.
func knownCell(known bool, value Cell) Cell {
	if known {
		return value
	}
	return nil
}

// Events lists events of a user, times in the zone, and which of the user's devices each came from.
func Events(events []model.Event, devices *engine.Devices, zone *time.Location) *Table {
	fields := []field[model.Event]{
		{Column{Name: "time"}, func(e model.Event) Cell { return instant(e.Time, zone) }},
		{Column{Name: "device"}, func(e model.Event) Cell { return devices.Letter(e.Client) }},
		{Column{Name: "action"}, func(e model.Event) Cell { return e.Request.Action }},
		{Column{Name: "target"}, func(e model.Event) Cell { return e.Request.Target }},
		{Column{Name: "status", Right: true}, func(e model.Event) Cell { return knownCell(e.Status != 0, e.Status) }},
		{Column{Name: "bytes", Right: true}, func(e model.Event) Cell { return knownCell(e.Bytes >= 0, e.Bytes) }},
		{Column{Name: "menu"}, func(e model.Event) Cell { return e.Request.Menu }},
		{Column{Name: "item"}, func(e model.Event) Cell { return e.Request.Item }},
		{Column{Name: "reading_time", Title: "reading time", Unit: "s", Right: true, Decimals: 1}, func(e model.Event) Cell {
			return knownCell(e.Reading >= 0, float64(e.Reading)/1000)
		}},
		{Column{Name: "address"}, func(e model.Event) Cell { return clientOf(&e).Address }},
		{Column{Name: "agent"}, func(e model.Event) Cell { return clientOf(&e).Agent }},
		{Column{Name: "source", Right: true}, func(e model.Event) Cell { return e.Source }},
		{Column{Name: "line", Right: true}, func(e model.Event) Cell { return e.Line }},
	}
	if slices.ContainsFunc(events, func(e model.Event) bool { return e.Request.Outcome != "" }) {
		fields = append(fields,
			field[model.Event]{Column{Name: "kind"}, func(e model.Event) Cell {
				return knownCell(e.Request.Kind != "", e.Request.Kind)
			}},
			field[model.Event]{Column{Name: "outcome"}, func(e model.Event) Cell {
				return knownCell(e.Request.Outcome != "", e.Request.Outcome)
			}})
	}
	return list("events", fields, events)
}

// UsedItems lists the items of one user, times in the zone. requirements are those of the case, catalogue is what is
// known of the items.
func UsedItems(items []engine.UsedItem, requirements []web.Requirement, catalogue map[string]map[string]string,
	zone *time.Location) *Table {
	type item = engine.UsedItem
	fields := []field[item]{
		{Column{Name: "item"}, func(i item) Cell { return i.Item }},
		{Column{Name: "menu"}, func(i item) Cell { return i.Menu }},
		{Column{Name: "views", Right: true}, func(i item) Cell { return i.Views }},
		{Column{Name: "depth"}, func(i item) Cell { return i.Depth() }},
		{Column{Name: "reading_time", Title: "reading time", Unit: "s", Right: true, Decimals: 1}, func(i item) Cell {
			return float64(i.Reading) / 1000
		}},
		{Column{Name: "first"}, func(i item) Cell { return instant(i.First, zone) }},
		{Column{Name: "title"}, func(i item) Cell { return catalogue[i.Item]["title"] }},
	}
	for _, r := range requirements {
		fields = append(fields, field[item]{
			Column{Name: "asks_" + strings.ToLower(r.Item), Title: "asks " + r.Item}, func(i item) Cell {
				return catalogue[i.Item][r.Item]
			},
		})
	}
	return list("items", fields, items)
}

// UsedClients lists the addresses and agents of one user, times in the zone.
func UsedClients(clients []engine.UsedClient, zone *time.Location) *Table {
	type client = engine.UsedClient
	return list("addresses", []field[client]{
		{Column{Name: "device"}, func(c client) Cell { return c.Letter }},
		{Column{Name: "address"}, func(c client) Cell { return c.Address }},
		{Column{Name: "agent"}, func(c client) Cell { return c.Agent }},
		{Column{Name: "robot"}, func(c client) Cell { return c.Robot }},
		{Column{Name: "events", Right: true}, func(c client) Cell { return c.Events }},
		{Column{Name: "sessions", Right: true}, func(c client) Cell { return c.Sessions }},
		{Column{Name: "first"}, func(c client) Cell { return instant(c.First, zone) }},
		{Column{Name: "last"}, func(c client) Cell { return instant(c.Last, zone) }},
	}, clients)
}

// Verdicts lists the verdicts on one user, in the order that they come in, times in the zone.
func Verdicts(verdicts []store.Verdict, zone *time.Location) *Table {
	return list("verdicts", []field[store.Verdict]{
		{Column{Name: "verdict"}, func(v store.Verdict) Cell { return v.Label }},
		{Column{Name: "at"}, func(v store.Verdict) Cell { return instant(v.At, zone) }},
		{Column{Name: "author"}, func(v store.Verdict) Cell { return v.Author }},
		{Column{Name: "note"}, func(v store.Verdict) Cell { return v.Note }},
	}, verdicts)
}

// Finding is what one rule says of a user.
type Finding struct {
	Rule     analysis.RuleID
	Hit      analysis.Hit // without a side where the rule does not hit
	Sentence string
}

// Findings lists what the rules say of the user in a row of the matrix.
func Findings(users *analysis.Matrix, row int, findings []Finding) *Table {
	return list("findings", []field[Finding]{
		{Column{Name: "rule"}, func(f Finding) Cell { return users.Rule(f.Rule).Name }},
		{Column{Name: "side"}, func(f Finding) Cell { return sideNames[f.Hit.Side] }},
		{Column{Name: "value", Right: true, Decimals: 2}, func(f Finding) Cell { return users.X[f.Rule][row] }},
		{Column{Name: "unit"}, func(f Finding) Cell { return users.Rule(f.Rule).Unit.String() }},
		{Column{Name: "points", Right: true, Decimals: 1}, func(f Finding) Cell { return f.Hit.Points }},
		{Column{Name: "finding"}, func(f Finding) Cell { return f.Sentence }},
	}, findings)
}

var sideNames = map[analysis.Side]string{analysis.Low: "low", analysis.High: "high"}

// Peer is a user, or a group, beside a user.
type Peer struct {
	Name         string
	Score, Apart Cell // nil where it has none
	Metrics      Cell // how many both are judged by; nil likewise
	Metric       func(rule analysis.RuleID) float64
}

// Peers lists who a user is compared with.
func Peers(users *analysis.Matrix, peers []Peer) *Table {
	return list("peers", append([]field[Peer]{
		{Column{Name: "user"}, func(p Peer) Cell { return p.Name }},
		{Column{Name: "score", Right: true, Decimals: 1}, func(p Peer) Cell { return p.Score }},
		{Column{Name: "apart", Right: true, Decimals: 2}, func(p Peer) Cell { return p.Apart }},
		{Column{Name: "metrics", Right: true}, func(p Peer) Cell { return p.Metrics }},
	}, metricFields(users, func(rule analysis.RuleID, p Peer) Cell { return p.Metric(rule) })...), peers)
}
