package tui

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sync"

	"spoor/analysis"
	"spoor/analysis/ecrm"
	"spoor/internal/engine"
	"spoor/store"
	"spoor/store/model"
)

// judged is what lists of users are made from: all of it stays as it is while a task reads it.
type judged struct {
	users    *analysis.Matrix
	judge    *analysis.Judge
	segments []ecrm.Segment
	now      *analysis.Evaluation
	verdicts map[int32]store.Verdict
	sources  []store.Source
	pivots   *model.Pivots // nil until something asks for them
	matched  *matches      // nil likewise
	marks    marks
	here     map[int32]model.Visit // by row, in the list of one item or address
}

func (w *workspace) judged() judged {
	return judged{users: w.compared(), judge: w.judgeNow, segments: w.segments, now: w.now, verdicts: w.verdicts,
		sources: w.Sources, pivots: w.pivots.Result, matched: w.matching.Result, marks: w.marks}
}

// judgement is what the rules say of the users.
func (j judged) judgement() *engine.Judgement {
	return &engine.Judgement{Judge: j.judge, Now: j.now, Segments: j.segments, Verdicts: j.verdicts}
}

// hits is how many rules a user hits.
func (j judged) hits(row int32) int {
	return j.now.Low.Of(int(row)).Or(j.now.High.Of(int(row))).Len()
}

// ordering is one way to sort users. Most people look for the largest first, so that is the way it goes unless smallest
// is set.
type ordering struct {
	name     string
	help     string
	smallest bool
	key      func(j judged, row int32) float64 // NaN goes last
}

// orderings are the ways to sort, in the order of the menu; every metric that a rule judges is one too.
var orderings = makeOrderings()

func makeOrderings() []ordering {
	all := []ordering{
		{"score", "the most suspicious first", false, func(j judged, row int32) float64 { return j.now.Score[row] }},
		// rows are in the order of the keys
		{"user", "by name", true, func(_ judged, row int32) float64 { return float64(row) }},
		{"hits", "the most rules hit first", false, func(j judged, row int32) float64 { return float64(j.hits(row)) }},
		{"segment", "segment by segment", true, func(j judged, row int32) float64 { return float64(j.segments[row]) }},
		{"verdict", "verdict by verdict", true, func(j judged, row int32) float64 {
			label, _ := j.verdict(row)
			return float64(slices.Index(store.Labels, label))
		}},
		{"reach", "the farthest out first, whatever is hit", false,
			func(j judged, row int32) float64 { return j.now.Reach[row] }},
		{"sessions", "the most visits first", false,
			func(j judged, row int32) float64 { return float64(j.users.Facts[row].Sessions) }},
		{"views", "the most views first", false, func(j judged, row int32) float64 { return float64(j.users.Facts[row].Views) }},
		{"events", "the most events first", false, func(j judged, row int32) float64 { return float64(j.users.Facts[row].Events) }},
		{"last", "the last seen first", false, func(j judged, row int32) float64 { return float64(j.users.Facts[row].Last) }},
		{"first", "the newest first", false, func(j judged, row int32) float64 { return float64(j.users.Facts[row].First) }},
	}
	for r := range analysis.Rules {
		help := "the metric " + analysis.Rules[r].Title + ", the largest first"
		all = append(all, ordering{analysis.Rules[r].Name, help, false,
			func(j judged, row int32) float64 { return j.users.X[r][row] }})
	}
	return all
}

// orderingsWith are the orderings with those by the rules of one's own.
func orderingsWith(own analysis.OwnRules) []ordering {
	all := slices.Clip(orderings)
	for i, rule := range own.List() {
		help := "the metric " + own.Rule(analysis.RuleID(analysis.RuleCount+i)).Title + ", the largest first"
		all = append(all, ordering{rule.Name, help, false, ownMetric(rule.Name)})
	}
	return all
}

