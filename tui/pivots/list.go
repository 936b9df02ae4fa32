package pivots

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"

	"spoor/internal/nearest"
	"spoor/store/model"
	"spoor/tui/find"
	"spoor/tui/term"
	"spoor/tui/userlist"
)

// pivotFilter says which items or addresses are listed: all of its terms must hold.
type pivotFilter struct {
	text  string // as typed
	terms []func(v *pivotView, i int) bool
}

// parsePivotFilter reads terms that are separated by spaces, each negated by a minus before it: words that are in any
// text of the line, in any case, "two words", ~a regular expression, a|b, item=1201, and comparisons such as users>5
// and last>2026-03-01, with the days of a time zone. The first term that can't be understood is a *find.Error.
func parsePivotFilter(k *pivotKind, text string, zone term.Clock) (pivotFilter, error) {
	f := pivotFilter{text: strings.TrimSpace(text)}
	err := find.EachWord(text, func(w find.Word) error {
		alternatives, err := find.EachAlternative(w.Text, func(term string) (func(v *pivotView, i int) bool, error) {
			return k.term(term, zone)
		})
		if err == nil {
			f.terms = append(f.terms, func(v *pivotView, i int) bool {
				is := slices.ContainsFunc(alternatives, func(holds func(*pivotView, int) bool) bool { return holds(v, i) })
				return is != w.Not
			})
		}
		return err
	})
	return f, err
}

func (k *pivotKind) term(word string, zone term.Clock) (func(v *pivotView, i int) bool, error) {
	at := strings.IndexAny(word, "<>=~")
	if at > 0 {
		c := k.column(word[:at])
		switch {
		case c != nil && c.number != nil && word[at] != '~':
			holds, err := userlist.ParseComparison(word[:at], word[at:], c.time, zone)
			return func(v *pivotView, i int) bool { return holds(float64(c.number(v, i))) }, err
		case c != nil && c.text != nil:
			holds, err := textTest(word[at:])
			return func(v *pivotView, i int) bool { return holds(c.text(v, i)) }, err
		}
	}
	holds, err := textTest(word)
	return func(v *pivotView, i int) bool {
		for c := range k.columns {
			if text := k.columns[c].text; text != nil && holds(text(v, i)) {
				return true
			}
		}
		return false
	}, err
}

// textTest reads what a text must be: =all of it, ~a regular expression, or a piece of it.
func textTest(word string) (func(text string) bool, error) {
	switch value := word[1:]; {
	case (word[0] == '=' || word[0] == '~') && value == "":
		return nil, find.Unfinished(word, "what?")
	case word[0] == '=':
		return find.Is(value), nil
	case word[0] == '~':
		return find.Regexp(value)
	}
	text, _ := find.Unquoted(word)
	return find.Contains(text), nil
}

// words are what a filter may go on with: the columns that can be compared.
func (k *pivotKind) words(stem string) (all []string) {
	for i := range k.columns {
		if word := k.columns[i].name + ">"; k.columns[i].number != nil && strings.HasPrefix(word, stem) && word != stem {
			all = append(all, word)
		}
	}
	return all
}

func (f pivotFilter) match(v *pivotView, i int) bool {
	for _, holds := range f.terms {
		if !holds(v, i) {
			return false
		}
	}
	return true
}

// pivotOrder is how a list of items or addresses is wanted.
type pivotOrder struct {
	column  string
	reverse bool
	filter  pivotFilter
	keep    string // the key to find again; "" for none
}

// pivotList is the list: numbers of items or addresses, and where the key to keep is among them.
type pivotList struct {
	view *pivotView
	rows []int32
	at   int
}

// arrange makes the list. Where two are alike the order of the pivots decides. known may have been counted already.
func (k *pivotKind) arrange(ctx context.Context, j userlist.Judged, known *pivotView, zone term.Clock,
	want pivotOrder) (pivotList, error) {
	l := pivotList{view: known}
	if known == nil || known.Pivots != j.Pivots || known.now != j.Now {
		l.view = k.view(j, zone)
	}
	for i := range l.view.visitors {
		if want.filter.match(l.view, i) {
			l.rows = append(l.rows, int32(i))
		}
	}
	if err := ctx.Err(); err != nil {
		return l, err
	}
	l.sort(k.column(want.column), want.reverse)
	if want.keep != "" {
		l.at = max(nearest.Same(want.keep, l.keys(k, j.Pivots)), 0)
	}
	return l, nil
}

// keys are those of the lines.
func (l *pivotList) keys(k *pivotKind, of *model.Pivots) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, i := range l.rows {
			if !yield(k.key(of, int(i))) {
				return
			}
		}
	}
}

// sort puts the largest numbers first, and texts from a to z.
func (l *pivotList) sort(by *pivotColumn, reverse bool) {
	compare := func(a, b int32) int { return cmp.Compare(by.number(l.view, int(b)), by.number(l.view, int(a))) }
	if by.text != nil {
		compare = func(a, b int32) int { return strings.Compare(by.text(l.view, int(a)), by.text(l.view, int(b))) }
	}
	slices.SortFunc(l.rows, func(a, b int32) int {
		order := compare(a, b)
		if reverse {
			order = -order
		}
		return cmp.Or(order, cmp.Compare(a, b))
	})
}
