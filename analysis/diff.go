package analysis

import (
	"cmp"
	"iter"
	"math"
	"slices"
)

// Change is a user of whom two evaluations say different things.
type Change struct {
	Row                     int     // of the matrix after
	Before, After           float64 // scores
	PlaceBefore, PlaceAfter int     // in the order of scores, from 1

	before, after *Evaluation
	rowBefore     int
}

// Difference is what changes between two evaluations. Each list is by place after, Left by place before.
type Difference struct {
	Entered []Change // flagged now and not before
	Left    []Change // flagged before and not now
	Moved   []Change // flagged in both, by another score and 5 or more places apart
}

// leastMove is by how many places a user must move to be worth a mention.
const leastMove = 5

// Diff says who enters, leaves and moves among the flagged users, and why. The evaluations may be of two matrices, as
// when the users were measured again: of those the users who are in both are compared, by key.
func Diff(before, after *Evaluation) Difference {
	var d Difference
	was, is := sameUsers(before.judge.Matrix, after.judge.Matrix)
	placeBefore, placeAfter := before.places(), after.places()
	change := func(row, rowBefore int32) Change {
		return Change{
			Row: int(row), Before: before.Score[rowBefore], After: after.Score[row],
			PlaceBefore: int(placeBefore[rowBefore]), PlaceAfter: int(placeAfter[row]),
			before: before, after: after, rowBefore: int(rowBefore),
		}
	}
	for _, row := range after.Order {
		rowBefore := was.of(row)
		if rowBefore < 0 || !after.Flagged[row] {
			continue
		}
		if !before.Flagged[rowBefore] {
			d.Entered = append(d.Entered, change(row, rowBefore))
		} else if c := change(row, rowBefore); c.moved() {
			d.Moved = append(d.Moved, c)
		}
	}
	for _, rowBefore := range before.Order {
		if row := is.of(rowBefore); row >= 0 && before.Flagged[rowBefore] && !after.Flagged[row] {
			d.Left = append(d.Left, change(row, rowBefore))
		}
	}
	return d
}

// moved reports whether the user is worth a mention. One whose score is the same, to the tenth that scores are written
// to, has moved only because others did.
func (c *Change) moved() bool {
	move := c.PlaceAfter - c.PlaceBefore
	return math.Round(10*c.Before) != math.Round(10*c.After) && (move >= leastMove || move <= -leastMove)
}

// places are the places, from 1, by row.
func (e *Evaluation) places() []int32 {
	places := make([]int32, len(e.Order))
	for i, row := range e.Order {
		places[row] = int32(i + 1)
	}
	return places
}

// userMatch gives for a row of one matrix that of the same user in another, −1 where there is none; nil where they are
// the same.
type userMatch []int32

func (t userMatch) of(row int32) int32 {
	if t == nil {
		return row
	}
	return t[row]
}

// sameUsers leads from the rows of one matrix to those of the same users in another, and back.
func sameUsers(before, after *Matrix) (was, is userMatch) {
	if before == after || slices.Equal(before.Key, after.Key) {
		return nil, nil
	}
	was, is = make(userMatch, after.Len()), make(userMatch, before.Len())
	for row := range is {
		is[row] = -1
	}
	rowBefore := 0
	for row, key := range after.Key {
		for rowBefore < before.Len() && before.Key[rowBefore] < key {
			rowBefore++
		}
		was[row] = -1
		if rowBefore < before.Len() && before.Key[rowBefore] == key {
			was[row], is[rowBefore] = int32(rowBefore), int32(row)
		}
	}
	return was, is
}

// Because says what of the user changed: "▲content-usage" (a hit now), "no ▲content-usage", "menu-usage is off",
// "▼reading-time +17 → +8", first what moved the score the most in the direction in which it went; and for users who
// entered or left also what changed beside the rules: "flag.score 25 → 30". It is worked out when asked for, as only a
// screenful is looked at.
func (c Change) Because() []string {
	was, is := c.before.hitsByName(c.rowBefore), c.after.hitsByName(c.Row)
	type change struct {
		words string
		moves float64 // the score, the way that it went
	}
	var changes []change
	way := cmp.Compare(c.After, c.Before)
	for name, on := range c.after.rulesOn(c.before) {
		if words := hitChange(name, was[name], is[name], on); words != "" {
			changes = append(changes, change{words, float64(way) * (is[name].Points - was[name].Points)})
		}
	}
	slices.SortStableFunc(changes, func(a, b change) int { return cmp.Compare(b.moves, a.moves) })
	reasons := make([]string, len(changes))
	for i := range changes {
		reasons[i] = changes[i].words
	}
	if c.before.Flagged[c.rowBefore] != c.after.Flagged[c.Row] {
		for _, k := range builtInParams {
			if from, to := k.get(&c.before.Set), k.get(&c.after.Set); groupComments[k.group] != "" && from != to {
				reasons = append(reasons, k.path()+" "+from+" → "+to)
			}
		}
	}
	return reasons
}

// hitsByName are a user's hits by the name of the rule: rules of one's own may have other numbers in another matrix.
func (e *Evaluation) hitsByName(row int) map[string]Hit {
	hits := map[string]Hit{}
	for _, hit := range e.judge.Hits(e.Set, row) {
		hits[e.judge.Matrix.Rule(hit.Rule).Name] = hit
	}
	return hits
}

// rulesOn says of each rule by its name whether it is on: of those of an evaluation, and of any that only the one
// before had.
func (e *Evaluation) rulesOn(before *Evaluation) iter.Seq2[string, bool] {
	return func(yield func(string, bool) bool) {
		for r, rule := range e.Set.All() {
			if !yield(rule.Name, e.Set.Rules[r].On) {
				return
			}
		}
		for _, rule := range before.Set.MeasureOptions.Own.List() {
			if e.Set.own(rule.Name) == nil && !yield(rule.Name, false) {
				return
			}
		}
	}
}

func hitChange(name string, was, is Hit, on bool) string {
	switch {
	case is.Side != Inside && is.Side != was.Side:
		return is.Side.Mark() + name
	case is.Side != was.Side && !on:
		return name + " is off"
	case is.Side != was.Side:
		return "no " + was.Side.Mark() + name
	case is.Side != Inside && is.points() != was.points():
		return is.Side.Mark() + name + " " + was.points() + " → " + is.points()
	default:
		return ""
	}
}