// ownMetric is the value of a rule of one's own by row. The rule is looked up by its name, since its number changes with the
// other rules.
func ownMetric(name string) func(j judged, row int32) float64 {
	return func(j judged, row int32) float64 {
		if r, ok := j.users.Measuring.Own.Named(name); ok {
			return j.users.X[r][row]
		}
		return math.NaN()
	}
}

func orderingNames(own analysis.OwnRules) (names []string) {
	for _, o := range orderingsWith(own) {
		names = append(names, o.name)
	}
	return names
}

// orderingNamed finds an ordering; the score is what is found for a name that is none.
func orderingNamed(name string, own analysis.OwnRules) ordering {
	if name == byHere.name {
		return byHere
	}
	all := orderingsWith(own)
	i := slices.IndexFunc(all, func(o ordering) bool { return o.name == name })
	return all[max(i, 0)]
}

// arrangement is a list of users as it is wanted: which, and in what order.
type arrangement struct {
	order   string
	reverse bool
	filter  filter
	among   *visitorScope
	keep    int32 // the row to find again, -1 for none
}

// arranged is the list: rows of the matrix, and where the row to keep is in it.
type arranged struct {
	rows []int32
	at   int
	visitors
}

// arrange makes the list. It takes about a quarter of a second for a million users that are to be sorted.
func (j judged) arrange(ctx context.Context, want arrangement) (arranged, error) {
	rows, found := j.now.Order, visitors{}
	if want.among != nil {
		found, rows = want.among.visitors(j)
		j.here = found.here
	}
	byScore := want.order == "score" && !want.reverse
	if !want.filter.empty() || !byScore {
		rows = want.filter.found(j).of(j, rows)
	}
	if err := ctx.Err(); err != nil {
		return arranged{}, err
	}
	if !byScore {
		j.sort(rows, orderingNamed(want.order, j.users.Measuring.Own), want.reverse)
	}
	if want.order == "score" && !want.reverse {
		rows = j.exactFirst(rows, want.filter.text)
	}
	return arranged{rows, max(slices.Index(rows, want.keep), 0), found}, nil
}

// of are those rows that the filter takes, in their order. Many are looked at in the order in which they lie in memory, on
// all processors: in any other, waiting for memory takes longer than looking.
func (f filter) of(j judged, all []int32) []int32 {
	taken := make([]bool, j.users.Len())
	const span = 1 << 14 // rows that are looked at together
	if len(all)*2 < len(taken) || len(taken) <= span {
		for _, row := range all {
			taken[row] = f.match(j, row)
		}
	} else {
		var group sync.WaitGroup
		for from := 0; from < len(taken); from += span {
			group.Go(func() {
				for row := from; row < min(from+span, len(taken)); row++ {
					taken[row] = f.match(j, int32(row))
				}
			})
		}
		group.Wait()
	}
	rows := make([]int32, 0, len(all))
	for _, row := range all {
		if taken[row] {
			rows = append(rows, row)
		}
	}
	return rows
}

// exactFirst puts the user first whose name is just what is typed, before those whose names only contain it.
func (j judged) exactFirst(rows []int32, typed string) []int32 {
	row, ok := j.users.Row(typed)
	if !ok || typed == "" || len(rows) == 0 {
		return rows
	}
	if at := slices.Index(rows, int32(row)); at > 0 {
		rows = slices.Insert(slices.Delete(slices.Clone(rows), at, at+1), 0, int32(row))
	}
	return rows
}

func (j judged) sort(rows []int32, by ordering, reverse bool) {
	type keyed struct {
		key float64
		row int32
	}
	sign := 1.0
	if by.smallest == reverse {
		sign = -1
	}
	list := make([]keyed, len(rows))
	for i, row := range rows {
		key := by.key(j, row) * sign
		if math.IsNaN(key) {
			key = math.Inf(1)
		}
		list[i] = keyed{key, row}
	}
	slices.SortFunc(list, func(a, b keyed) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.row, b.row))
	})
	for i := range list {
		rows[i] = list[i].row
	}
}
