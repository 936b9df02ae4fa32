package analysis

import (
	"spoor/analysis/stats"
	"spoor/analysis/units"
	"spoor/analysis/web"
)

var paths = units.NewNoun("distinct path", "distinct paths")

var rarePaths = Rule{
	Name: "rare-paths", Title: "paths that nobody else asked for", Unit: units.Share, Family: Rarity,
	Kind: Threshold, HighOnly: true, Usual: 0.7, Rarer: 0.99, // where people have pages of their own, that is no wonder
	Least: 5, Observed: paths, Over: paths,
	More: "more", beside: besideRarePaths,
}

// besideRarePaths says where the share tells nothing, since there is nobody else who could have asked.
func besideRarePaths(m *Matrix, _ int) string {
	if m.Len() > 1 {
		return ""
	}
	return "where there is nobody else"
}

// pathOwners finds the paths that one user alone asked for.
type pathOwners struct {
	of    []int32       // by path: 1 + the number of the only user who asked for it, 0 if nobody did, shared if several
	asked stats.Counter // of the user who is being added
}

const shared = -1

// add counts the distinct paths that a user asked for. What a browser loads by itself does not count.
func (o *pathOwners) add(user UserNumber, events []web.Event, paths []int32) (distinct int32) {
	o.asked.Clear()
	for i := range events {
		path := stats.At(paths, events[i].Request)
		if path == 0 || events[i].Traits.Has(web.Static) || o.asked.Add(path) > 1 {
			continue
		}
		distinct++
		owner := int32(user) + 1
		if stats.At(o.of, path) != 0 {
			owner = shared
		}
		stats.Put(&o.of, path, owner)
	}
	return distinct
}

// each calls take for every user who alone asked for any path, with the number of such paths.
func (o *pathOwners) each(take func(user UserNumber, paths int)) {
	var alone []int // by user
	for _, owner := range o.of {
		if owner > 0 {
			stats.Put(&alone, owner, stats.At(alone, owner)+1)
		}
	}
	for owner, paths := range alone {
		if paths > 0 {
			take(UserNumber(owner-1), paths)
		}
	}
}

// isAlone reports whether a user alone asked for a path.
func (o *pathOwners) isAlone(user UserNumber, path int32) bool {
	return stats.At(o.of, path) == int32(user)+1
}
