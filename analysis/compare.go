package analysis

// Change is a user of whom two evaluations say different things.
type Change struct {
	Row                     int
	Before, After           float64 // scores
	PlaceBefore, PlaceAfter int     // in the order of scores, from 1

	before, after *Evaluation
}

// Difference is what changes between two evaluations of the same matrix. Each list is by place after, Left by place before.
type Difference struct {
	Entered []Change // flagged now and not before
	Left    []Change // flagged before and not now
	Moved   []Change // flagged in both, 5 or more places apart
}

// leastMove is by how many places a user must move to be worth a mention.
const leastMove = 5

// Compare says who enters, leaves and moves among the flagged users, and why.
func Compare(before, after *Evaluation) Difference {
	var d Difference
	placeBefore, placeAfter := before.places(after), after.places(before)
	change := func(row int32) Change {
		return Change{
			Row: int(row), Before: before.Score[row], After: after.Score[row],
			PlaceBefore: int(placeBefore[row]), PlaceAfter: int(placeAfter[row]), before: before, after: after,
		}
	}
	for _, row := range after.Order {
		if !after.Flagged[row] {
			continue
		}
		if !before.Flagged[row] {
			d.Entered = append(d.Entered, change(row))
		} else if move := placeAfter[row] - placeBefore[row]; move >= leastMove || move <= -leastMove {
			d.Moved = append(d.Moved, change(row))
		}
	}
	for _, row := range before.Order {
		if before.Flagged[row] && !after.Flagged[row] {
			d.Left = append(d.Left, change(row))
		}
	}
	return d
}

// places are the places, from 1, of those rows that either evaluation flags, by row.
func (e *Evaluation) places(other *Evaluation) []int32 {
	places := make([]int32, len(e.Order))
	for i, row := range e.Order {
		if e.Flagged[row] || other.Flagged[row] {
			places[row] = int32(i + 1)
		}
	}
	return places
}

// Because says what of the user changed: "▲content-usage" (a hit now), "no ▲content-usage", "menu-usage is off",
// "▼reading-time +17 → +8", and for users who entered or left also what it takes to be flagged: "flag.score 25 → 30". It is
// empty for a user who moved only because others did. It is worked out when asked for, as only a screenful is looked at.
func (c Change) Because() []string {
	was, is := c.before.hitsByRule(c.Row), c.after.hitsByRule(c.Row)
	var reasons []string
	for r := range Rules {
		if reason := hitChange(was[r], is[r], c.after.Set.Rules[r].On); reason != "" {
			reasons = append(reasons, reason)
		}
	}
	if c.before.Flagged[c.Row] != c.after.Flagged[c.Row] {
		for _, k := range knobs {
			if from, to := k.get(&c.before.Set), k.get(&c.after.Set); k.group == "flag" && from != to {
				reasons = append(reasons, k.path()+" "+from+" → "+to)
			}
		}
	}
	return reasons
}

// hitsByRule are a user's hits, Inside where a rule is not hit.
func (e *Evaluation) hitsByRule(row int) (hits [RuleCount]Hit) {
	for _, hit := range e.judge.Hits(e.Set, row) {
		hits[hit.Rule] = hit
	}
	return hits
}

func hitChange(was, is Hit, on bool) string {
	switch {
	case is.Side != Inside && is.Side != was.Side:
		return is.name()
	case is.Side != was.Side && !on:
		return was.Rule.String() + " is off"
	case is.Side != was.Side:
		return "no " + was.name()
	case is.Side != Inside && is.points() != was.points():
		return is.name() + " " + was.points() + " → " + is.points()
	default:
		return ""
	}
}
