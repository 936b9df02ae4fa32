package analysis

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"spoor/analysis/stats"
)

// chanceRounds is how often the hits are dealt out anew.
const chanceRounds = 20

// Chance is how many of the flagged users are to be expected although nobody does anything wrong: false alarms.
type Chance struct {
	Several float64 // flagged by rules that hit together, if the rules had nothing to do with each other
	Alone   float64 // flagged by a hit that is evidence alone, if the values of the others run on as they end
}

// All is how many false alarms there are to expect.
func (c Chance) All() float64 { return c.Several + c.Alone }

// Chance estimates the false alarms among the users whom a rule set flags.
//
// Several: if rules are unrelated, a user could as well have any other user's value of each metric. So the hits of each
// rule are dealt out to as many different users at random, 20 times with a fixed seed, and those whom the rule set
// would flag are counted. The hits of those who are rightly flagged must not be dealt to others. Who they are is not
// known; but if chance would flag 25 of 400, then about 25 of the 400 are not. So where the rule set also learns what
// is ordinary in two passes, it is done once more with as many of the flagged as the first time has flagged, drawn at
// random, beside everybody else.
//
// Alone: see tail. On made-up sites the ordinary users who are flagged are 0.7 to 1.8 times as many as both together
// with misuse on the site, and one to three times as many without (docs/quality.md).
//
// It is not ok if there are fewer than 30 ordinary users, if nothing can flag, if all that can is a single rule that
// any hit of which flags, and if ctx ends.
func (j *Judge) Chance(ctx context.Context, s RuleSet) (c Chance, ok bool) {
	s = s.alignedTo(j.Matrix)
	rules, coincide := j.compile(&s), s.canCoincide(&j.fits)
	if j.Baseline.Members < stats.LeastMembers || !coincide && !j.flagsAlone(&s, rules) {
		return c, false
	}
	flagged, others := j.split(&s)
	if s.Families > 1 {
		c.Alone = j.beyond(&s, rules, flagged, others)
	}
	if !coincide {
		return c, ctx.Err() == nil
	}
	random := rand.New(rand.NewPCG(3, 4))
	random.Shuffle(len(flagged), func(i, k int) { flagged[i], flagged[k] = flagged[k], flagged[i] })
	drawn := len(flagged)
	for range max(s.Passes, 1) {
		if c.Several, ok = j.coincidences(ctx, &s, rules, slices.Concat(others, flagged[:drawn])); !ok {
			return c, false
		}
		drawn = min(len(flagged), int(math.Round(c.All())))
	}
	return c, true
}

// split tells apart the users whom a rule set flags and those whom it could flag and does not.
func (j *Judge) split(s *RuleSet) (flagged, others []int32) {
	e := j.Evaluate(*s)
	for row, is := range e.Flagged {
		switch {
		case is:
			flagged = append(flagged, int32(row))
		case j.Matrix.Evaluated(row, s.Robots):
			others = append(others, int32(row))
		}
	}
	return flagged, others
}

// flagsAlone reports whether a hit can flag by itself although hits of several families are asked for, and anybody has
// a value.
func (j *Judge) flagsAlone(s *RuleSet, rules compiledRules) bool {
	for r := range rules {
		if s.Families > 1 && rules[r].alone && !rules[r].idle() && j.smallest[r] <= j.largest[r] {
			return true
		}
	}
	return false
}

// beyond is how many users are to be expected whom rules flag that are evidence alone, judging by how the values of the
// other users tail off.
func (j *Judge) beyond(s *RuleSet, rules compiledRules, flagged, others []int32) (expected float64) {
	enough := s.Score
	if s.Trim == TrimAll {
		enough = max(enough, s.Alone)
	}
	for r := range rules {
		rule := &rules[r]
		number := rule.kind == Threshold || rule.highNumber
		if !rule.alone || rule.idle() || !number || rule.weight < enough || rule.weight == 0 {
			continue
		}
		width := (rule.most - rule.threshold) / 2
		at := rule.threshold + 2*width*max(0, 2*enough/rule.weight-1)
		if s.Rule(RuleID(r)).Unit.Whole() {
			at, width = math.Ceil(at), math.Ceil(width)
		}
		expected += j.tail(r, at, width, flagged, others)
	}
	return expected
}

// tail is how many values are to be expected beyond a bound, if each interval of that width holds the same fraction of
// the one before it as the last interval below the bound does, among the users who are not flagged. There cannot be
// more than the flagged users beyond it, and a tail that hardly falls tells no more than that as many lie beyond as
// right before.
func (j *Judge) tail(rule int, at, width float64, flagged, others []int32) float64 {
	before, last, most := 0.0, 0.0, 0.0
	xs := j.Matrix.X[rule]
	for _, row := range others {
		switch x := xs[row]; {
		case x >= at: // with points enough, and not flagged for another reason
		case x >= at-width:
			last++
		case x >= at-2*width:
			before++
		}
	}
	for _, row := range flagged {
		if xs[row] >= at {
			most++
		}
	}
	falls := min(last/max(before, 1), 0.5)
	return min(last*falls/(1-falls), most)
}

// coincidences is how many users would be flagged by hits that come together if those of some users were dealt out to
// them at random.
func (j *Judge) coincidences(ctx context.Context, s *RuleSet, rules compiledRules,
	among []int32) (expected float64, ok bool) {
	if len(among) == 0 {
		return 0, true
	}
	d := newShuffler(j, rules, among)
	flagged := 0
	for range chanceRounds {
		if ctx.Err() != nil {
			return 0, false
		}
		d.deal()
		flagged += d.count(s)
	}
	return float64(flagged) / chanceRounds / float64(len(among)) * float64(j.evaluated(s)), true
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
