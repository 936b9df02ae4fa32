package stats

import (
	"cmp"
	"slices"

	"spoor/internal/hugepage"
)

// mostOfElement is how many numbers there may be for each element to be counted: to look at one takes a fraction of a
// comparison.
const mostOfElement = 32

// ByNumber is a list in the order of a number that its elements have, from 0; those of one number stay in their order.
// Unless there are many more numbers than elements they are counted (Knuth 5.2, distribution counting), which takes a
// few steps for each element. The list may be given up for the one that is returned.
func ByNumber[T any](list []T, number func(*T) int32) []T {
	most := int32(-1)
	for i := range list {
		most = max(most, number(&list[i]))
	}
	if int(most) > mostOfElement*len(list) {
		slices.SortStableFunc(list, func(a, b T) int { return cmp.Compare(number(&a), number(&b)) })
		return list
	}
	next := hugepage.Make[int32](int(most) + 2) // where the next one of a number goes
	for i := range list {
		next[number(&list[i])+1]++
	}
	for n := range next[1:] {
		next[n+1] += next[n]
	}
	sorted := hugepage.Make[T](len(list))
	for i := range list {
		at := &next[number(&list[i])]
		sorted[*at] = list[i]
		*at++
	}
	return sorted
}
