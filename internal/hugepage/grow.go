package hugepage

// Grow is slices.Grow for what may become many megabytes: where there is no room for n elements more, it makes room for
// twice as many as there are, so that what is there is copied once in the mean, and in large pages. It is for what has
// no pointers.
func Grow[T any](s []T, n int) []T {
	if n <= cap(s)-len(s) {
		return s
	}
	grown := Make[T](max(2*cap(s), len(s)+n))
	return grown[:copy(grown, s)]
}

// Append is append of one element with [Grow].
func Append[T any](s []T, element T) []T {
	if len(s) == cap(s) {
		s = Grow(s, 1)
	}
	return append(s, element)
}
