package analysis

import (
	"math"
	"slices"
	"strings"

	"spoor/analysis/stats"
	"spoor/analysis/web"
)

// leastItems is how many items must ask for something, or a requirement says nothing of the user.
const leastItems = 5

// Mismatch compares, for one requirement, what a profile has with what the distinct items viewed ask for.
type Mismatch struct {
	Items    int32   // that ask for anything; 0 if the profile says nothing
	Unmet    int32   // that ask for what the profile does not meet
	Over     int32   // that ask for less than the profile has; 0 for a requirement without an order
	Expected float64 // unmet if the profile did not matter: Items times the share of the catalogue that is
}

// Odds are the logarithm, to the base 10, of how much likelier the unmet items are if the profile does not matter to
// the user than if the user is an ordinary one, who leaves so much unmet as Leaning says. They are NaN for few items,
// for what the profile meets everywhere, and where ordinary users look just as much at what does not fit them.
func (m Mismatch) Odds(leaning float64) float64 {
	share := m.Expected / float64(m.Items)
	if m.Items < leastItems || share <= 0 || math.IsNaN(leaning) {
		return math.NaN()
	}
	alien, usual := min(max(share, 0.01), 0.99), min(max(share*leaning, 0.005), 0.95)
	if usual >= alien {
		return math.NaN()
	}
	unmet, met := float64(m.Unmet), float64(m.Items-m.Unmet)
	return (unmet*math.Log(alien/usual) + met*math.Log((1-alien)/(1-usual))) / math.Ln10
}

// worst is the requirement with the largest odds, the first of equals; −1 if there is none.
func worst(mismatches *[web.MaxRequirements]Mismatch,
	leanings *[web.MaxRequirements]float64) (requirement int, odds float64) {
	requirement, odds = -1, math.NaN()
	for r := range mismatches {
		if of := mismatches[r].Odds(leanings[r]); !math.IsNaN(of) && (requirement < 0 || of > odds) {
			requirement, odds = r, of
		}
	}
	return requirement, odds
}

// Leaning is how much ordinary users leave unmet of what a requirement asks for.
type Leaning struct {
	Profile, Item string  // the fields that the requirement compares
	Users         int     // ordinary users of enough items
	Unmet         float64 // of the items unmet, the share of those that would be if profiles did not matter
}

// leaningsOf are those of the members of a matrix, by requirement.
func leaningsOf(matrices []*Matrix, rows []int32) []Leaning {
	var leanings []Leaning
	var requirements []web.Requirement
	for _, m := range matrices {
		for _, requirement := range m.Background.Requirements {
			if !slices.ContainsFunc(requirements, requirement.Same) {
				requirements = append(requirements, requirement)
			}
		}
	}
	for _, requirement := range requirements {
		leaning := Leaning{Profile: requirement.Profile, Item: requirement.Item}
		unmet, expected, first, next := 0, 0.0, 0, 0
		for _, m := range matrices {
			r := slices.IndexFunc(m.Background.Requirements, requirement.Same)
			for ; next < len(rows) && int(rows[next]) < first+m.Len(); next++ {
				if r < 0 {
					continue
				}
				if of := m.Mismatches[r][int(rows[next])-first]; of.Items >= leastItems && of.Expected > 0 {
					leaning.Users++
					unmet += int(of.Unmet)
					expected += of.Expected
				}
			}
			first += m.Len()
		}
		if expected > 0 {
			leaning.Unmet = float64(unmet) / expected
			leanings = append(leanings, leaning)
		}
	}
	return leanings
}

// leaningsFor are the leanings by requirement of a matrix, NaN where too few ordinary users tell any.
func leaningsFor(m *Matrix, leanings []Leaning) (all [web.MaxRequirements]float64) {
	for r := range all {
		all[r] = math.NaN()
	}
	for r, requirement := range m.Background.Requirements {
		for _, leaning := range leanings {
			if requirement.Profile == leaning.Profile && requirement.Item == leaning.Item &&
				leaning.Users >= stats.LeastMembers {
				all[r] = leaning.Unmet
			}
		}
	}
	return all
}

// standing is what one value in a profile makes of everything that items ask for.
type standing struct {
	of    []web.Fitness // by index in demand.asks
	unmet float64       // the share of the catalogue, where it asks for anything, that is not met
}

func (d *demand) standing(has string) *standing {
	s := &standing{of: make([]web.Fitness, len(d.asks))}
	unmet := 0
	for i, ask := range d.asks {
		s.of[i] = d.Fitness(has, ask.text)
		if s.of[i] == web.Falls {
			unmet += ask.entries
		}
	}
	if d.entries > 0 {
		s.unmet = float64(unmet) / float64(d.entries)
	}
	return s
}

// compare compares the profile with what the items viewed ask for.
func (m *Measurer) compare(profile *Profile) {
	m.known, m.mismatches, m.bothItems, m.bothUnmet = 0, [web.MaxRequirements]Mismatch{}, 0, 0
	var standings [web.MaxRequirements]*standing
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
	m.seen.Clear()
	for i := range m.views {
		if m.seen.Add(m.view(i).Item) == 1 {
			m.compareItem(m.view(i).Item, &standings)
		}
	}
	for r := range demands {
		if standings[r] != nil {
			m.mismatches[r].Expected = float64(m.mismatches[r].Items) * standings[r].unmet
		}
	}
}

func (m *Measurer) compareItem(item int32, standings *[web.MaxRequirements]*standing) {
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
		case web.Exceeds:
			mismatch.Over++
		case web.Falls:
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

// MismatchOdds are the odds of one requirement, NaN where nothing can be said, as outside a Judge: see Mismatch.Odds.
func (m *Matrix) MismatchOdds(requirement, row int) float64 {
	if m.ordinary == nil || requirement >= len(m.Background.Requirements) {
		return math.NaN()
	}
	return m.Mismatches[requirement][row].Odds(m.ordinary.leanings[requirement])
}
