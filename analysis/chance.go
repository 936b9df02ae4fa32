package analysis

import (
	"context"
	"math/rand/v2"
)

// chanceRounds is how often the hits are dealt out anew.
const chanceRounds = 20

// Chance is how many of the evaluated users would be flagged if the rules were unrelated to each other: what is flagged
// beyond that, coincidence does not explain. Where several families are asked for, rules that
// are evidence alone are left out, as their hits need no coincidence.
//
// If rules are unrelated, a member of the baseline could as well have any other member's value of each metric. So the
// values of each metric are shuffled among the members, independently of the other metrics, and those whom the rule set
// would flag are counted: 20 times with a fixed seed, the mean scaled from the members to the evaluated users. A value that
// is no hit counts for nothing wherever it ends up, hence it is enough to deal each rule's k hits out to k different
// members at random. The members and not all users, because these are the people who are taken to be ordinary.
//
// It is not ok if the baseline was not fitted in this process, has fewer than 30 members, if fewer than two rules are on
// and evaluable, or if these are of fewer families than the rule set asks for, and if ctx ends.
func (j *Judge) Chance(ctx context.Context, s RuleSet) (expected float64, ok bool) {
	s = s.alignedTo(j.Matrix)
	for r, rule := range s.All() {
		if rule.Alone && s.Families > 1 {
			s.Rules[r].On = false
		}
	}
	members := len(j.Baseline.rows)
	if members < leastMembers || !s.canCoincide(&j.fits) {
		return 0, false
	}
	d := newShuffler(&s, j)
	flagged := 0
	for range chanceRounds {
		if ctx.Err() != nil {
			return 0, false
		}
		d.deal()
		flagged += d.count(&s)
	}
	return float64(flagged) / chanceRounds / float64(members) * float64(j.evaluated(&s)), true
}

// canCoincide reports whether there are rules and families enough for hits to coincide.
func (s *RuleSet) canCoincide(fits *fits) bool {
	rules, families := 0, map[Family]bool{}
	for r, rule := range s.All() {
		if s.Rules[r].On && fits[r].Evaluable() {
			rules++
			families[rule.Family] = true
		}
	}
	return rules >= 2 && len(families) >= s.Families
}

// shuffler deals the hits of a baseline's members out to members at random.
type shuffler struct {
	random *rand.Rand
	own    OwnRules
	gauges compiledRules
	hits   [MostRules][]Hit // before damping
	places []int32          // all members, in any order; those in front are drawn
	held   []int32          // by member: the last hit dealt to it, 1 + its index in dealt; 0: none
	dealt  []shuffledHit
}

type shuffledHit struct {
	hit    *Hit
	member int32
	before int32 // the hit dealt to the same member before it, 1 + its index; 0: none
}

func newShuffler(s *RuleSet, j *Judge) *shuffler {
	b := j.Baseline
	d := &shuffler{own: b.Own, random: rand.New(rand.NewPCG(1, 2)), places: make([]int32, len(b.rows)), held: make([]int32, len(b.rows))}
	for i := range d.places {
		d.places[i] = int32(i)
	}
	gauges := compileRules(s, &j.fits, b.Members)
	d.gauges = gauges
	for r := range gauges {
		for _, row := range b.rows {
			x := b.xs[r][row]
			if !(x < gauges[r].low || x > gauges[r].high) {
				continue
			}
			z := b.Distance(RuleID(r), x)
			if side := gauges[r].side(x, z, b.ns[r][row], false); side != Inside {
				d.hits[r] = append(d.hits[r], Hit{Rule: RuleID(r), Side: side, Points: gauges[r].points(x, z)})
			}
		}
	}
	return d
}

// deal gives the hits of each rule to different members.
func (d *shuffler) deal() {
	d.dealt = d.dealt[:0]
	for r := range d.hits {
		for i := range d.hits[r] {
			k := i + d.random.IntN(len(d.places)-i)
			d.places[i], d.places[k] = d.places[k], d.places[i]
			member := d.places[i]
			d.dealt = append(d.dealt, shuffledHit{&d.hits[r][i], member, d.held[member]})
			d.held[member] = int32(len(d.dealt))
		}
	}
}

// count takes the hits back and counts the members whom they would flag.
func (d *shuffler) count(s *RuleSet) int {
	flagged := 0
	var memory [MostRules]Hit
	for i := range d.dealt {
		member := d.dealt[i].member
		hits := memory[:0]
		for k := d.held[member]; k > 0; k = d.dealt[k-1].before {
			hits = append(hits, *d.dealt[k-1].hit)
		}
		d.held[member] = 0
		if is, _ := s.flags(hits, d.own.damp(hits), d.gauges); is {
			flagged++
		}
	}
	return flagged
}
