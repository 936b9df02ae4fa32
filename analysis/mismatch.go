package analysis

import (
	"slices"
	"strings"
)

// leastItems is how many items must ask for something, or a requirement says nothing of the user.
const leastItems = 5

// Mismatch compares what a profile has with what the distinct items viewed ask for, of one requirement.
type Mismatch struct {
	Items    int32   // that ask for anything; 0 if the profile says nothing
	Unmet    int32   // that ask for what the profile does not meet
	Over     int32   // that ask for less than the profile has; 0 for a requirement without an order
	Expected float64 // how many would be unmet if the profile did not matter: Items times the share of the catalogue that is
}

// Ratio is how many items are unmet beside how many would be if the profile did not matter: 1 if it does not. One item is
// added to the former and five to the latter, so that few items weigh little.
func (m Mismatch) Ratio() float64 { return float64(m.Unmet+1) / (m.Expected + 5) }

// worst is the requirement with the largest ratio among those of enough items, the first of equals; −1 if there is none.
func worst(mismatches *[MaxRequirements]Mismatch) int {
	found := -1
	for r := range mismatches {
		if mismatches[r].Items >= leastItems && (found < 0 || mismatches[r].Ratio() > mismatches[found].Ratio()) {
			found = r
		}
	}
	return found
}

// fitness is what a profile makes of what an item asks for.
type fitness uint8

const (
	meets   fitness = iota
	exceeds         // meets, and has more
	falls           // does not meet
)

// standing is what one value in a profile makes of everything that items ask for.
type standing struct {
	of    []fitness // by index in demand.asks
	unmet float64   // the share of the catalogue, where it asks for anything, that is not met
}

func (d *demand) standing(has string) *standing {
	s := &standing{of: make([]fitness, len(d.asks))}
	unmet := 0
	for i, ask := range d.asks {
		s.of[i] = d.fitness(has, ask.text)
		if s.of[i] == falls {
			unmet += ask.entries
		}
	}
	if d.entries > 0 {
		s.unmet = float64(unmet) / float64(d.entries)
	}
	return s
}

// fitness compares what a user has with what an item asks for. With an order, values that are not in it are met and meet.
// Without one, the item lists what it takes between semicolons, or takes "any".
func (r *Requirement) fitness(has, asks string) fitness {
	if len(r.Order) == 0 {
		listed := func(value string) bool { return strings.TrimSpace(value) == has }
		if asks == "any" || slices.ContainsFunc(strings.Split(asks, ";"), listed) {
			return meets
		}
		return falls
	}
	rank, asked := slices.Index(r.Order, has), slices.Index(r.Order, asks)
	switch {
	case rank < 0 || asked < 0 || rank == asked:
		return meets
	case rank > asked:
		return exceeds
	default:
		return falls
	}
}

// compare compares the profile with what the items viewed ask for.
func (m *Measurer) compare(profile *Profile) {
	m.known, m.mismatches, m.bothItems, m.bothUnmet = 0, [MaxRequirements]Mismatch{}, 0, 0
	var standings [MaxRequirements]*standing
	demands := m.knowledge.demands
	for r := range demands {
		if has := profile.has(r); has != "" {
			m.known |= 1 << r
			standings[r] = m.standing(r, has)
		}
	}
	if m.known == 0 {
		return
	}
	m.seen.clear()
	for i := range m.views {
		if m.seen.add(m.views[i].Item) == 1 {
			m.compareItem(m.views[i].Item, &standings)
		}
	}
	for r := range demands {
		if standings[r] != nil {
			m.mismatches[r].Expected = float64(m.mismatches[r].Items) * standings[r].unmet
		}
	}
}

func (m *Measurer) compareItem(item int32, standings *[MaxRequirements]*standing) {
	demands := m.knowledge.demands
	compared, unmet := 0, 0
	for r := range demands {
		asked := demands[r].asked(item)
		if asked == 0 || standings[r] == nil {
			continue
		}
		compared++
		mismatch := &m.mismatches[r]
		mismatch.Items++
		switch standings[r].of[asked-1] {
		case exceeds:
			mismatch.Over++
		case falls:
			mismatch.Unmet++
			unmet++
		}
	}
	if len(demands) >= 2 && compared == len(demands) {
		m.bothItems++
		if unmet == len(demands) {
			m.bothUnmet++
		}
	}
}

// standing works out once what each value that profiles have makes of the catalogue.
func (m *Measurer) standing(requirement int, has string) *standing {
	known := m.standings[requirement]
	if known == nil {
		known = map[string]*standing{}
		m.standings[requirement] = known
	}
	s, ok := known[has]
	if !ok {
		s = m.knowledge.demands[requirement].standing(has)
		known[strings.Clone(has)] = s
	}
	return s
}
