package demo

// background is what decides which postings fit a person.
type background struct{ education, major int8 }

// pools holds the postings of the site as one background sees them: indexed by whether the major and whether the
// education does not fit.
type pools [2][2]pool

type pool struct {
	postings []int32
	weights  weights
}

// ownMajorWeight is how much more a posting of the own major attracts than one that takes any major.
const ownMajorWeight = 8

func (w *world) poolsOf(b background) *pools {
	if found := w.pools[b]; found != nil {
		return found
	}
	var attraction [2][2][]float64
	made := new(pools)
	for i, p := range w.postings {
		major, education := 0, 0
		weight := p.popularity
		switch p.major {
		case anyMajor:
		case b.major:
			weight *= ownMajorWeight
		default:
			major = 1
		}
		if p.education > b.education {
			education = 1
		}
		made[major][education].postings = append(made[major][education].postings, int32(i))
		attraction[major][education] = append(attraction[major][education], weight)
	}
	for major := range made {
		for education := range made[major] {
			made[major][education].weights = newWeights(attraction[major][education])
		}
	}
	w.pools[b] = made
	return made
}

// choose picks n different postings for a person who looks at a posting of another major, or of an education beyond the
// own, with the given probabilities.
func (w *world) choose(d draws, b background, n int, otherMajor, beyondEducation float64) []int32 {
	n = min(n, len(w.postings))
	pools := w.poolsOf(b)
	chosen, seen := make([]int32, 0, n), make(map[int32]bool, n)
	for len(chosen) < n {
		next, found := pools[toIndex(d.chance(otherMajor))][toIndex(d.chance(beyondEducation))].draw(d, seen)
		for !found { // the pool is empty or nearly used up
			next = int32(d.IntN(len(w.postings)))
			found = !seen[next]
		}
		seen[next] = true
		chosen = append(chosen, next)
	}
	return chosen
}

func (p *pool) draw(d draws, seen map[int32]bool) (posting int32, found bool) {
	if len(p.postings) == 0 {
		return 0, false
	}
	for range 20 {
		if posting = p.postings[p.weights.pick(d)]; !seen[posting] {
			return posting, true
		}
	}
	return 0, false
}

// inOrder walks n postings by their numbers, as a program does that counts.
func (w *world) inOrder(d draws, n int) []int32 {
	chosen, start := make([]int32, min(n, len(w.postings))), d.IntN(len(w.postings))
	for i := range chosen {
		chosen[i] = int32((start + i) % len(w.postings))
	}
	return chosen
}

func toIndex(b bool) int {
	if b {
		return 1
	}
	return 0
}
