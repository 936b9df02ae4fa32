// Package nearest finds the word that may have been meant by one that is not known. It is pure.
package nearest

import (
	"iter"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Suggest ends an error about an unknown word: "; did you mean low?" where one of the candidates is near, else "; there
// are low, high".
func Suggest(word string, candidates iter.Seq[string]) string {
	if best := To(word, candidates); best != "" {
		return "; did you mean " + best + "?"
	}
	return "; there are " + strings.Join(slices.Collect(candidates), ", ")
}

// To is the candidate that a word is nearly, of which at most half may be wrong; "" where there is none.
func To(word string, candidates iter.Seq[string]) string {
	if best, least := closest(word, candidates); 2*least <= len(word) {
		return best
	}
	return ""
}

// Same is which of the candidates is a word, or else is written with the same letters, whichever way these are
// composed, as those of names that macOS writes; -1 where there is none.
func Same(word string, candidates iter.Seq[string]) int {
	at, alike := 0, -1
	for candidate := range candidates {
		switch {
		case candidate == word:
			return at
		case alike < 0 && Alike(candidate, word):
			alike = at
		}
		at++
	}
	return alike
}

// Alike reports whether two words are written with the same letters, whichever way these are composed.
func Alike(a, b string) bool { return a == b || norm.NFC.String(a) == norm.NFC.String(b) }

// closest is the candidate with the smallest edit distance to word in any case, the first of equals.
func closest(word string, candidates iter.Seq[string]) (best string, least int) {
	least = len(word)
	for candidate := range candidates {
		if d := editDistance(strings.ToLower(word), strings.ToLower(candidate)); d < least {
			best, least = candidate, d
		}
	}
	return best, least
}

// editDistance is how many bytes must be put in, taken out, changed or swapped with their neighbour to make b of a:
// Levenshtein's with adjacent transpositions, in the restricted form that edits no part twice.
func editDistance(a, b string) int {
	before, row := make([]int, len(b)+1), make([]int, len(b)+1) // by beginning of b: distances of a up to i-1, and up to i
	for k := range row {
		row[k] = k
	}
	for i := range len(a) {
		next := make([]int, len(b)+1)
		next[0] = i + 1
		for k := range len(b) {
			change := row[k]
			if a[i] != b[k] {
				change++
			}
			next[k+1] = min(change, next[k]+1, row[k+1]+1)
			if i > 0 && k > 0 && a[i] == b[k-1] && a[i-1] == b[k] {
				next[k+1] = min(next[k+1], before[k-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}
