package analysis

import "math/rand/v2"

// shuffler deals the hits of some users out to them at random.
type shuffler struct {
	random *rand.Rand
	own    OwnRules
	rules  compiledRules
	hits   [MostRules][]Hit // before damping
	places []int32          // all of them, in any order; those in front are drawn
	held   []int32          // by user: the last hit dealt to it, 1 + its index in dealt; 0: none
	dealt  []shuffledHit
}

type shuffledHit struct {
	hit    *Hit
	user   int32
	before int32 // the hit dealt to the same user before it, 1 + its index; 0: none
}

func newShuffler(j *Judge, rules compiledRules, among []int32) *shuffler {
	d := &shuffler{own: j.Matrix.Measuring.Own, rules: rules, random: rand.New(rand.NewPCG(1, 2)),
		places: make([]int32, len(among)), held: make([]int32, len(among))}
	for i := range d.places {
		d.places[i] = int32(i)
	}
	for r := range rules {
		if rules[r].idle() {
			continue
		}
		for _, row := range among {
			x, n := j.Matrix.X[r][row], j.Matrix.N[r][row]
			if !(x < rules[r].low || x > rules[r].high) {
				continue
			}
			z := j.Distance(RuleID(r), int(row))
			if side := rules[r].side(x, z, n, exempts(r, j.Matrix, int(row))); side != Inside {
				d.hits[r] = append(d.hits[r], Hit{Rule: RuleID(r), Side: side, Points: rules[r].points(x, z)})
			}
		}
	}
	return d
}

// deal gives the hits of each rule to different users.
func (d *shuffler) deal() {
	d.dealt = d.dealt[:0]
	for r := range d.hits {
		for i := range d.hits[r] {
			k := i + d.random.IntN(len(d.places)-i)
			d.places[i], d.places[k] = d.places[k], d.places[i]
			user := d.places[i]
			d.dealt = append(d.dealt, shuffledHit{&d.hits[r][i], user, d.held[user]})
			d.held[user] = int32(len(d.dealt))
		}
	}
}

// count takes the hits back and counts the users whom they would flag. Where several families are asked for, it leaves
// out those whom a single hit flags.
func (d *shuffler) count(s *RuleSet) int {
	flagged := 0
	var memory [MostRules]Hit
	for i := range d.dealt {
		user := d.dealt[i].user
		hits := memory[:0]
		for k := d.held[user]; k > 0; k = d.dealt[k-1].before {
			hits = append(hits, *d.dealt[k-1].hit)
		}
		d.held[user] = 0
		if is, alone := s.flags(hits, d.own.damp(hits), d.rules); is && !(alone && s.Families > 1) {
			flagged++
		}
	}
	return flagged
}
