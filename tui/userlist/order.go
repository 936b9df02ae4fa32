package userlist

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sync"

	"spoor/analysis"
	"spoor/internal/engine"
	"spoor/store"
	"spoor/store/model"
)

// Judged is what lists of users are made from: all of it stays as it is while a task reads it.
type Judged struct {
	*engine.Judgement
	Sources []store.Source
	Pivots  *model.Pivots         // nil until something asks for them
	Matched *Matches              // nil likewise
	Marks   model.UserSet         // who is marked
	here    map[int32]model.Visit // by row, in the list of one item or address
}

// hits is how many rules a user hits.
func (j Judged) hits(row int32) int {
	return j.Now.Low.Of(int(row)).Or(j.Now.High.Of(int(row))).Len()
}

// Ordering is one way to sort users. Most people look for the largest first, so that is the way it goes unless smallest
// is set.
type Ordering struct {
	Name     string
	Help     string
	Smallest bool
	key      func(j Judged, row int32) float64 // NaN goes last
}

// orderings are the ways to sort, in the order of the menu; every metric that a rule judges is one too.
var orderings = makeOrderings()

func makeOrderings() []Ordering {
	all := []Ordering{
		{Name: "score", Help: "the most suspicious first", Smallest: false,
			key: func(j Judged, row int32) float64 { return j.Now.Score[row] }},
		// rows are in the order of the keys
		{Name: "user", Help: "by name", Smallest: true, key: func(_ Judged, row int32) float64 { return float64(row) }},
		{Name: "hits", Help: "the most rules hit first", Smallest: false,
			key: func(j Judged, row int32) float64 { return float64(j.hits(row)) }},
		{Name: "segment", Help: "segment by segment", Smallest: true,
			key: func(j Judged, row int32) float64 { return float64(j.Segments[row]) }},
		{Name: "verdict", Help: "verdict by verdict", Smallest: true, key: func(j Judged, row int32) float64 {
			return float64(slices.Index(store.Labels, j.verdict(row)))
		}},
		{Name: "reach", Help: "the farthest out first, whatever is hit", Smallest: false,
			key: func(j Judged, row int32) float64 { return j.Now.Reach[row] }},
		{Name: "sessions", Help: "the most visits first", Smallest: false,
			key: func(j Judged, row int32) float64 { return float64(j.Matrix.Stats[row].Sessions) }},
		{Name: "views", Help: "the most views first", Smallest: false,
			key: func(j Judged, row int32) float64 { return float64(j.Matrix.Stats[row].Views) }},
		{Name: "events", Help: "the most events first", Smallest: false,
			key: func(j Judged, row int32) float64 { return float64(j.Matrix.Stats[row].Events) }},
		{Name: "last", Help: "the last seen first", Smallest: false,
			key: func(j Judged, row int32) float64 { return float64(j.Matrix.Stats[row].Last) }},
		{Name: "first", Help: "the newest first", Smallest: false,
			key: func(j Judged, row int32) float64 { return float64(j.Matrix.Stats[row].First) }},
	}
	for r := range analysis.Rules {
		help := "the metric " + analysis.Rules[r].Title + ", the largest first"
		all = append(all, Ordering{Name: analysis.Rules[r].Name, Help: help, Smallest: false,
			key: func(j Judged, row int32) float64 { return j.Matrix.X[r][row] }})
	}
	return all
}

// Orderings are the orderings with those by the rules of one's own.
func Orderings(own analysis.OwnRules) []Ordering {
	all := slices.Clip(orderings)
	for i, rule := range own.List() {
		help := "the metric " + own.Rule(analysis.RuleID(analysis.RuleCount+i)).Title + ", the largest first"
		all = append(all, Ordering{Name: rule.Name, Help: help, Smallest: false, key: ownMetric(rule.Name)})
	}
	return all
}

// ownMetric is the value of a rule of one's own by row. The rule is looked up by its name, since its number changes
// with the other rules.
func ownMetric(name string) func(j Judged, row int32) float64 {
	return func(j Judged, row int32) float64 {
		if r, ok := j.Matrix.Measuring.Own.Named(name); ok {
			return j.Matrix.X[r][row]
		}
		return math.NaN()
	}
}

func orderingNames(own analysis.OwnRules) (names []string) {
	for _, o := range Orderings(own) {
		names = append(names, o.Name)
	}
	return names
}

// OrderingNamed finds an ordering; the score is what is found for a name that is none.
func OrderingNamed(name string, own analysis.OwnRules) Ordering {
	if name == ByHere.Name {
		return ByHere
	}
	all := Orderings(own)
	i := slices.IndexFunc(all, func(o Ordering) bool { return o.Name == name })
	return all[max(i, 0)]
}

// Arrangement is a list of users as it is wanted: which, and in what order.
type Arrangement struct {
	Order   string
	Reverse bool
	Filter  Filter
	Among   *Scope
	Keep    int32 // the row to find again, -1 for none
}

// Arranged is the list: rows of the matrix, and where the row to keep is in it.
type Arranged struct {
	Rows []int32
	At   int
	Visitors
}

// Arrange makes the list. It takes about a quarter of a second for a million users that are to be sorted.
func (j Judged) Arrange(ctx context.Context, want Arrangement) (Arranged, error) {
	rows, found := j.Now.Order, Visitors{}
	if want.Among != nil {
		found, rows = want.Among.visitors(j)
		j.here = found.Here
	}
	byScore := want.Order == "score" && !want.Reverse
	if !want.Filter.Empty() || !byScore {
		rows = want.Filter.found(j).of(j, rows)
	}
	if err := ctx.Err(); err != nil {
		return Arranged{}, err
	}
	if !byScore {
		j.sort(rows, OrderingNamed(want.Order, j.Matrix.Measuring.Own), want.Reverse)
	}
	if want.Order == "score" && !want.Reverse {
		rows = j.exactFirst(rows, want.Filter.Text)
	}
	return Arranged{Rows: rows, At: max(slices.Index(rows, want.Keep), 0), Visitors: found}, nil
}

// of are those rows that the filter takes, in their order. Many are looked at in the order in which they lie in memory,
// on all processors: in any other, waiting for memory takes longer than looking.
func (f Filter) of(j Judged, all []int32) []int32 {
	taken := make([]bool, j.Matrix.Len())
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
func (j Judged) exactFirst(rows []int32, typed string) []int32 {
	row, ok := j.Matrix.Row(typed)
	if !ok || typed == "" || len(rows) == 0 {
		return rows
	}
	if at := slices.Index(rows, int32(row)); at > 0 {
		rows = slices.Insert(slices.Delete(slices.Clone(rows), at, at+1), 0, int32(row))
	}
	return rows
}

func (j Judged) sort(rows []int32, by Ordering, reverse bool) {
	type keyed struct {
		key float64
		row int32
	}
	sign := 1.0
	if by.Smallest == reverse {
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

// marked reports whether the user in a row of the matrix is marked.
func (j Judged) marked(row int32) bool { return j.Marks.HasRow(j.Matrix, row) }

// verdict is what a person made of a user, [store.NoVerdict] where nobody has said.
func (j Judged) verdict(row int32) string {
	if v, ok := j.Verdicts[j.Matrix.Key[row]]; ok {
		return v.Label
	}
	return store.NoVerdict
}
