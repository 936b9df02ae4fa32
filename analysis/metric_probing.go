package analysis

import (
	"math"

	"spoor/analysis/stats"
	"spoor/analysis/units"
	"spoor/analysis/web"
)

var requests = units.NewNoun("request", "requests")

var probing = Rule{
	Name: "probing", Title: "refused paths", Unit: units.Paths, Family: Refusals, Alone: true,
	Kind: Threshold, HighOnly: true, Usual: 10,
	Least: 1, Observed: requests, Over: requests,
	More:     "more",
	measure:  measureProbing,
	evidence: evidenceIf(isRefusedPath),
	missing:  missingRefusals,
}

// probingShare is the share of the requests that must be refused: who finds most of what they ask for is not looking
// for holes.
const probingShare = 0.3

// measureProbing is the number of distinct paths that were answered 4xx, of users of whose requests 30 % or more were.
// What the paths are called does not matter.
func measureProbing(m *Measurer) Value {
	asked, refused, paths := 0, 0, 0
	m.seen.Clear()
	for i := range m.events {
		event := &m.events[i]
		path := stats.At(m.knowledge.Paths, event.Request)
		if path == 0 {
			continue
		}
		asked++
		if !event.Traits.Has(web.ClientErrors) {
			continue
		}
		refused++
		if m.seen.Add(path) == 1 {
			paths++
		}
	}
	if asked == 0 || float64(refused) < probingShare*float64(asked) {
		return Value{math.NaN(), int32(asked)}
	}
	return Value{float64(paths), int32(asked)}
}

func missingRefusals(m *Matrix, row int) string {
	if m.N[Probing][row] == 0 {
		return "no requests of paths"
	}
	return "fewer than " + units.Percent(probingShare) + " of the requests refused"
}

// isRefusedPath reports whether an event is the first that was refused of its path. Events come in order.
func isRefusedPath(m *Measurer, event *web.Event) bool {
	path := stats.At(m.knowledge.Paths, event.Request)
	return path != 0 && event.Traits.Has(web.ClientErrors) && m.seen.Add(path) == 1
}
