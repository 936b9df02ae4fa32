package web

import (
	"slices"
	"strings"
)

// Requirement is something that an item asks for and a profile has, such as an education. Users who know what they want
// look for what they meet.
type Requirement struct {
	Profile string   // the field of the profile
	Item    string   // the field of the catalogue
	Order   []string // of the values, rising: more meets less; empty: a profile meets the values that an item lists
	Range   bool     // items ask for a range of numbers, as of ages
}

// MaxRequirements is how many requirements a site can have.
const MaxRequirements = 8

// Same reports whether two requirements compare the same fields.
func (r Requirement) Same(other Requirement) bool {
	return r.Profile == other.Profile && r.Item == other.Item
}

// Fitness is what a profile makes of what an item asks for.
type Fitness uint8

const (
	meets   Fitness = iota
	Exceeds         // meets, and has more
	Falls           // does not meet
)

// Fitness compares what a user has with what an item asks for. With an order, values that are not in it are met and
// meet. Without one, the item lists what it takes between semicolons, or takes "any".
func (r *Requirement) Fitness(has, asks string) Fitness {
	if r.Range {
		if fitsRange(has, asks) {
			return meets
		}
		return Falls
	}
	if len(r.Order) == 0 {
		listed := func(value string) bool { return strings.TrimSpace(value) == has }
		if asks == "any" || slices.ContainsFunc(strings.Split(asks, ";"), listed) {
			return meets
		}
		return Falls
	}
	rank, asked := slices.Index(r.Order, has), slices.Index(r.Order, asks)
	switch {
	case rank < 0 || asked < 0 || rank == asked:
		return meets
	case rank > asked:
		return Exceeds
	default:
		return Falls
	}
}
