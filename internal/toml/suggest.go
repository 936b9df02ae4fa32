package toml

import (
	"iter"
	"slices"
	"strings"
)

// Suggest ends an error about an unknown word: "; did you mean low?" where one of the candidates is near, else "; there are low, high".
func Suggest(word string, candidates iter.Seq[string]) string {
	if best := nearest(word, candidates); 2*editDistance(word, best) <= len(word) {
		return "; did you mean " + best + "?"
	}
	return "; there are " + strings.Join(slices.Collect(candidates), ", ")
}

// nearest is the candidate with the smallest edit distance to word, the first of equals.
func nearest(word string, candidates iter.Seq[string]) string {
	best, least := "", -1
	for candidate := range candidates {
		if d := editDistance(word, candidate); least < 0 || d < least {
			best, least = candidate, d
		}
	}
	return best
}

// editDistance is Levenshtein's: how many bytes must be put in, taken out or changed to make b of a.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1) // distances of the part of a so far to each beginning of b
	for k := range row {
		row[k] = k
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for k := range len(b) {
			change := diagonal
			if a[i] != b[k] {
				change++
			}
			diagonal = row[k+1]
			row[k+1] = min(change, row[k]+1, row[k+1]+1)
		}
	}
	return row[len(b)]
}
