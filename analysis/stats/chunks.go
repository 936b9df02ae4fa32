package stats

// Chunks are the stretches of a sorted list whose elements belong together.
func Chunks[T any](list []T, together func(a, b T) bool) func(yield func([]T) bool) {
	return func(yield func([]T) bool) {
		for from, to := 0, 0; from < len(list); from = to {
			for to < len(list) && together(list[from], list[to]) {
				to++
			}
			if !yield(list[from:to]) {
				return
			}
		}
	}
}
